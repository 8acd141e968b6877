import { NotAllowedError, NotFoundError } from '@backstage/errors';
import {
  formatResourceId,
  matchesLabels,
  parseLabelSelector,
  projectorFor,
} from '@kubemate/kube-common';
import type { KubeObject, ObjectRef, ResourceId, ResourceKind, Row } from '@kubemate/kube-common';
import type {
  Access,
  AccessAnswer,
  ClusterFailure,
  ClusterState,
  ExecRequest,
  ExecSession,
  KubeService,
  KubeWrite,
  LogEvent,
  LogRequest,
  RowEvent,
  RowFacets,
  RowPage,
  RowQuery,
  Viewer,
  ViewerResource,
  WriteResult,
} from '@kubemate/kube-node';

/** A cluster state that is ready. */
export function clusterState(name: string, fields: Partial<ClusterState> = {}): ClusterState {
  return {
    name,
    title: name,
    source: 'sandbox',
    labels: {},
    server: 'localhost:6443',
    identity: 'impersonate',
    connection: { state: 'ready', since: 1_000 },
    version: 'v1.37.2',
    latencies: [3, 4],
    asOf: 2_000,
    apiGroups: [],
    ...fields,
  };
}

const CLUSTER_SCOPED = new Set(['nodes', 'namespaces', 'persistentvolumes', 'storageclasses']);

/**
 * Clusters in memory: objects are given, rows are made of them by the same projections as in the real service.
 * `deny` says what a viewer may not do; `watches` and `logEvents` script the streams.
 */
export class FakeKubeService implements KubeService {
  readonly states: ClusterState[];
  readonly objects = new Map<string, KubeObject[]>();
  readonly failures: ClusterFailure[] = [];
  /** Every request that a real service would send to an API server: `list dev v1/pods`. */
  readonly requests: string[] = [];
  deny: (access: Access, viewer: Viewer) => boolean = () => false;
  /** Every write that was allowed, in order. Nothing is stored: `answerWrite` says what comes back. */
  readonly openApiDocuments = new Map<string, unknown>();
  readonly writes: KubeWrite[] = [];
  answerWrite: (write: KubeWrite, viewer: Viewer) => WriteResult | Promise<WriteResult> = () => ({
    warnings: [],
  });
  watch: (query: RowQuery, signal: AbortSignal) => AsyncIterable<RowEvent> =
    async function* none() {};
  logEvents: (request: LogRequest, signal: AbortSignal) => AsyncIterable<LogEvent> =
    async function* none() {};

  openExec: (request: ExecRequest, viewer: Viewer, signal: AbortSignal) => Promise<ExecSession> =
    async () => {
      throw new NotFoundError('The fake runs no commands');
    };

  constructor(clusters: readonly (string | ClusterState)[] = ['dev']) {
    this.states = clusters.map(state => (typeof state === 'string' ? clusterState(state) : state));
  }

  /** Puts objects of one type into a cluster. */
  add(resource: string, objects: readonly KubeObject[], cluster = 'dev'): this {
    const key = `${cluster} ${resource}`;
    this.objects.set(key, [...(this.objects.get(key) ?? []), ...objects]);
    return this;
  }

  clusters() {
    return this.states;
  }

  onClustersChanged() {}

  async resources(cluster: string, viewer: Viewer): Promise<readonly ViewerResource[]> {
    this.#stateOf(cluster);
    const keys = [...this.objects.keys()].filter(key => key.startsWith(`${cluster} `));
    return keys.map(key => {
      const type = typeOf(key.slice(cluster.length + 1), this.objects.get(key)?.[0]?.kind);
      const verbs = type.verbs.filter(
        verb => !this.deny({ cluster, verb, resource: type }, viewer),
      );
      return { ...type, columns: projectorFor(type).columns, allowedVerbs: verbs };
    });
  }

