import type { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import { projectorFor } from '@kubemate/kube-common';
import type { Clock } from '@kubemate/kube-node';
import { hasEnded } from '../history/hasEnded';
import { pause } from '../history/pause';
import type { RunStore } from '../history/RunStore';
import { PIPELINE_RUNS } from '../tekton/kinds';
import { runOfRow } from '../tekton/runOfRow';
import { objectOf } from './resultsSchemas';
import type { ResultsRecord } from './resultsSchemas';
import { IS_RUN } from './TektonResults';
import type { TektonResults } from './TektonResults';

const EVERY_MS = 30_000;
const PAGE = 200;
/** Of one look; what is left of a first, long one comes with the next. */
const MAX_PAGES = 5_000;
/** A record may be written a little after the time that it names. */
const OVERLAP_MS = 60_000;

interface Options {
  readonly results: TektonResults;
  readonly store: Pick<RunStore, 'adopt' | 'importedUntil' | 'setImportedUntil'>;
  /** Epoch milliseconds before which no run is remembered. */
  readonly oldest: () => number;
  readonly clock: Clock;
  readonly logger: LoggerService;
}

const projector = projectorFor(PIPELINE_RUNS);

/**
 * Puts lines of runs that only Tekton Results remembers into the run store, so that one list has them all in any order. It goes from the newest
 * change back to what it has seen before; pages and logs stay where they are until somebody looks.
 */
export class ResultsImporter {
  readonly #options: Options;
  readonly #failing = new Set<string>();

  constructor(options: Options) {
    this.#options = options;
  }

  /** Now and every half minute, until the signal. */
  async keepUp(signal: AbortSignal): Promise<void> {
    const { results, clock } = this.#options;
    if (results.clusters().length === 0) return;
    while (!signal.aborted) {
      await Promise.all(results.clusters().map(place => this.#try(place, signal)));
      await pause(EVERY_MS, { clock, signal });
    }
  }

  /** How many lines were new. */
  async look(place: string, signal: AbortSignal): Promise<number> {
    const { results, store } = this.#options;
    const until = await store.importedUntil(place);
    let newest = until;
    let count = 0;
    let pageToken: string | undefined;
    for (let page = 0; page < MAX_PAGES && !signal.aborted; page++) {
      const { records, next } = await results.client(place).records(
        { parent: '-' },
        // The order is by change: a run of long ago that is changed now comes first, and what follows the mark was seen.
        { filter: IS_RUN, orderBy: 'update_time desc', pageSize: PAGE, pageToken },
        signal,
      );
      count += await this.#adopt(place, records);
      const times = records.map(changedAt);
      newest = Math.max(newest, ...times);
      if (next === undefined || Math.min(...times) < until - OVERLAP_MS) {
        await store.setImportedUntil(place, newest);
        break;
      }
      pageToken = next;
    }
    return count;
  }

  async #adopt(place: string, records: readonly ResultsRecord[]): Promise<number> {
    const { store, oldest, clock } = this.#options;
    const runs = records.flatMap(record => {
      const object = objectOf(record);
      if (object === undefined) return [];
      const run = runOfRow(projector.project(object, place));
      const isWanted = hasEnded(run) && run.createdAt >= oldest();
      return isWanted ? [{ run, origin: record.name }] : [];
    });
    return store.adopt(runs, clock.now());
  }

  async #try(place: string, signal: AbortSignal): Promise<void> {
    const { logger } = this.#options;
    try {
      const count = await this.look(place, signal);
      if (count > 0) logger.info(`${count} runs of ${place} are known from Tekton Results alone`);
      this.#failing.delete(place);
    } catch (error) {
      if (signal.aborted || this.#failing.has(place)) return;
      this.#failing.add(place);
      logger.warn(`Tekton Results of ${place} could not be read`, toError(error));
    }
  }
}

function changedAt({ update_time }: ResultsRecord): number {
  const at = Date.parse(update_time ?? '');
  return Number.isNaN(at) ? 0 : at;
}
