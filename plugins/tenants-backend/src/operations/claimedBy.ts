import type { Phrase } from '@kubemate/operations-common';
import { sayTenant } from '@kubemate/plugin-tenants-common';
import type { TenantSpec } from '@kubemate/plugin-tenants-common';
import type { StoredTenant } from '../tenants/TenantStore';

/** Namespaces that belong to the clusters themselves. */
const RESERVED = /^(?:kube-.*|default)$/;

/** Why a tenant cannot have its namespaces: the cluster's own, or another tenant's. An archived tenant keeps its own. */
export function claimedBy(
  { placements }: TenantSpec,
  others: readonly StoredTenant[],
): Phrase | undefined {
  const owners = new Map<string, string>(
    others.flatMap(({ spec }) =>
      spec.placements.flatMap(({ cluster, namespaces }) =>
        namespaces.map(namespace => [`${cluster}/${namespace}`, spec.name] as const),
      ),
    ),
  );
  const seen = new Set<string>();
  for (const { cluster, namespaces } of placements) {
    for (const namespace of namespaces) {
      const key = `${cluster}/${namespace}`;
      if (RESERVED.test(namespace)) return sayTenant('ofCluster', { namespace });
      const owner = owners.get(key);
      if (owner !== undefined) return sayTenant('ofTenant', { namespace, cluster, tenant: owner });
      if (seen.has(key)) return sayTenant('namedTwice', { namespace, cluster });
      seen.add(key);
    }
  }
  return undefined;
}