  async rows(query: RowQuery, viewer: Viewer): Promise<RowPage> {
    const { items, failures } = await this.allRows(query, viewer);
    const { limit = 100, offset = 0 } = query;
    return {
      items: items.slice(offset, offset + limit),
      offset,
      total: items.length,
      failures,
      asOf: 2_000,
      columns: projectorFor(query.resource).columns,
    };
  }

  async *watchRows(query: RowQuery, _viewer: Viewer, { signal }: { signal: AbortSignal }) {
    for await (const event of this.watch(query, signal)) {
      yield { event, json: JSON.stringify(event) };
    }
  }

  async allRows(query: RowQuery, viewer: Viewer) {
    const { resource, clusters = this.states.map(({ name }) => name), namespaces } = query;
    const parsed = parseLabelSelector(query.labelSelector ?? '');
    const items = clusters.flatMap((cluster): Row[] =>
      this.#objectsOf(cluster, resource)
        .filter(({ metadata }) => parsed.ok && matchesLabels(parsed.selector, metadata.labels))
        .filter(({ metadata: { namespace } }) => namespaces?.includes(namespace ?? '') ?? true)
        .filter(
          ({ metadata: { namespace } }) =>
            !this.deny({ cluster, verb: 'list', resource, namespace }, viewer),
        )
        .map(object => projectorFor(resource).project(object, cluster)),
    );
    return { items, failures: this.failures };
  }

  async facets(): Promise<RowFacets> {
    throw new Error('The fake does not count');
  }

