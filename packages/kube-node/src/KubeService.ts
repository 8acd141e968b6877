import type {
  Column,
  Health,
  KubeObject,
  ObjectRef,
  ResourceId,
  ResourceKind,
  Row,
} from '@kubemate/kube-common';
import type { KubeWrite, WriteResult } from './KubeWrite';
import type { IdentitySource } from './gateway/viewerIdentity';
import type { ExecRequest, ExecSession } from './exec/ExecSession';

/** Who asks. Built by a plugin from Backstage credentials, never from a request's own headers. */
export interface Viewer {
  /** `user:default/dana` */
  readonly userEntityRef: string;
  /** Every entity the user acts for: the user and their groups. */
  readonly ownershipEntityRefs: readonly string[];
  /** The user's own OIDC token, where the cluster takes that instead of impersonation. */
  readonly token?: string;
}

/** What the portal knows of one cluster now. Reading it never waits for the cluster. */
export interface ClusterState {
  readonly name: string;
  readonly title: string;
  /** `registered`: added while the portal runs. */
  readonly source: 'sandbox' | 'config' | 'kubeconfig' | 'registered';
  /** Free labels from configuration, such as `environment: prod`. */
  readonly labels: Readonly<Record<string, string>>;
  /** Entity ref of who answers for the cluster, `group:default/platform`. */
  readonly owner?: string;
  /** Host and port without path or credentials. */
  readonly server: string;
  readonly identity: 'impersonate' | 'token' | 'self';
  readonly connection:
    | { readonly state: 'connecting' }
    | { readonly state: 'ready'; readonly since: number }
    | {
        readonly state: 'unreachable';
        readonly reason: string;
        readonly since: number;
        readonly nextRetryAt: number;
      };
  /** Version of the API server, `v1.37.2`; absent until first reached. */
  readonly version?: string;
  /** Median round trip of the latest health checks in milliseconds, newest last; the sparkline of the clusters page. */
  readonly latencies: readonly number[];
  /** Epoch milliseconds of the newest answer. */
  readonly asOf?: number;
  /** API groups found that stand for an add-on, `metrics.k8s.io`, `tekton.dev`, … */
  readonly apiGroups: readonly string[];
}

/** A resource type together with what the viewer may do with it somewhere in the cluster. */
export interface ViewerResource extends ResourceKind {
  readonly columns: readonly Column[];
  readonly allowedVerbs: readonly string[];
}

/** A question to the row store, over all rows of all named clusters. */
export interface RowQuery {
  /** All clusters where absent. */
  readonly clusters?: readonly string[];
  readonly resource: ResourceId;
  readonly namespaces?: readonly string[];
  /** Case-insensitive words; each must stand in the name, the namespace, a label or a text cell. */
  readonly search?: string;
  /** Kubernetes label selector syntax. */
  readonly labelSelector?: string;
  /** Conditions on columns: `status=Running`, `restarts>3`, `health!=ok`; comma means and, `|` between values means or. */
  readonly filter?: string;
  /** Column id, descending with a leading minus: `-restarts`. `age`, `name`, `namespace`, `cluster`, `health` are always there. Ties break by cluster, namespace, name. */
  readonly sort?: string;
  readonly limit?: number;
  /** Continues after the row that an earlier page ended with. */
  readonly cursor?: string;
  /** Random access for a scrolling table; not together with `cursor`. */
  readonly offset?: number;
}

/** A cluster that could not answer (fully), as data beside the rows of the others. */
export interface ClusterFailure {
  readonly cluster: string;
  readonly reason: string;
  /** `partial`: the first list is still running, the rows so far are in the page. */
  readonly state: 'unreachable' | 'denied' | 'not-served' | 'partial' | 'stale';
}

export interface RowPage {
  readonly items: readonly Row[];
  /** Position of the first item in the whole result. */
  readonly offset: number;
  /** Rows that match and that the viewer may see. */
  readonly total: number;
  readonly nextCursor?: string;
  readonly failures: readonly ClusterFailure[];
  /** Epoch milliseconds of the oldest data in the answer. */
  readonly asOf: number;
  readonly columns: readonly Column[];
}

/** A change of the window that a stream shows. Apply `removed`, then `inserted` in the order given, then `updated`. */
export interface RowDelta {
  readonly removed: readonly string[];
  readonly inserted: readonly { readonly index: number; readonly row: Row }[];
  readonly updated: readonly Row[];
  readonly total: number;
  readonly asOf: number;
}

/** What a row stream says. `page` replaces all, and is also how a slow consumer is brought up to date. */
export type RowEvent =
  | { readonly type: 'page'; readonly page: RowPage }
  | { readonly type: 'delta'; readonly delta: RowDelta }
  | {
      readonly type: 'status';
      readonly failures: readonly ClusterFailure[];
      readonly asOf: number;
    };

/** Counts of rows by health and of one column's values, over what the viewer may see. */
export interface RowFacets {
  readonly total: number;
  readonly health: Readonly<Record<Health, number>>;
  readonly namespaces: readonly {
    readonly cluster: string;
    readonly namespace: string;
    readonly count: number;
  }[];
}

export interface LogRequest {
  readonly pods: readonly {
    readonly cluster: string;
    readonly namespace: string;
    readonly name: string;
  }[];
  /** All containers of each pod where absent. */
  readonly container?: string;
  readonly previous?: boolean;
  readonly follow?: boolean;
  readonly sinceSeconds?: number;
  readonly tailLines?: number;
}

export interface LogLine {
  readonly pod: string;
  readonly container: string;
  /** Epoch milliseconds; absent where the server gave no timestamp. */
  readonly at?: number;
  readonly text: string;
}

