import type { OperationRecord } from './OperationRecord';

/** Where operations of one plugin are kept. Shared by all replicas of the portal. */
export interface OperationStore {
  /** Adds a record, unless the actor has used its idempotency key for the operation: then that one is answered, and nothing is added. */
  insert(record: OperationRecord): Promise<OperationRecord>;
  get(id: string): Promise<OperationRecord | undefined>;
  byKey(key: {
    readonly actor: string;
    readonly operation: string;
    readonly idempotencyKey: string;
  }): Promise<OperationRecord | undefined>;
  /**
   * Changes a record by compare-and-swap: `change` sees the newest one, and may be called again when another replica was faster.
   * Where it gives undefined the record stays as it is.
   *
   * @throws NotFoundError
   */
  update(
    id: string,
    change: (record: OperationRecord) => Partial<OperationRecord> | undefined,
  ): Promise<OperationRecord>;
  /** Of one actor, newest first. */
  ofActor(actor: string, limit: number): Promise<readonly OperationRecord[]>;
  /** Those that a task of the scaffolder has run, whose keys begin with its id; oldest first. */
  ofTask(task: string): Promise<readonly OperationRecord[]>;
  /** Those that wait for an approval, newest first. */
  waiting(limit: number): Promise<readonly OperationRecord[]>;
  /** Those whose approval was not given, or not used, in time. */
  overdue(now: number): Promise<readonly OperationRecord[]>;
  /** Those that run, and whose lease has ended. */
  abandoned(now: number): Promise<readonly OperationRecord[]>;
  /** Those of which the audit trail has something to hear, oldest first. */
  undelivered(limit: number): Promise<readonly OperationRecord[]>;
  /** That the audit trail knows all of these as they were read. What has changed since stays undelivered. */
  markDelivered(records: readonly OperationRecord[]): Promise<void>;
  /** Forgets what the audit trail has and is older than this. */
  prune(before: number): Promise<number>;
}
