import type { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import type { Clock } from '@kubemate/kube-node';
import type { LogArchive } from './LogArchive';
import type { NamespaceTenants } from './NamespaceTenants';
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
  /** Whose namespaces these are now; only asked where the rules name tenants. */
  readonly tenants: Pick<NamespaceTenants, 'of'>;
  readonly clock: Clock;
  readonly logger: LoggerService;
}

interface Folder {
  readonly place: string;
  readonly folder: string;
  /** Absent where the namespace is nobody's, or is no more. */
  readonly tenant?: string;
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

  /** Those of a place that cannot tell whose they are wait: a tenant may keep them longer. */
  async #folders(): Promise<readonly Folder[]> {
    const { store, retention, tenants, logger } = this.#options;
    const folders = await store.folders();
    if (!retention.overrides.some(each => each.tenants !== undefined)) return folders;
    const known = await Promise.all(
      [...new Set(folders.map(({ place }) => place))].map(async place => {
        try {
          const found = await tenants.of(place);
          return folders
            .filter(each => each.place === place)
            .map(each => ({ ...each, tenant: found.get(each.folder) }));
        } catch (error) {
          logger.warn(
            `Runs of ${place} wait to be forgotten: whose they are is not known`,
            toError(error),
          );
          return [];
        }
      }),
    );
    return known.flat();
  }

  /** How many were forgotten. */
  async forget(signal: AbortSignal): Promise<number> {
    const { store, logs, clock } = this.#options;
    let count = 0;
    for (const folder of await this.#folders()) {
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

/** The first override that names the namespace or its tenant, in what it says; else what holds for all. */
export function ruleOf(
  { place, folder, tenant }: Folder,
  { overrides, ...rest }: HistoryConfig['retention'],
): { readonly days: number; readonly runsPerNamespace: number } {
  const found = overrides.find(
    ({ clusters, namespaces, tenants }) =>
      (clusters?.includes(place) ?? true) &&
      (namespaces?.some(each => isNamed(folder, each)) ?? true) &&
      (tenants === undefined || (tenant !== undefined && tenants.includes(tenant))),
  );
  const { days = rest.days, runsPerNamespace = rest.runsPerNamespace } = found ?? {};
  return { days, runsPerNamespace };
}

/** `shop-*`: those that begin so. */
function isNamed(folder: string, pattern: string): boolean {
  return pattern.endsWith('*') ? folder.startsWith(pattern.slice(0, -1)) : folder === pattern;
}
