import type { LoggerService } from '@backstage/backend-plugin-api';
import { CHAINS } from '@kubemate/plugin-audit-common';
import type { Chain, RecordFilter } from '@kubemate/plugin-audit-common';
import type { AnchorStore } from './anchors/AnchorStore';
import type { ChainStore } from './chain/ChainStore';
import type { RecordStore } from './records/RecordStore';
import type { Verifier } from './Verifier';

const DAY_MS = 24 * 60 * 60_000;
/** Records that are forgotten in one transaction. */
const BATCH = 1_000;

/** A query whose records stay, whatever their age. */
export interface Hold {
  readonly name: string;
  readonly filter: RecordFilter;
}

export interface HousekeepingDeps {
  readonly store: ChainStore;
  readonly records: RecordStore;
  readonly anchors: AnchorStore;
  readonly verifier: Verifier;
  readonly keepDays: Readonly<Record<Chain, number>>;
  readonly holds: readonly Hold[];
  readonly logger: LoggerService;
  readonly now: () => number;
}

/** What is done from time to time: anchors, forgetting, and a check a day. Each may run on any server, and twice. */
export class Housekeeping {
  readonly #deps: HousekeepingDeps;

  constructor(deps: HousekeepingDeps) {
    this.#deps = deps;
  }

  /** Writes the day's anchors where they are missing. */
  async anchor(): Promise<void> {
    const { store, anchors, now } = this.#deps;
    for (const chain of CHAINS) {
      const head = await store.head(chain);
      if (head === undefined || head.seq === 0) continue;
      await anchors.write(chain, { seq: head.seq, hash: head.hash, at: now() });
    }
  }

  /** Forgets what is older than its time; answers how many records of each chain went. */
  async forget(): Promise<Readonly<Record<Chain, number>>> {
    const { store, keepDays, now, logger } = this.#deps;
    const gone = { trail: 0, reads: 0 };
    for (const chain of CHAINS) {
      const before = now() - keepDays[chain] * DAY_MS;
      const hold = await this.heldFrom(chain);
      for (;;) {
        const count = await store.forget({ chain, before, keepFrom: hold?.seq, limit: BATCH });
        gone[chain] += count;
        if (count < BATCH) break;
      }
      if (gone[chain] > 0)
        logger.info(
          `Forgot ${gone[chain]} records of the chain "${chain}", older than ${keepDays[chain]} days`,
        );
    }
    return gone;
  }

  /** The first record that a hold covers, and the hold. Since records go at the old end only, all behind it stay as well. */
  async heldFrom(
    chain: Chain,
  ): Promise<{ readonly seq: number; readonly name: string } | undefined> {
    const held: { seq: number; name: string }[] = [];
    for (const { name, filter } of this.#deps.holds) {
      const seq = await this.#deps.records.firstSeq(chain, filter);
      if (seq !== undefined) held.push({ seq, name });
    }
    return held.sort((a, b) => a.seq - b.seq)[0];
  }

  async check(): Promise<void> {
    const { verifier, logger } = this.#deps;
    const { ok, chains } = await verifier.verify();
    if (ok) return;
    for (const { chain, firstBadSeq, problems } of chains)
      if (problems[0] !== undefined)
        logger.error(
          `The audit chain "${chain}" does not verify from record ${firstBadSeq}: ${problems[0].message}`,
        );
  }
}
