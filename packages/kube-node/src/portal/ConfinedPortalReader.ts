import type { ObjectRef, ResourceId } from '@kubemate/kube-common';
import type { ClusterPool } from '../clusters/ClusterPool';
import { PORTAL } from '../gateway/ClusterGateway';
import type { LogRequest } from '../KubeService';
import { followLogs } from '../logs/followLogs';
import { listAs } from '../queries/listAs';
import type { RowQueries } from '../queries/RowQueries';
import type { Clock } from '../reflector/Clock';
import type { PortalReader } from './PortalReader';

interface Options {
  /** API groups that may be read, or types of them: `tekton.dev`, `tekton.dev/pipelines`, `/namespaces`. */
  readonly types: readonly string[];
  readonly clusters: ClusterPool;
  readonly queries: RowQueries;
  readonly clock: Clock;
}

/** {@link PortalReader} over the portal's clusters. */
export class ConfinedPortalReader implements PortalReader {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  follow(resource: ResourceId, options: { signal: AbortSignal }) {
    this.#confine(resource);
    return this.#options.queries.followPortal(resource, options);
  }

  async get({ cluster, ...target }: ObjectRef) {
    this.#confine(target.resource);
    return this.#options.clusters.get(cluster).gateway.get(target, PORTAL);
  }

  async list(target: Parameters<PortalReader['list']>[0]) {
    this.#confine(target.resource);
    return listAs(target, { caller: PORTAL, clusters: this.#options.clusters });
  }

  logs(request: LogRequest, { signal }: { signal: AbortSignal }) {
    const { clusters, clock } = this.#options;
    return followLogs(request, { viewer: PORTAL, signal, clusters, clock });
  }

  #confine({ group, plural }: ResourceId): void {
    const { types } = this.#options;
    if (!types.includes(group) && !types.includes(`${group}/${plural}`))
      throw new Error(`${plural} of "${group}" are not read with the portal's own rights`);
  }
}
