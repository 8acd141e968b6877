import { NotFoundError } from '@backstage/errors';
import { tellCompensation } from '@kubemate/operations-common';
import type { Compensation, Phrase } from '@kubemate/operations-common';
import type { Done, OperationContext } from '@kubemate/operations-node';
import { sayTenant } from '@kubemate/plugin-tenants-common';
import type { Tenant } from '@kubemate/plugin-tenants-common';
import { WORKLOADS } from '../tenants/readTenantStatus';
import type { OperationParts } from './TenantChange';

/** A tenant is archived; what runs in it is told, and its namespaces stay. */
export function tenantCompensation({ tenants, store }: Pick<OperationParts, 'tenants' | 'store'>) {
  return async ({ record }: Done, context: OperationContext): Promise<Compensation> => {
    const { name } = record.target;
    const tenant = await find(tenants, name, context);
    if (tenant === undefined || tenant.createdAt < record.createdAt)
      return tellCompensation({ state: 'gone' });
    if (tenant.state === 'archived')
      return tellCompensation({ state: 'gone', reason: sayTenant('isArchived') });
    const stored = await store.get(name);
    const changes = [
      ...((stored?.revision ?? 1) > 1 ? [sayTenant('changedBy', { by: tenant.updatedBy })] : []),
      ...(await usesOf(tenant, context)),
    ];
    return tellCompensation({
      state: changes.length > 0 ? 'changed' : 'as-made',
      changes,
      reason: sayTenant('undoArchives'),
      counter: { kind: 'operation', operation: 'tenants.archive-tenant', input: { name } },
    });
  };
}

async function find(
  tenants: OperationParts['tenants'],
  name: string,
  context: OperationContext,
): Promise<Tenant | undefined> {
  try {
    return await tenants.get(name, context);
  } catch (error) {
    if (error instanceof NotFoundError) return undefined;
    throw error;
  }
}

/** What runs in its namespaces, as far as the viewer sees. */
async function usesOf(
  { placements }: Tenant,
  { kube, viewer }: OperationContext,
): Promise<Phrase[]> {
  const known = new Set(kube.clusters().map(({ name }) => name));
  const clusters = [...new Set(placements.map(({ cluster }) => cluster))];
  const namespaces = [...new Set(placements.flatMap(placement => placement.namespaces))];
  const places = new Set(
    placements.flatMap(({ cluster, namespaces: all }) => all.map(each => `${cluster}/${each}`)),
  );
  const counted = await Promise.all(
    WORKLOADS.map(async ({ kind, ...resource }) => {
      const { items } = await kube.allRows(
        { clusters: clusters.filter(each => known.has(each)), namespaces, resource },
        viewer,
      );
      const count = items.filter(row => places.has(`${row.cluster}/${row.namespace ?? ''}`)).length;
      return count > 0 ? `${kind} (${count})` : undefined;
    }),
  );
  const held = counted.filter(each => each !== undefined);
  return held.length > 0 ? [sayTenant('holds', { kinds: held.join(', ') })] : [];
}
