import { isError } from '@backstage/errors';
import { projectorFor } from '@kubemate/kube-common';
import type { KubeObject, ObjectRef, ResourceId, Row } from '@kubemate/kube-common';
import type { ClusterFailure, KubeService, Viewer, ViewerResource } from '@kubemate/kube-node';
import { ConcurrencyLimit } from './ConcurrencyLimit';

/** Requests to one API server at once for one person's page. */
const CONCURRENCY = 6;
/** Objects of one kind that a page looks at where it does not say. */
const LIMIT = 500;

export interface ListTarget {
  readonly resource: Pick<ResourceId, 'group' | 'plural'>;
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
  /** At most so many. */
  readonly limit?: number;
}

/** What is known of an object that another one names. */
export type Lookup =
  | { readonly state: 'found'; readonly object: KubeObject }
  | { readonly state: 'missing' }
  | { readonly state: 'unknown' };

/**
 * Reads around one object, as the viewer and from the API server. What the viewer may not see, or the cluster does not
 * answer, leaves a gap in the picture and never fails it.
 */
export class ClusterReader {
  readonly #kube: KubeService;
  readonly #viewer: Viewer;
  readonly #cluster: string;
  readonly #kinds: readonly ViewerResource[];
  readonly #failures: ClusterFailure[] = [];
  readonly #limit: ConcurrencyLimit;

  private constructor(options: {
    kube: KubeService;
    viewer: Viewer;
    cluster: string;
    kinds: readonly ViewerResource[];
    limit: ConcurrencyLimit;
  }) {
    this.#limit = options.limit;
    this.#kube = options.kube;
    this.#viewer = options.viewer;
    this.#cluster = options.cluster;
    this.#kinds = options.kinds;
  }

  static async create(
    cluster: string,
    { kube, viewer }: { kube: KubeService; viewer: Viewer },
  ): Promise<ClusterReader> {
    const kinds = await kube.resources(cluster, viewer);
    const limit = new ConcurrencyLimit(CONCURRENCY);
    return new ClusterReader({ kube, viewer, cluster, kinds, limit });
  }

  /** The same with failures of its own, for a part of the picture that is kept with what it lacks. */
  apart(): ClusterReader {
    return new ClusterReader({
      kube: this.#kube,
      viewer: this.#viewer,
      cluster: this.#cluster,
      kinds: this.#kinds,
      limit: this.#limit,
    });
  }

  /** What could not be looked at, and why. */
  get failures(): readonly ClusterFailure[] {
    return this.#failures;
  }

  /** The type that the cluster serves, whichever its version; undefined where it does not. */
  type({ group, plural }: Pick<ResourceId, 'group' | 'plural'>): ViewerResource | undefined {
    return this.#kinds.find(kind => kind.group === group && kind.plural === plural);
  }

  /** The type behind an `apiVersion` and `kind`, as references between objects have them. */
  typeOf(apiVersion: string, kind: string): ViewerResource | undefined {
    const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
    return this.#kinds.find(type => type.group === group && type.kind === kind);
  }

  /** The objects there; none where the cluster does not serve the kind or the viewer may not list it. */
  async list({ resource, limit = LIMIT, ...target }: ListTarget): Promise<readonly KubeObject[]> {
    const type = this.type(resource);
    if (type === undefined || !type.verbs.includes('list')) return [];
    const place = target.namespace === undefined ? '' : ` in namespace ${target.namespace}`;
    try {
      const objects = await this.#limit.run(() =>
        this.#kube.list(
          { cluster: this.#cluster, resource: idOf(type), ...target, limit },
          this.#viewer,
        ),
      );
      if (objects.length >= limit) {
        this.#miss('partial', `Only the first ${limit} ${type.plural}${place} were looked at`);
      }
      return objects;
    } catch (error) {
      this.#record(error, `${type.plural}${place} could not be listed`);
      return [];
    }
  }

  /** One object by name. A Secret comes without its values. */
  async get(ref: {
    resource: Pick<ResourceId, 'group' | 'plural'>;
    namespace?: string;
    name: string;
  }): Promise<Lookup> {
    const type = this.type(ref.resource);
    if (type === undefined) return { state: 'unknown' };
    const { name, namespace } = ref;
    const target: ObjectRef = { cluster: this.#cluster, resource: idOf(type), name, namespace };
    try {
      const object = await this.#limit.run(() => this.#kube.get(target, this.#viewer));
      return { state: 'found', object };
    } catch (error) {
      if (isError(error) && error.name === 'NotFoundError') return { state: 'missing' };
      this.#record(error, `${type.kind} ${name} could not be read`);
      return { state: 'unknown' };
    }
  }

  /** The object as the table of its kind shows it. */
  row(type: ViewerResource, object: KubeObject): Row {
    return projectorFor(type).project(object, this.#cluster);
  }

  #record(error: unknown, what: string) {
    const denied = isError(error) && error.name === 'NotAllowedError';
    const reason = isError(error) ? error.message : 'the cluster did not answer';
    this.#miss(denied ? 'denied' : 'partial', `${what}: ${reason}`);
  }

  #miss(state: ClusterFailure['state'], reason: string) {
    if (this.#failures.some(known => known.reason === reason)) return;
    this.#failures.push({ cluster: this.#cluster, reason, state });
  }
}

function idOf({ group, version, plural }: ResourceId): ResourceId {
  return { group, version, plural };
}
