import type { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import type { EventsService } from '@backstage/plugin-events-node';
import type { Clock } from '@kubemate/kube-node';
import { randomUUID } from 'node:crypto';
import type { PushEventStore } from '../store/PushEventStore';
import { PUSH_TOPIC } from './pushEvent';
import type { PushEvent } from './pushEvent';

const POLL_MS = 2_000;
/** How far back is looked: longer than a process stands still, and than clocks of replicas differ. */
const WINDOW_MS = 180_000;
const KEPT_MS = 3_600_000;
const BATCH = 500;

interface Options {
  readonly store: PushEventStore;
  readonly events: EventsService;
  readonly clock: Clock;
  readonly logger: LoggerService;
}

/**
 * Has every replica of the portal hear of every push: Backstage's events service reaches its own process only. Each looks into the shared database for what others have
 * noted there since. A replica that stands still for longer than three minutes misses some; what listens looks at everything from time to time.
 */
export class PushRelay {
  readonly #options: Options;
  readonly #origin = randomUUID();
  readonly #heard = new Map<number, number>();
  #cancel = () => {};
  #isClosed = false;
  #since: number;

  constructor(options: Options) {
    this.#options = options;
    this.#since = options.clock.now();
  }

  start(): void {
    if (!this.#isClosed) this.#cancel = this.#options.clock.after(POLL_MS, () => void this.#turn());
  }

  close(): void {
    this.#isClosed = true;
    this.#cancel();
  }

  /** To this process at once, and to the others by the database. */
  async tell(push: PushEvent): Promise<void> {
    const { store, events, clock } = this.#options;
    await events.publish({ topic: PUSH_TOPIC, eventPayload: push });
    await store.note({ origin: this.#origin, push, at: clock.now() });
  }

  /** Tells this process what others have noted. */
  async listen(): Promise<void> {
    const { store, events, clock } = this.#options;
    const now = clock.now();
    // Nothing from before this process: whoever starts looks at everything anyway.
    const from = Math.max(this.#since, now - WINDOW_MS);
    for (const { id, origin, push, at } of await store.since(from, BATCH)) {
      if (origin === this.#origin || this.#heard.has(id)) continue;
      this.#heard.set(id, at);
      await events.publish({ topic: PUSH_TOPIC, eventPayload: push });
    }
    for (const [id, at] of this.#heard) if (at < now - 2 * WINDOW_MS) this.#heard.delete(id);
    await store.forget(now - KEPT_MS);
  }

  async #turn(): Promise<void> {
    try {
      await this.listen();
    } catch (error) {
      this.#options.logger.warn('Pushes to other replicas are heard of later', toError(error));
    }
    this.start();
  }
}
