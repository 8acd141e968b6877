import type { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import type { Clock } from '@kubemate/kube-node';
import { interruptedResults } from './OperationRecord';
import type { OperationRecord } from './OperationRecord';
import type { OperationStore } from './OperationStore';
import { CutOffError } from './stopErrors';
import { releaseUndo } from './Undo';

const POLL_MS = 10_000;
const PRUNE_MS = 3_600_000;
const DAY_MS = 86_400_000;

export interface RecoveryOptions {
  readonly store: OperationStore;
  readonly clock: Clock;
  readonly logger: LoggerService;
  readonly keepDays: number;
  readonly onEnded: () => void;
  readonly shutdown: AbortSignal;
  /** Goes on with an abandoned operation that can be; false where it cannot be, or another process does. */
  readonly takeOver?: (record: OperationRecord) => Promise<boolean>;
}

/**
 * Finds operations whose replica has gone without a word, goes on with those that can be, and says of the others so in their records: no operation that may have happened stays without
 * one. Also ends what nobody approved, or ran, in time, and forgets old receipts.
 */
export class Recovery {
  readonly #options: RecoveryOptions;
  #lastPrune = 0;

  constructor(options: RecoveryOptions) {
    this.#options = options;
  }

  /** Looks now, and again and again until the shutdown. */
  async start(): Promise<void> {
    const { clock, logger, shutdown } = this.#options;
    try {
      await this.recover();
    } catch (error) {
      logger.warn('Abandoned operations could not be looked for', toError(error));
    }
    if (shutdown.aborted) return;
    const cancel = clock.after(POLL_MS, () => {
      shutdown.removeEventListener('abort', cancel);
      void this.start();
    });
    shutdown.addEventListener('abort', cancel, { once: true });
  }

  async recover(): Promise<void> {
    const { store, clock, onEnded, keepDays } = this.#options;
    const now = clock.now();
    for (const record of await store.abandoned(now))
      if (!(await this.#takeOver(record))) await this.#each(record, interruptedAt(now));
    for (const record of await store.overdue(now)) await this.#each(record, expiredAt(now));
    if (now - this.#lastPrune > PRUNE_MS) {
      this.#lastPrune = now;
      await store.prune(now - keepDays * DAY_MS);
    }
    onEnded();
  }

  async #takeOver(record: OperationRecord): Promise<boolean> {
    const { takeOver, logger } = this.#options;
    try {
      return (await takeOver?.(record)) ?? false;
    } catch (error) {
      logger.warn(`Operation ${record.id} could not be gone on with`, toError(error));
      return true;
    }
  }

  /** One that cannot be changed must not keep the others waiting. */
  async #each({ id }: OperationRecord, change: Parameters<OperationStore['update']>[1]) {
    const { store, logger } = this.#options;
    try {
      const { status, undoOf } = await store.update(id, change);
      if (status === 'interrupted' && undoOf !== undefined) await releaseUndo(store, id, undoOf);
    } catch (error) {
      logger.warn(`Operation ${id} could not be recovered`, toError(error));
    }
  }
}

function interruptedAt(now: number) {
  return (record: OperationRecord): Partial<OperationRecord> | undefined => {
    if (record.status !== 'running' || (record.leaseUntil ?? 0) >= now) return undefined;
    const { name, message } = new CutOffError(record.progress?.message);
    return {
      status: 'interrupted',
      finishedAt: now,
      leaseUntil: undefined,
      undelivered: true,
      results: interruptedResults(record.results),
      error: { name, message },
    };
  };
}

function expiredAt(now: number) {
  return ({ status, approvalUntil = 0 }: OperationRecord): Partial<OperationRecord> | undefined =>
    (status === 'waiting' || status === 'approved') && approvalUntil < now
      ? { status: 'expired', finishedAt: now, undelivered: true }
      : undefined;
}
