import type { Column, ResourceId, ResourceKind } from '@kubemate/kube-common';
import type { Cluster } from '../clusters/Cluster';
import type { Caller } from '../gateway/ClusterGateway';
import type { ClusterFailure } from '../KubeService';
import type { ReflectorPool, StoreLease, StoreScope } from '../reflector/ReflectorPool';
import type { RowSource } from '../rows/MatchedRows';
import { accessFingerprint } from '../rows/RowAccess';
import type { StoreProblem, StoreStatus } from '../rows/RowStore';
import type { StoreSources } from './StoreSources';

/** Namespaces that are followed one by one where the portal may not list all; each costs a watch. */
const MAX_NAMESPACE_STORES = 500;

/** One cluster's part in an answer: the rows that it has, or why it has none. */
export interface ClusterPart {
  readonly cluster: string;
  readonly sources: readonly RowSource[];
  readonly columns: readonly Column[];
  /** The namespaces that the rows are of, whatever the viewer may see of them. */
  readonly namespaces: 'all' | readonly string[];
  /** Why (a part of) the rows is missing for as long as this part is used. */
  readonly failure: ClusterFailure | undefined;
  /** True where asking again soon may give more. */
  readonly pending: boolean;
  /** Two parts with equal fingerprints have the same rows for the same reason. */
  readonly fingerprint: string;
  release(): void;
}

/** A part without rows. */
export function missingPart(
  failure: ClusterFailure,
  { pending = false }: { pending?: boolean } = {},
): ClusterPart {
  return {
    cluster: failure.cluster,
    sources: [],
    columns: [],
    namespaces: [],
    failure,
    pending,
    fingerprint: JSON.stringify(failure),
    release: () => {},
  };
}

/**
 * Opens the rows of one kind on one cluster for a viewer. May wait for the cluster; bound it.
 * @throws Backstage errors where the cluster cannot be asked
 */
export async function openClusterPart(
  { cluster, resource, viewer }: { cluster: Cluster; resource: ResourceId; viewer: Caller },
  { pool, stores }: { pool: ReflectorPool; stores: StoreSources },
): Promise<ClusterPart> {
  const fail = (state: ClusterFailure['state'], reason: string) =>
    missingPart({ cluster: cluster.name, state, reason });
  // First of all, as it begins to follow CRDs: a type that is not served yet is then seen when it is.
  const clusterAccess = cluster.access;
  const catalog = await cluster.ensureCatalog();
  const kind = catalog.find(resource);
  if (!kind?.verbs.includes('list')) return fail('not-served', notServed(resource));
  const access = await clusterAccess.rowAccess(kind, viewer);
  if (!access.all && access.namespaces.isEmpty)
    return fail('denied', `you may not list ${typeName(kind)} on this cluster`);
  const portal = await clusterAccess.portalNamespaces(kind);
  if (portal !== 'all' && portal.length === 0)
    return fail('denied', `the portal itself may not list ${typeName(kind)} on this cluster`);
  const scope = await stores.prepare(cluster, kind);
  // No wait from here on: a store of a cluster that is gone would be followed for ever.
  cluster.assertOpen();
  const namespaces = portal === 'all' ? portal : portal.slice(0, MAX_NAMESPACE_STORES);
  const leases = scopesOf(namespaces, scope).map(each => pool.acquire(cluster.name, kind, each));
  const sources = leases.map(({ store }) => ({ store, access }));
  const failure =
    portal !== 'all' && access.all ? narrowPortal(cluster.name, portal.length) : undefined;
  return {
    cluster: cluster.name,
    sources,
    columns: leases[0]?.store.columns ?? [],
    namespaces,
    failure,
    pending: false,
    fingerprint: JSON.stringify([cluster.name, portal, scope, accessFingerprint(access)]),
    release: () => leases.forEach((lease: StoreLease) => lease.release()),
  };
}

function scopesOf(portal: 'all' | readonly string[], { variant }: StoreScope): StoreScope[] {
  if (portal === 'all') return [{ variant }];
  return portal.map(namespace => ({ namespace, variant }));
}

function narrowPortal(cluster: string, count: number): ClusterFailure {
  const reason = `the portal itself may list only ${count} namespace${count === 1 ? '' : 's'} of this cluster`;
  return { cluster, state: 'denied', reason };
}

function typeName({ group, plural }: Pick<ResourceKind, 'group' | 'plural'>): string {
  return group === '' ? plural : `${plural}.${group}`;
}

function notServed(resource: ResourceId): string {
  return `this cluster does not serve ${typeName(resource)} ${resource.version}`;
}

const STATES: Readonly<Record<StoreProblem, ClusterFailure['state']>> = {
  unreachable: 'unreachable',
  overloaded: 'unreachable',
  invalid: 'unreachable',
  denied: 'denied',
  'not-served': 'not-served',
};

/** Why the rows of a store are not all there, or not of now. */
export function storeFailure(cluster: string, status: StoreStatus): ClusterFailure | undefined {
  const { lastError, synced, phase } = status;
  if (lastError)
    return {
      cluster,
      state: synced ? 'stale' : STATES[lastError.problem],
      reason: lastError.message,
    };
  if (!synced) return { cluster, state: 'partial', reason: 'the first list is still running' };
  if (phase === 'stopped') return { cluster, state: 'stale', reason: 'the watch has ended' };
  return undefined;
}
