import type { Viewer } from '@kubemate/kube-node';
import type { OperationTarget } from '@kubemate/operations-common';

/** What the trail asks of tenants. Records keep the tenant that their object belonged to when they were written. */
export interface TenantDirectory {
  /** Answered from memory: it is asked for every event. */
  tenantOf(target: OperationTarget): string | undefined;
  /** Tenants all of whose records the person may see. */
  tenantsOf(viewer: Viewer): Promise<readonly string[]>;
}

/** A portal without tenants. */
export const noTenants: TenantDirectory = {
  tenantOf: () => undefined,
  tenantsOf: async () => [],
};
