import type { Clock } from '@kubemate/kube-node';
import type { TenantSpec } from '@kubemate/plugin-tenants-common';
import { isError } from '@backstage/errors';
import type { TenantStore } from './tenants/TenantStore';

/** Who declared a tenant of the configuration, for the record. */
const CONFIGURATION = 'configuration';

/** Stores tenants of the configuration that are not known yet. No cluster is written to: their namespaces are adopted as they are. */
export async function seedTenants(
  seed: readonly TenantSpec[],
  { store, clock }: { store: TenantStore; clock: Clock },
): Promise<void> {
  const now = clock.now();
  for (const spec of seed) {
    if ((await store.get(spec.name)) !== undefined) continue;
    const made = {
      createdAt: now,
      createdBy: CONFIGURATION,
      updatedAt: now,
      updatedBy: CONFIGURATION,
    };
    try {
      await store.insert({ spec, state: 'active', revision: 1, ...made });
    } catch (error) {
      // Another replica was faster.
      if (!isError(error) || error.name !== 'ConflictError') throw error;
    }
  }
}
