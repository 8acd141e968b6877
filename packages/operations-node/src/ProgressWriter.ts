import type { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import type { Clock } from '@kubemate/kube-node';
import type { ObjectDiff } from '@kubemate/operations-common';
import type { Progress } from './OperationDefinition';
import { hasEnded } from './OperationRecord';
import type { OperationRecord } from './OperationRecord';
import type { OperationStore } from './OperationStore';
import { LeaseLostError } from './stopErrors';

const PROGRESS_MS = 500;

/** Progress with what has to be known of it if nothing more is heard. */
export interface WorkProgress extends Progress {
  readonly undo?: unknown;
  readonly diff?: readonly ObjectDiff[];
}

export interface ProgressWriterOptions {
  readonly store: OperationStore;
  readonly clock: Clock;
  readonly logger: LoggerService;
  readonly record: Pick<OperationRecord, 'id' | 'runId'>;
  readonly undoSeconds: number;
  readonly onChange: (record: OperationRecord) => void;
}

/** Stores how far a run is: what is told in between at most twice a second, a checkpoint at once. */
export class ProgressWriter {
  readonly #options: ProgressWriterOptions;
  #latest: WorkProgress | undefined;
  #waiting: WorkProgress | undefined;
  #writing: Promise<void> | undefined;
  #cancel: (() => void) | undefined;
  #lastAt = -Infinity;

  constructor(options: ProgressWriterOptions) {
    this.#options = options;
  }

  /** The newest that was told, whether or not it is stored. */
  get latest(): WorkProgress | undefined {
    return this.#latest;
  }

  report(progress: WorkProgress): void {
    this.#note(progress);
    this.#schedule();
  }

  /**
   * Resolves when it is stored; what others have told meanwhile is stored with it.
   * @throws LeaseLostError where the record belongs to another run by now
   */
  async checkpoint(progress: WorkProgress): Promise<void> {
    this.#note(progress);
    while (this.#waiting !== undefined) await this.#flush();
    await this.#writing;
  }

  /** Resolves when nothing more will be written. */
  async settle(): Promise<void> {
    try {
      while (this.#waiting !== undefined) await this.#flush();
      await this.#writing;
    } catch (error) {
      this.#warn(error);
    }
  }

  #note(progress: WorkProgress): void {
    this.#latest = progress;
    this.#waiting = progress;
  }

  #schedule(): void {
    if (this.#writing !== undefined || this.#cancel !== undefined) return;
    const { clock } = this.#options;
    const wait = this.#lastAt + PROGRESS_MS - clock.now();
    const write = () => void this.#flush().catch(error => this.#warn(error));
    if (wait <= 0) write();
    else this.#cancel = clock.after(wait, write);
  }

  #flush(): Promise<void> {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#writing ??= this.#write().finally(() => {
      this.#writing = undefined;
      if (this.#waiting !== undefined) this.#schedule();
    });
    return this.#writing;
  }

  async #write(): Promise<void> {
    const { store, clock, record, onChange, undoSeconds } = this.#options;
    if (this.#waiting === undefined) return;
    const { results, undo, diff, ...progress } = this.#waiting;
    this.#waiting = undefined;
    this.#lastAt = clock.now();
    const until = clock.now() + undoSeconds * 1000;
    const stored = await store.update(record.id, current =>
      current.runId !== record.runId || hasEnded(current)
        ? undefined
        : {
            progress,
            ...(results === undefined ? {} : { results: [...results] }),
            ...(undo === undefined ? {} : { undo: { data: undo, until } }),
            ...(diff === undefined ? {} : { diff: [...diff] }),
          },
    );
    if (stored.runId !== record.runId || hasEnded(stored)) throw new LeaseLostError();
    onChange(stored);
  }

  #warn(error: unknown): void {
    const { logger, record } = this.#options;
    logger.warn(`The progress of operation ${record.id} could not be stored`, toError(error));
  }
}