/** A log stream's line, or why one of its containers has none. */
export type LogEvent =
  | { readonly type: 'line'; readonly line: LogLine }
  | {
      readonly type: 'problem';
      readonly pod: string;
      readonly container?: string;
      readonly reason: string;
    };

/** One question about rights. */
export interface Access {
  readonly cluster: string;
  /** `get`, `list`, `create`, `update`, `patch`, `delete`, … as in RBAC: a replace is an `update`. */
  readonly verb: string;
  readonly resource: Pick<ResourceId, 'group' | 'plural'>;
  readonly namespace?: string;
  readonly name?: string;
  readonly subresource?: string;
}

export interface AccessAnswer {
  readonly allowed: boolean;
  /** Of a refusal: the API server's sentence. Of a permission: the binding that gives it, where the server says so. */
  readonly reason?: string;
}

/**
 * Everything the portal reads from clusters, and changes there. Rows come from the shared cache, filtered by the viewer's own
 * rights; objects and logs are read from the API server as the viewer, and every change is made as the viewer.
 *
 * @throws NotFoundError, NotAllowedError, InputError, ConflictError, ServiceUnavailableError of `@backstage/errors`
 */
export interface KubeService {
  clusters(): readonly ClusterState[];
  /** Calls back on every change of a cluster's state, until the signal aborts. */
  onClustersChanged(listener: () => void, options: { signal: AbortSignal }): void;
  resources(cluster: string, viewer: Viewer): Promise<readonly ViewerResource[]>;
  rows(query: RowQuery, viewer: Viewer): Promise<RowPage>;
  /**
   * Follows a window of rows. Ends with NotAllowedError when the viewer loses every right to it.
   * Each event is serialised once for all viewers with the same view: `json` is that text.
   */
  watchRows(
    query: RowQuery,
    viewer: Viewer,
    options: { signal: AbortSignal },
  ): AsyncIterable<{ event: RowEvent; json: string }>;
  /** Every matching row without paging, bounded by the store's size; for totals, maps and exports inside the backend. */
  allRows(
    query: Omit<RowQuery, 'limit' | 'cursor' | 'offset'>,
    viewer: Viewer,
  ): Promise<{ items: readonly Row[]; failures: readonly ClusterFailure[] }>;
  facets(query: RowQuery, viewer: Viewer): Promise<RowFacets>;
  /** Reads one object as the viewer. Secret values are replaced by their size. */
  get(ref: ObjectRef, viewer: Viewer): Promise<KubeObject>;
  /** Lists objects as the viewer, straight from the API server; at most `limit` of them. */
  list(
    target: {
      cluster: string;
      resource: ResourceId;
      namespace?: string;
      labelSelector?: string;
      fieldSelector?: string;
      limit?: number;
    },
    viewer: Viewer,
  ): Promise<readonly KubeObject[]>;
  /**
   * The namespaces in which the viewer may list objects of a namespaced type, whether they hold any; at most 30 s old. A namespace that does
   * not exist is among `all` only.
   */
  listableNamespaces(
    target: { readonly cluster: string; readonly resource: Pick<ResourceId, 'group' | 'plural'> },
    viewer: Viewer,
  ): Promise<'all' | readonly string[]>;
  /** Whether the viewer may; the answer is at most 30 s old. */
  may(access: Access, viewer: Viewer): Promise<boolean>;
  /** Like `may`, at most a few seconds old and with the reason: for the look before a change, and for controls that are disabled. */
  mayWhy(access: Access, viewer: Viewer): Promise<AccessAnswer>;
  /**
   * Who the API server takes the viewer for; groups with those that it adds, `system:authenticated`. `sources` tells of which
   * catalog entities the names are made; none where they come from the viewer's token or the portal's credential.
   */
  whoAmI(
    cluster: string,
    viewer: Viewer,
  ): Promise<{
    readonly user: string;
    readonly groups: readonly string[];
    readonly sources: readonly IdentitySource[];
  }>;
  /**
   * Makes one change as the viewer. It is sent once and never repeated: after an OutcomeUnknownError, look at the object first.
   *
   * @throws FieldConflictError where an apply meets other managers' fields, InvalidObjectError with the problem of each field,
   *   TooManyRequestsError where a disruption budget stands against an eviction, OutcomeUnknownError where no answer came
   */
  write(write: KubeWrite, viewer: Viewer): Promise<WriteResult>;
  /**
   * The Secret with its values, as the viewer. Whoever lets a value of it out must write that to the audit log first, as an event of at least
   * medium severity, and must not cache, log or store the answer.
   */
  revealSecret(ref: ObjectRef, viewer: Viewer): Promise<KubeObject>;
  /**
   * The OpenAPI v3 document of `apps/v1`, or of `v1` for the core group. Documents are shared between callers: do not change them.
   * @throws NotFoundError where the cluster does not serve it
   */
  openApi(cluster: string, groupVersion: string, viewer: Viewer): Promise<unknown>;
  /**
   * The resource type that objects with this `apiVersion` and `kind` belong to. A type not known yet is looked for on the cluster.
   * @throws NotFoundError naming both
   */
  typeOf(
    object: { readonly cluster: string; readonly apiVersion: string; readonly kind: string },
    viewer: Viewer,
  ): Promise<ResourceKind>;
  logs(
    request: LogRequest,
    viewer: Viewer,
    options: { signal: AbortSignal },
  ): AsyncIterable<LogEvent>;
  /**
   * Starts a command in a container as the viewer, or attaches to it. The right to do so is asked again every 10 s, and the
   * session ends within 30 s of its being taken. Aborting the signal closes the session.
   */
  exec(
    request: ExecRequest,
    viewer: Viewer,
    options: { signal: AbortSignal },
  ): Promise<ExecSession>;
}
