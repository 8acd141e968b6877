import { randomUUID } from 'node:crypto';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import type { Clock } from '@kubemate/kube-node';
import { pause } from './pause';
import type { RunStore } from './RunStore';

const BEAT_MS = 10_000;
/** Clocks of replicas may differ by less than what this has beyond a beat. */
const LEASE_MS = 30_000;
const POLL_MS = 5_000;

interface Options {
  readonly store: Pick<RunStore, 'hold'>;
  readonly clock: Clock;
  readonly logger: LoggerService;
  readonly signal: AbortSignal;
}

/** Lets one replica of the portal work at a time: another one takes over within half a minute of its silence, at once when it ends in good order. */
export class RecorderLease {
  readonly #options: Options;
  readonly #holder = randomUUID();

  constructor(options: Options) {
    this.#options = options;
  }

  /** Runs the work whenever the lease is held here, and aborts it when it is lost; until the signal. */
  async whileHeld(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const { signal, clock, logger } = this.#options;
    while (!signal.aborted) {
      if (await this.#take())
        await this.#work(work).catch(error =>
          logger.error('Runs could not be recorded; it is tried again', toError(error)),
        );
      await pause(POLL_MS, { clock, signal });
    }
  }

  async #take(forMs = LEASE_MS): Promise<boolean> {
    const { store, clock, logger } = this.#options;
    const now = clock.now();
    try {
      return await store.hold({ holder: this.#holder, now, until: now + forMs });
    } catch (error) {
      logger.warn('The lease of the recorder could not be asked for', toError(error));
      return false;
    }
  }

  async #work(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const { clock } = this.#options;
    const lost = new AbortController();
    const signal = AbortSignal.any([this.#options.signal, lost.signal]);
    let until = clock.now() + LEASE_MS;
    let cancel = () => {};
    const beat = async () => {
      const asked = clock.now();
      if (await this.#take()) until = asked + LEASE_MS;
      else if (clock.now() + BEAT_MS >= until) lost.abort();
      if (!signal.aborted) cancel = clock.after(BEAT_MS, () => void beat());
    };
    cancel = clock.after(BEAT_MS, () => void beat());
    try {
      await work(signal);
    } finally {
      cancel();
      lost.abort();
      // Whoever comes next need not wait for its end.
      await this.#take(-1);
    }
  }
}