  async get(ref: ObjectRef, viewer: Viewer): Promise<KubeObject> {
    const { cluster, resource, namespace, name } = ref;
    this.#request('get', ref, viewer);
    const found = this.#objectsOf(cluster, resource).find(
      ({ metadata }) => metadata.name === name && metadata.namespace === namespace,
    );
    if (found === undefined) throw new NotFoundError(`${resource.plural} "${name}" not found`);
    return found;
  }

  async list(target: Parameters<KubeService['list']>[0], viewer: Viewer) {
    this.#request('list', target, viewer);
    const parsed = parseLabelSelector(target.labelSelector ?? '');
    const fields = (target.fieldSelector ?? '').split(',').filter(term => term !== '');
    return this.#objectsOf(target.cluster, target.resource)
      .filter(({ metadata }) => (target.namespace ?? metadata.namespace) === metadata.namespace)
      .filter(({ metadata }) => parsed.ok && matchesLabels(parsed.selector, metadata.labels))
      .filter(object => fields.every(term => matchesField(object, term)))
      .slice(0, target.limit);
  }

  async listableNamespaces(
    { cluster, resource }: Parameters<KubeService['listableNamespaces']>[0],
    viewer: Viewer,
  ) {
    return this.deny({ cluster, verb: 'list', resource }, viewer) ? [] : ('all' as const);
  }

  async may(access: Access, viewer: Viewer) {
    return !this.deny(access, viewer);
  }

  async mayWhy(access: Access, viewer: Viewer): Promise<AccessAnswer> {
    if (!this.deny(access, viewer)) return { allowed: true };
    return { allowed: false, reason: refusal(access, viewer) };
  }

  async whoAmI(cluster: string, viewer: Viewer) {
    this.requests.push(`whoami ${cluster}`);
    this.#stateOf(cluster);
    const groups = viewer.ownershipEntityRefs.filter(ref => ref.startsWith('group:'));
    const nameOf = (ref: string) => `kubemate:${ref.replace(/^.*\//, '')}`;
    return {
      user: nameOf(viewer.userEntityRef),
      groups: [...groups.map(nameOf), 'system:authenticated'],
      sources: [
        {
          kind: 'user' as const,
          name: nameOf(viewer.userEntityRef),
          entityRef: viewer.userEntityRef,
        },
        ...groups.map(entityRef => ({
          kind: 'group' as const,
          name: nameOf(entityRef),
          entityRef,
        })),
      ],
    };
  }

  async write(write: KubeWrite, viewer: Viewer): Promise<WriteResult> {
    const { cluster, resource, namespace, name } = write;
    this.requests.push(`${write.verb} ${cluster} ${formatResourceId(resource)}`);
    this.#stateOf(cluster);
    const verb = write.verb === 'replace' ? 'update' : write.verb;
    const access = { cluster, verb, resource, namespace, name };
    if (this.deny(access, viewer))
      throw new NotAllowedError(`${resource.plural} is forbidden: ${refusal(access, viewer)}`);
    this.writes.push(write);
    return this.answerWrite(write, viewer);
  }

  async revealSecret(ref: ObjectRef, viewer: Viewer): Promise<KubeObject> {
    return this.get(ref, viewer);
  }

  async openApi(cluster: string, groupVersion: string): Promise<unknown> {
    this.#stateOf(cluster);
    const document = this.openApiDocuments.get(groupVersion);
    if (document !== undefined) return document;
    throw new NotFoundError(`The fake has no OpenAPI document of ${groupVersion}`);
  }

  async typeOf({ cluster, apiVersion, kind }: Parameters<KubeService['typeOf']>[0]) {
    const keys = [...this.objects.keys()].filter(key => key.startsWith(`${cluster} `));
    const types = keys.map(key =>
      typeOf(key.slice(cluster.length + 1), this.objects.get(key)?.[0]?.kind),
    );
    const found = types.find(
      type =>
        type.kind === kind && apiVersion === [type.group, type.version].filter(Boolean).join('/'),
    );
    if (found === undefined)
      throw new NotFoundError(`${cluster} serves no ${kind} of ${apiVersion}`);
    return found;
  }

  async *logs(request: LogRequest, _viewer: Viewer, { signal }: { signal: AbortSignal }) {
    yield* this.logEvents(request, signal);
  }

  async exec(request: ExecRequest, viewer: Viewer, options: { signal: AbortSignal }) {
    return this.openExec(request, viewer, options.signal);
  }

  #stateOf(cluster: string): ClusterState {
    const state = this.states.find(({ name }) => name === cluster);
    if (state === undefined) throw new NotFoundError(`There is no cluster "${cluster}"`);
    return state;
  }

  #objectsOf(cluster: string, resource: ResourceId): readonly KubeObject[] {
    this.#stateOf(cluster);
    return this.objects.get(`${cluster} ${formatResourceId(resource)}`) ?? [];
  }

  #request(
    verb: string,
    target: { cluster: string; resource: ResourceId; namespace?: string; name?: string },
    viewer: Viewer,
  ) {
    const { cluster, resource, namespace, name } = target;
    this.requests.push(`${verb} ${cluster} ${formatResourceId(resource)}`);
    this.#stateOf(cluster);
    const access = { cluster, verb, resource, namespace, name };
    if (!this.deny(access, viewer)) return;
    throw new NotAllowedError(`${resource.plural} is forbidden: ${refusal(access, viewer)}`);
  }
}

function refusal({ verb, resource }: Access, viewer: Viewer): string {
  return `User "${viewer.userEntityRef}" cannot ${verb} resource "${resource.plural}"`;
}

function typeOf(resource: string, kind = 'Unknown'): ResourceKind {
  const parts = resource.split('/');
  const [group = '', version = '', plural = ''] = parts.length === 2 ? ['', ...parts] : parts;
  return {
    group,
    version,
    plural,
    kind,
    singular: kind.toLowerCase(),
    namespaced: !CLUSTER_SCOPED.has(plural),
    shortNames: [],
    categories: [],
    verbs: ['get', 'list', 'watch'],
    subresources: [],
    custom: group.includes('.') && !group.endsWith('.k8s.io'),
  };
}

function matchesField(object: KubeObject, term: string): boolean {
  const [path = '', value] = term.split('=');
  const found = path
    .split('.')
    .reduce<unknown>(
      (node, key) =>
        typeof node === 'object' && node !== null ? Reflect.get(node, key) : undefined,
      object,
    );
  return found === value;
}
