import { NotFoundError } from '@backstage/errors';
import type { Clock } from '@kubemate/kube-node';
import { EventEmitter } from 'node:events';
import { hasEnded } from './OperationRecord';
import type { OperationRecord } from './OperationRecord';
import type { OperationStore } from './OperationStore';

/** An operation may run on another replica, whose changes are seen only in the store. */
const POLL_MS = 2_000;

export interface ReceiptWatchOptions {
  readonly store: OperationStore;
  readonly clock: Clock;
}

/** Follows one record until it has ended. */
export class ReceiptWatch {
  readonly #changes = new EventEmitter().setMaxListeners(0);
  readonly #options: ReceiptWatchOptions;

  constructor(options: ReceiptWatchOptions) {
    this.#options = options;
  }

  changed(id: string): void {
    this.#changes.emit(id);
  }

  async *watch(id: string, signal: AbortSignal): AsyncGenerator<OperationRecord> {
    let revision = 0;
    while (!signal.aborted) {
      // Listens before it reads, so that no change falls between.
      const change = this.#next(id, signal);
      const record = await this.#options.store.get(id);
      if (record === undefined) throw new NotFoundError(`There is no operation ${id}`);
      if (record.revision > revision) yield record;
      revision = record.revision;
      if (hasEnded(record)) {
        change.stop();
        return;
      }
      await change.happened;
    }
  }

  #next(id: string, signal: AbortSignal): { happened: Promise<void>; stop: () => void } {
    let stop = () => {};
    const happened = new Promise<void>(resolve => {
      const cancel = this.#options.clock.after(POLL_MS, () => stop());
      stop = () => {
        cancel();
        this.#changes.off(id, stop);
        signal.removeEventListener('abort', stop);
        resolve();
      };
      this.#changes.on(id, stop);
      signal.addEventListener('abort', stop);
    });
    return { happened, stop: () => stop() };
  }
}
