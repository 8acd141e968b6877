import type { KubeService, Viewer } from '@kubemate/kube-node';
import { formatResourceId } from '@kubemate/kube-common';
import type { ResourceKind } from '@kubemate/kube-common';
import * as kinds from '../commonKinds';
import type { CommonKind } from '../commonKinds';

/** Kinds that a search without a kind looks through, the likeliest first. */
const SEARCHED: readonly CommonKind[] = [
  kinds.DEPLOYMENTS,
  kinds.STATEFUL_SETS,
  kinds.DAEMON_SETS,
  kinds.SERVICES,
  kinds.CRON_JOBS,
  kinds.JOBS,
  kinds.NAMESPACES,
  kinds.NODES,
  kinds.INGRESSES,
  kinds.VOLUME_CLAIMS,
  kinds.CONFIG_MAPS,
  kinds.PODS,
];

/** Kinds that are searched only by name; any other is found in the discovery of the clusters. */
const NAMED: readonly CommonKind[] = [
  ...SEARCHED,
  kinds.REPLICA_SETS,
  kinds.AUTOSCALERS,
  kinds.SERVICE_ACCOUNTS,
  kinds.VOLUMES,
];

type Kind = Pick<ResourceKind, 'group' | 'version' | 'plural' | 'kind' | 'shortNames'>;

export interface SearchScopeOptions {
  readonly clusters: readonly string[];
  /** Gives undefined for what takes too long. */
  readonly withinTime: <T>(promise: Promise<T>) => Promise<T | undefined>;
}

/** The kinds a search goes through, in the order of their likelihood. */
export class SearchScope {
  readonly #found: readonly CommonKind[];

  private constructor(found: readonly CommonKind[]) {
    this.#found = found;
  }

  /** With the kinds that the clusters themselves bring; a cluster that does not answer in time brings none. */
  static async create(
    { kube, viewer }: { kube: KubeService; viewer: Viewer },
    { clusters, withinTime }: SearchScopeOptions,
  ): Promise<SearchScope> {
    const lists = await Promise.all(
      clusters.map(async cluster => {
        const types = withinTime(kube.resources(cluster, viewer));
        return (await types.catch(() => undefined)) ?? [];
      }),
    );
    const found = new Map<string, CommonKind>();
    for (const type of lists.flat()) {
      if (!type.allowedVerbs.includes('list')) continue;
      const resource = formatResourceId(type);
      if (!found.has(resource)) found.set(resource, { ...type, resource });
    }
    return new SearchScope([...found.values()]);
  }

  isKind(alias: string): boolean {
    return this.kindsFor(alias).length > 0;
  }

  /** All kinds of that name; the searched ones where no name is given. */
  kindsFor(alias: string | undefined): readonly CommonKind[] {
    if (alias === undefined) return SEARCHED;
    const known = NAMED.filter(kind => hasAlias(kind, alias));
    return known.length > 0 ? known : this.#found.filter(kind => hasAlias(kind, alias)).slice(0, 4);
  }
}

function hasAlias({ kind, plural, shortNames }: Kind, alias: string): boolean {
  return plural === alias || kind.toLowerCase() === alias || shortNames.includes(alias);
}
