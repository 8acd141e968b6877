import type { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import type { Clock } from '@kubemate/kube-node';
import type { LogArchive } from './LogArchive';
import { pause } from './pause';
import type { HistoryConfig } from './readHistoryConfig';
import type { RunStore } from './RunStore';

const DAY_MS = 86_400_000;
const EVERY_MS = 3_600_000;
/** Runs that are forgotten in one go. */
const BATCH = 200;

interface Options {
  readonly store: Pick<RunStore, 'folders' | 'expired' | 'forget'>;
  readonly logs: Pick<LogArchive, 'delete'>;
  readonly retention: HistoryConfig['retention'];
  readonly clock: Clock;
  readonly logger: LoggerService;
}

interface Folder {
  readonly place: string;
  readonly folder: string;
}

/** Forgets runs that are gone from their clusters and too old, or too many; with their logs, which go first. */
export class Retention {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /** Now and once in an hour, until the signal. */
  async keepUp(signal: AbortSignal): Promise<void> {
    const { clock, logger } = this.#options;
    while (!signal.aborted) {
      try {
        const count = await this.forget(signal);
        if (count > 0)
          logger.info(`${count} runs were forgotten, as kubemate.pipelines.retention says`);
      } catch (error) {
        logger.warn('Old runs could not be forgotten', toError(error));
      }
      await pause(EVERY_MS, { clock, signal });
    }
  }

  /** How many were forgotten. */
  async forget(signal: AbortSignal): Promise<number> {
    const { store, logs, clock } = this.#options;
    let count = 0;
    for (const folder of await store.folders()) {
      const { days, runsPerNamespace } = ruleOf(folder, this.#options.retention);
      const rule = { before: clock.now() - days * DAY_MS, keep: runsPerNamespace, limit: BATCH };
      while (!signal.aborted) {
        const keys = await store.expired(folder, rule);
        if (keys.length === 0) break;
        await logs.delete(keys);
        await store.forget(keys);
        count += keys.length;
      }
    }
    return count;
  }
}

/** The first override that names the namespace, in what it says; else what holds for all. */
export function ruleOf(
  { place, folder }: Folder,
  { overrides, ...rest }: HistoryConfig['retention'],
): { readonly days: number; readonly runsPerNamespace: number } {
  const found = overrides.find(
    ({ clusters, namespaces }) =>
      (clusters?.includes(place) ?? true) && namespaces.some(each => isNamed(folder, each)),
  );
  const { days = rest.days, runsPerNamespace = rest.runsPerNamespace } = found ?? {};
  return { days, runsPerNamespace };
}

/** `shop-*`: those that begin so. */
function isNamed(folder: string, pattern: string): boolean {
  return pattern.endsWith('*') ? folder.startsWith(pattern.slice(0, -1)) : folder === pattern;
}
