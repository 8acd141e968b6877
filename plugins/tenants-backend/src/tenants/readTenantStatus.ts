import { isError } from '@backstage/errors';
import { formatResourceId, parseQuantity } from '@kubemate/kube-common';
import type { Clock, KubeService, Viewer } from '@kubemate/kube-node';
import type {
  Drift,
  NamespaceStatus,
  QuotaUse,
  Tenant,
  TenantStatus,
} from '@kubemate/plugin-tenants-common';
import type { TenantSettings } from '../readTenantsConfig';
import { desiredObjects } from './desiredObjects';
import { findDrift } from './findDrift';
import { keyOf, placeOf, readTenantCluster } from './readTenantCluster';
import type { TenantOnCluster } from './readTenantCluster';

export interface StatusReader {
  readonly kube: KubeService;
  readonly settings: TenantSettings;
  readonly clock: Clock;
}

/** Kinds that a namespace is in use by. */
export const WORKLOADS = [
  { kind: 'Deployment', group: 'apps', version: 'v1', plural: 'deployments' },
  { kind: 'StatefulSet', group: 'apps', version: 'v1', plural: 'statefulsets' },
  { kind: 'DaemonSet', group: 'apps', version: 'v1', plural: 'daemonsets' },
  { kind: 'Job', group: 'batch', version: 'v1', plural: 'jobs' },
  { kind: 'PersistentVolumeClaim', group: '', version: 'v1', plural: 'persistentvolumeclaims' },
] as const;
const MAX_BROKEN = 50;

/** How a tenant is on its clusters now, as far as the viewer may see. A cluster that does not answer is a failure beside the others. */
export async function readTenantStatus(
  tenant: Tenant,
  viewer: Viewer,
  reader: StatusReader,
): Promise<TenantStatus> {
  const clusters = [...new Set(tenant.placements.map(({ cluster }) => cluster))];
  const parts = await Promise.all(
    clusters.map(cluster => readPart(tenant, { cluster, viewer, ...reader })),
  );
  const broken = await readBroken(tenant, viewer, reader.kube);
  return {
    namespaces: parts.flatMap(part => part.namespaces),
    drift: parts.flatMap(part => part.drift),
    broken: broken.slice(0, MAX_BROKEN),
    failures: parts.flatMap(part => part.failures),
    asOf: reader.clock.now(),
  };
}

interface Part {
  readonly namespaces: NamespaceStatus[];
  readonly drift: readonly Drift[];
  readonly failures: { cluster: string; reason: string }[];
}

async function readPart(
  tenant: Tenant,
  { cluster, viewer, kube, settings }: StatusReader & { cluster: string; viewer: Viewer },
): Promise<Part> {
  try {
    const live = await readTenantCluster(tenant, { cluster, kube, viewer });
    const { admissionPolicies } = live;
    const desired = desiredObjects(tenant, cluster, {
      settings,
      state: tenant.state,
      admissionPolicies,
    });
    const drift = findDrift({ tenant: tenant.name, desired }, live);
    const reasons = new Set([...live.unknown.values()]);
    return {
      drift,
      namespaces: namespacesOf(tenant, live, drift),
      failures: [...reasons].slice(0, 5).map(reason => ({ cluster, reason })),
    };
  } catch (error) {
    const reason = isError(error) ? error.message : 'The cluster did not answer';
    return {
      drift: [],
      failures: [{ cluster, reason }],
      namespaces: tenant.placements
        .filter(placement => placement.cluster === cluster)
        .flatMap(({ environment, namespaces }) =>
          namespaces.map(namespace => ({
            ...{ cluster, environment, namespace, quota: [], drift: 0 },
            state: 'unknown' as const,
          })),
        ),
    };
  }
}

function namespacesOf(
  tenant: Tenant,
  live: TenantOnCluster,
  drift: readonly Drift[],
): NamespaceStatus[] {
  return tenant.placements
    .filter(({ cluster }) => cluster === live.cluster)
    .flatMap(({ cluster, environment, namespaces }) =>
      namespaces.map(namespace => {
        const found = live.objects.get(keyOf({ kind: 'Namespace', name: namespace }));
        const isUnknown = live.unknown.has(placeOf('Namespace', namespace));
        return {
          cluster,
          environment,
          namespace,
          state: isUnknown
            ? ('unknown' as const)
            : found === undefined
              ? ('missing' as const)
              : found.metadata.deletionTimestamp === undefined
                ? ('active' as const)
                : ('terminating' as const),
          quota: quotaOf(live, namespace),
          drift: drift.filter(({ target }) =>
            target.kind === 'Namespace'
              ? target.name === namespace
              : target.namespace === namespace,
          ).length,
        };
      }),
    );
}

/** Several quotas may limit the same; what counts is the one with the least left. */
function quotaOf({ objects }: TenantOnCluster, namespace: string): QuotaUse[] {
  const tightest = new Map<string, QuotaUse>();
  for (const [key, object] of objects) {
    if (!key.startsWith(`ResourceQuota/${namespace}/`)) continue;
    const { hard, used } = amountsOf(object.status);
    for (const [resource, limit] of Object.entries(hard)) {
      const use = { resource, hard: limit, used: used[resource] ?? '0' };
      const known = tightest.get(resource);
      if (known === undefined || leftOf(use) < leftOf(known)) tightest.set(resource, use);
    }
  }
  return [...tightest.values()].sort((a, b) => a.resource.localeCompare(b.resource, 'en'));
}

function leftOf({ hard, used }: QuotaUse): number {
  return (parseQuantity(hard) ?? 0) - (parseQuantity(used) ?? 0);
}

function amountsOf(status: unknown): Record<'hard' | 'used', Record<string, string>> {
  const read = (field: 'hard' | 'used') => {
    const amounts: unknown = isRecord(status) ? status[field] : undefined;
    if (!isRecord(amounts)) return {};
    return Object.fromEntries(
      Object.entries(amounts).map(([name, value]) => [name, String(value)]),
    );
  };
  return { hard: read('hard'), used: read('used') };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

async function readBroken(tenant: Tenant, viewer: Viewer, kube: KubeService) {
  const places = new Set(
    tenant.placements.flatMap(({ cluster, namespaces }) =>
      namespaces.map(namespace => `${cluster}/${namespace}`),
    ),
  );
  const clusters = [...new Set(tenant.placements.map(({ cluster }) => cluster))];
  const namespaces = [...new Set(tenant.placements.flatMap(placement => placement.namespaces))];
  const known = new Set(kube.clusters().map(({ name }) => name));
  const pages = await Promise.all(
    WORKLOADS.map(async ({ kind, ...resource }) => {
      const { items } = await kube.allRows(
        {
          clusters: clusters.filter(cluster => known.has(cluster)),
          namespaces,
          resource,
          filter: 'health=failed|warning',
        },
        viewer,
      );
      return items
        .filter(row => places.has(`${row.cluster}/${row.namespace ?? ''}`))
        .map(row => ({
          cluster: row.cluster,
          namespace: row.namespace ?? '',
          resource: formatResourceId(resource),
          kind,
          name: row.name,
          health: row.health === 'failed' ? ('failed' as const) : ('warning' as const),
          reason: row.reason ?? '',
        }));
    }),
  );
  return pages.flat().sort((a, b) => (a.health === b.health ? 0 : a.health === 'failed' ? -1 : 1));
}
