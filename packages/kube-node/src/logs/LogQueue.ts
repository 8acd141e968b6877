import type { LogEvent } from '../KubeService';

/** How long lines of several containers are gathered before they are put in the order of their time. */
const GATHER_MS = 200;
/** Enough to order the tails of many containers; beyond it their readers wait for the consumer. */
const MAX_QUEUED = 20_000;

/**
 * Between the readers of many containers and the one consumer: puts lines that come together in the order of their time, and
 * makes the readers wait while the consumer is behind.
 */
export class LogQueue {
  private gathered: LogEvent[] = [];
  private wakeConsumer: (() => void) | undefined;
  private readonly waitingReaders = new Set<() => void>();
  private ended = false;

  constructor(
    private readonly options: {
      after: (delayMs: number, callback: () => void) => () => void;
      /** Gathers until the end rather than for a moment: what is not followed can be in order altogether. */
      untilEnd: boolean;
      signal: AbortSignal;
    },
  ) {
    options.signal.addEventListener('abort', () => this.end(), { once: true });
  }

  /** Resolves when there is room for more. */
  async push(events: readonly LogEvent[]): Promise<void> {
    if (this.ended) return;
    for (const event of events) this.gathered.push(event);
    this.wakeConsumer?.();
    while (this.gathered.length >= MAX_QUEUED && !this.ended)
      await new Promise<void>(resolve => this.waitingReaders.add(resolve));
  }

  end(): void {
    this.ended = true;
    this.wakeConsumer?.();
    this.release();
  }

  async *read(): AsyncGenerator<LogEvent, void, undefined> {
    while (true) {
      await this.gather();
      const batch = inTimeOrder(this.gathered);
      this.gathered = [];
      this.release();
      for (const event of batch) {
        if (this.options.signal.aborted) return;
        yield event;
      }
      if (this.ended && this.gathered.length === 0) return;
    }
  }

  /** Waits for a first event and then a moment for its neighbours. */
  private async gather(): Promise<void> {
    const { untilEnd, after } = this.options;
    const isFull = () => this.ended || this.gathered.length >= MAX_QUEUED;
    while (!isFull() && (untilEnd || this.gathered.length === 0)) await this.woken();
    if (isFull()) return;
    await new Promise<void>(resolve => {
      const cancel = after(GATHER_MS, resolve);
      this.wakeConsumer = () => {
        if (!isFull()) return;
        cancel();
        resolve();
      };
    });
    this.wakeConsumer = undefined;
  }

  private woken(): Promise<void> {
    return new Promise(resolve => {
      this.wakeConsumer = () => {
        this.wakeConsumer = undefined;
        resolve();
      };
    });
  }

  private release(): void {
    for (const resolve of this.waitingReaders) resolve();
    this.waitingReaders.clear();
  }
}

/** Stable, so that lines of one container keep their order even with equal or no times. */
function inTimeOrder(events: readonly LogEvent[]): LogEvent[] {
  let last = 0;
  const keyed = events.map(event => {
    if (event.type === 'line' && event.line.at !== undefined) last = event.line.at;
    return { event, at: last };
  });
  return keyed.sort((a, b) => a.at - b.at).map(({ event }) => event);
}
