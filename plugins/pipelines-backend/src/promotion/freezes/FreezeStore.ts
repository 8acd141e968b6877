import type { FreezeWindow } from '@kubemate/plugin-pipelines-common';

/** A window of the freeze calendar as it is kept. */
export type StoredFreeze = Omit<FreezeWindow, 'isActive'>;

/** Where the freeze calendar is kept. Shared by all replicas of the portal. */
export interface FreezeStore {
  insert(window: StoredFreeze): Promise<void>;
  /** One that is over or was removed is not there. */
  get(id: string, now: number): Promise<StoredFreeze | undefined>;
  /** Those that hold or come, soonest first. */
  list(now: number): Promise<readonly StoredFreeze[]>;
  /** @throws ConflictError where it was removed already */
  remove(removal: { id: string; at: number }): Promise<void>;
}
