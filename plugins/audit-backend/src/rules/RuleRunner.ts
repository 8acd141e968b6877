import type { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import type { AuditRecord } from '@kubemate/plugin-audit-common';
import type { RuleConfig } from '../config/readAuditConfig';
import type { KnexNoticeStore } from '../notices/KnexNoticeStore';
import type { RecordStore } from '../records/RecordStore';
import type { KnexStateStore } from '../state/KnexStateStore';
import { findNotices, longestWindowMs } from './findNotices';
import type { RuleContext } from './findNotices';

const POSITION = 'rules-position';
const BATCH = 200;
/** More of one person's records in the window than any threshold. */
const MAX_RECENT = 10_000;

export interface RuleRunnerDeps {
  readonly records: RecordStore;
  readonly notices: KnexNoticeStore;
  readonly state: KnexStateStore;
  readonly rules: RuleConfig;
  readonly labelsOf: RuleContext['labelsOf'];
  readonly userPrefix: string;
  readonly logger: LoggerService;
  readonly shutdown: AbortSignal;
}

/**
 * Reads the trail record by record and raises what the rules find. Where it stands is kept after each batch: what is read twice, after a crash or by
 * another server, gives the same occasions.
 */
export class RuleRunner {
  readonly #deps: RuleRunnerDeps;
  #running: Promise<void> | undefined;
  #again = false;

  constructor(deps: RuleRunnerDeps) {
    this.#deps = deps;
  }

  /** Reads on, now or as soon as the run in progress has ended. */
  kick(): void {
    this.#again = true;
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
    });
  }

  /** Resolves when nothing runs. */
  async idle(): Promise<void> {
    await this.#running;
  }

  async #run(): Promise<void> {
    const { logger, shutdown } = this.#deps;
    try {
      while (this.#again && !shutdown.aborted) {
        this.#again = false;
        await this.#readOn();
      }
    } catch (error) {
      // The position has not moved: the next record or the next hour finds the same.
      if (!shutdown.aborted) logger.error('The audit rules could not read on', toError(error));
    }
  }

  async #readOn(): Promise<void> {
    const { records, state, notices, shutdown } = this.#deps;
    let position = Number((await state.get(POSITION)) ?? 0);
    while (!shutdown.aborted) {
      const batch = await records.after(position, BATCH);
      for (const record of batch)
        for (const finding of findNotices(record, await this.#contextOf(record)))
          await notices.raise(finding);
      const last = batch.at(-1);
      if (last === undefined) return;
      position = last.seq;
      await state.set(POSITION, position);
    }
  }

  async #contextOf(record: AuditRecord): Promise<RuleContext> {
    const { rules, labelsOf, userPrefix, records } = this.#deps;
    const matters = record.effect === 'destroy' || record.outcome === 'denied';
    const from = record.at - longestWindowMs(rules);
    const { items } = matters
      ? await records.page({
          scope: { all: true },
          filter: { actor: [record.actor], severity: ['high'], from, to: record.at },
          limit: MAX_RECENT,
        })
      : { items: [] };
    return { rules, labelsOf, userPrefix, recent: items };
  }
}
