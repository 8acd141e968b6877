import { tenantSpecSchema } from '@kubemate/plugin-tenants-common';
import type { TenantSpec } from '@kubemate/plugin-tenants-common';

/** A tenant with what a test says, and something plain for the rest. */
export function tenantSpec(fields: Partial<TenantSpec> = {}): TenantSpec {
  return tenantSpecSchema.parse({
    name: 'shop',
    title: 'Shop',
    owner: 'group:default/shop-team',
    plan: 'small',
    members: [{ subject: 'group:default/shop-team', role: 'developer' }],
    placements: [{ cluster: 'dev', environment: 'dev', namespaces: ['shop'] }],
    ...fields,
  });
}
