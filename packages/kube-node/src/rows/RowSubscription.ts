import type { RowEvent } from '../KubeService';

/** An event with its text, which is made once for all who follow the same view. */
export interface SerialisedRowEvent {
  readonly event: RowEvent;
  readonly json: string;
}

/**
 * What one follower of a view has not read yet. A follower that falls behind by more than `maxQueued` events loses them
 * all and reads the whole window instead, so it costs no more memory than that, and no other follower waits for it.
 */
export class RowSubscription {
  private queue: SerialisedRowEvent[] = [];
  private behind = true;
  private wake: (() => void) | undefined;

  constructor(private readonly options: { page: () => SerialisedRowEvent; maxQueued: number }) {}

  push(event: SerialisedRowEvent): void {
    if (this.behind) return;
    if (this.queue.length >= this.options.maxQueued || event.event.type === 'page') {
      this.queue = [];
      this.behind = true;
    } else this.queue.push(event);
    this.wake?.();
  }

  async *read(signal: AbortSignal): AsyncGenerator<SerialisedRowEvent, void, undefined> {
    const onAbort = () => this.wake?.();
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      while (!signal.aborted) {
        const next = this.take();
        if (next !== undefined) yield next;
        else await this.pushed(signal);
      }
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }

  private take(): SerialisedRowEvent | undefined {
    if (!this.behind) return this.queue.shift();
    this.behind = false;
    return this.options.page();
  }

  private async pushed(signal: AbortSignal): Promise<void> {
    await new Promise<void>(resolve => {
      this.wake = resolve;
      if (signal.aborted) resolve();
    });
    this.wake = undefined;
  }
}
