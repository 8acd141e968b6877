import type { QuotaRequest, TenantSpec } from '@kubemate/plugin-tenants-common';
import type { BegunChange } from './BegunChange';

/** A tenant as it is kept. */
export interface StoredTenant {
  readonly spec: TenantSpec;
  readonly state: 'active' | 'archived';
  readonly revision: number;
  readonly createdAt: number;
  readonly createdBy: string;
  readonly updatedAt: number;
  readonly updatedBy: string;
}

/** Where tenants are kept. Shared by all replicas of the portal. */
export interface TenantStore {
  list(): Promise<readonly StoredTenant[]>;
  get(name: string): Promise<StoredTenant | undefined>;
  /** @throws ConflictError where there is one of that name */
  insert(tenant: StoredTenant): Promise<void>;
  /**
   * Puts a new version in place of the one with the revision before it.
   * @throws ConflictError where somebody else was faster
   */
  replace(tenant: StoredTenant): Promise<void>;
  /** Keeps what is about to be done, once; the longest ago are forgotten. */
  begin(change: BegunChange): Promise<void>;
  /** By the id of its operation's record. */
  begun(id: string): Promise<BegunChange | undefined>;
  /** How many requests wait, by tenant; none where absent. */
  waitingRequests(): Promise<ReadonlyMap<string, number>>;
  quotaRequests(tenant: string): Promise<readonly QuotaRequest[]>;
  insertQuotaRequest(request: QuotaRequest): Promise<void>;
  /**
   * Decides a request that waits.
   * @throws ConflictError where it does not wait any more
   */
  decideQuotaRequest(
    decision: Pick<QuotaRequest, 'id' | 'status' | 'decidedBy' | 'decidedAt' | 'note'>,
  ): Promise<void>;
}
