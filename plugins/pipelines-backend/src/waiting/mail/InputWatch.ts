import type { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import type { Clock } from '@kubemate/kube-node';
import { pause } from '../../history/pause';
import type { InputSource } from './InputSource';
import type { InputStore } from './InputStore';

const LOOK_MS = 10_000;
/** What waits no more is kept so long: another replica may look at older data, and must not take it for new. */
const KEEP_MS = 60 * 60_000;

interface Options {
  readonly sources: readonly InputSource[];
  readonly store: InputStore;
  readonly clock: Clock;
  readonly logger: LoggerService;
}

/** Finds what waits for an answer, and has mail about it sent, once each. */
export class InputWatch {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /** Until the signal. */
  async run(signal: AbortSignal): Promise<void> {
    await Promise.all(this.#options.sources.map(source => this.#watch(source, signal)));
  }

  async #watch(source: InputSource, signal: AbortSignal): Promise<void> {
    await Promise.all([
      this.#again(signal, async () => source.follow?.(signal)),
      this.#again(signal, () => this.look(source)),
    ]);
  }

  async #again(signal: AbortSignal, work: () => Promise<void>): Promise<void> {
    const { clock, logger } = this.#options;
    while (!signal.aborted) {
      await work().catch(error => {
        if (!signal.aborted)
          logger.warn('What waits for an answer could not be looked at', toError(error));
      });
      await pause(LOOK_MS, { clock, signal });
    }
  }

  async look(source: InputSource): Promise<void> {
    const { store, clock } = this.#options;
    const { items, places } = await source.open();
    const now = clock.now();
    await store.note(items, now);
    const { engine } = source;
    await store.forget({ engine, places, except: items, before: now - KEEP_MS });
  }
}
