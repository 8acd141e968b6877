import { randomUUID } from 'node:crypto';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import type { EntryBuffer } from '@kubemate/http-node';
import type { Clock } from '@kubemate/kube-node';
import type { TrailEvent } from '@kubemate/plugin-audit-common';
import type { AuditTrail } from '../AuditTrail';

const BATCH = 500;
const FLUSH_MS = 1_000;
const RETRY_MS = 5_000;

export interface BufferRecorderDeps<Entry> {
  readonly buffer: EntryBuffer<Entry>;
  /** Undefined for what is not recorded. */
  readonly toEvent: (entry: Entry) => Promise<TrailEvent | undefined>;
  /** What the entries are, in a sentence: `requests`. */
  readonly noun: string;
  readonly trail: AuditTrail;
  readonly clock: Clock;
  readonly logger: LoggerService;
}

/** Brings what the server noted into the trail, in batches and behind its back. */
export class BufferRecorder<Entry> {
  readonly #deps: BufferRecorderDeps<Entry>;
  #flushing: Promise<void> | undefined;
  #cancel: (() => void) | undefined;

  constructor(deps: BufferRecorderDeps<Entry>) {
    this.#deps = deps;
  }

  start({ capacity }: { capacity: number }): void {
    this.#deps.buffer.open({
      capacity,
      onAdded: () => {
        if (this.#deps.buffer.size >= BATCH) void this.flush();
        else this.#flushIn(FLUSH_MS);
      },
    });
  }

  /** Records everything that is noted now. */
  flush(): Promise<void> {
    this.#flushing ??= this.#run().finally(() => {
      this.#flushing = undefined;
      if (this.#deps.buffer.size > 0) this.#flushIn(RETRY_MS);
    });
    return this.#flushing;
  }

  #flushIn(delayMs: number) {
    this.#cancel ??= this.#deps.clock.after(delayMs, () => void this.flush());
  }

  async #run(): Promise<void> {
    this.#cancel?.();
    this.#cancel = undefined;
    const { buffer, toEvent, noun, trail, logger, clock } = this.#deps;
    while (buffer.size > 0) {
      const taken = buffer.take(BATCH);
      try {
        const events = await Promise.all(taken.entries.map(entry => toEvent(entry)));
        const gap = taken.dropped > 0 ? [this.#gap(taken.dropped, clock.now())] : [];
        await trail.record([...gap, ...events.flatMap(event => event ?? [])]);
      } catch (error) {
        buffer.giveBack(taken);
        logger.error(`Some ${noun} could not be recorded; they wait`, toError(error));
        return;
      }
    }
  }

  #gap(count: number, at: number): TrailEvent {
    const { noun } = this.#deps;
    return {
      ...{ id: randomUUID(), at, kind: 'system', plugin: 'audit', effect: 'read' },
      action: `audit.${noun}-dropped`,
      outcome: 'failed',
      summary: `${count} ${noun} were not recorded: more came than could be written down`,
      actor: 'plugin:audit',
      source: { via: 'portal' },
    };
  }
}
