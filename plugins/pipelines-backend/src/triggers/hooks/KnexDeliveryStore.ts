import { randomUUID } from 'node:crypto';
import type { DeliveryRefusal, TriggerOutcome } from '@kubemate/plugin-pipelines-common';
import type { Knex } from 'knex';
import type { DeliveryStore, StoredDelivery } from './DeliveryStore';
import type { DeliveryDescription } from './describeDelivery';
import type { HookPlace } from './readHooks';

const TABLE = 'trigger_deliveries';
const REFUSALS = 'trigger_refusals';
/** Of one listener. */
const MAX_KEPT = 500;
const KEPT_MS = 30 * 86_400_000;
/** Longer than an evaluation takes: whoever has a delivery longer than that has died. */
const LEASE_MS = 120_000;

interface DeliveryRow extends DeliveryDescription {
  readonly id: string;
  readonly received_at: number | string;
  readonly claimed_at: number | string;
  readonly attempts: number;
  readonly state: Exclude<StoredDelivery['state'], 'cut-off'>;
  readonly outcomes: string;
}

/** {@link DeliveryStore} in the plugin's own database, SQLite or PostgreSQL; its tables come with those of runs. */
export class KnexDeliveryStore implements DeliveryStore {
  constructor(
    private readonly db: Knex,
    private readonly maxKept = MAX_KEPT,
  ) {}

  async claim(place: HookPlace, delivery: DeliveryDescription, now: number) {
    const row = {
      ...{ id: randomUUID(), received_at: now, claimed_at: now, attempts: 1 },
      ...{ state: 'working', outcomes: '[]' },
    };
    const made: unknown[] = await this.db(TABLE)
      .insert({ ...keyOf(place), ...delivery, ...row })
      .onConflict(['place', 'folder', 'listener', 'digest'])
      .ignore()
      .returning('id');
    if (made.length > 0) {
      await this.#prune(place, now);
      return { id: row.id, as: 'claimed' as const, outcomes: [] };
    }
    return this.#claimAgain(place, delivery, now);
  }

  async #claimAgain(place: HookPlace, { digest, delivery }: DeliveryDescription, now: number) {
    const known = await this.#rows(place).where({ digest }).first();
    if (known === undefined)
      throw new Error(`The delivery ${delivery} went while it was looked at`);
    const { id, state, attempts } = known;
    const outcomes = outcomesOf(known);
    const isOver = state === 'done' && outcomes.some(each => each.outcome === 'started');
    const isBusy = state === 'working' && !isCutOff(known, now);
    const taken = isOver || isBusy ? {} : { state: 'working', claimed_at: now };
    const changed = await this.db(TABLE)
      .where({ id, attempts })
      .update({ attempts: attempts + 1, ...taken });
    if (isOver) return { id, as: 'again' as const, outcomes };
    const as = isBusy || changed === 0 ? ('busy' as const) : ('claimed' as const);
    return { id, as, outcomes };
  }

  async finish(id: string, outcomes: readonly TriggerOutcome[]) {
    const state = outcomes.some(({ outcome }) => outcome === 'failed') ? 'failed' : 'done';
    await this.db(TABLE)
      .where({ id })
      .update({ state, outcomes: JSON.stringify(outcomes) });
  }

  async refuse(
    place: HookPlace,
    { reason, at }: { reason: DeliveryRefusal['reason']; at: number },
  ) {
    await this.db(REFUSALS)
      .insert({ ...keyOf(place), reason, at, count: 1 })
      .onConflict(['place', 'folder', 'listener'])
      .merge({ reason, at, count: this.db.raw('?? + 1', [`${REFUSALS}.count`]) });
  }

  async list(place: HookPlace, limit: number, now: number) {
    const rows = await this.#rows(place)
      .orderBy([
        { column: 'received_at', order: 'desc' },
        { column: 'id', order: 'desc' },
      ])
      .limit(limit);
    return rows.map(row => toDelivery(row, now));
  }

  async refusal(place: HookPlace) {
    const row = await this.db(REFUSALS).where(keyOf(place)).first('reason', 'at', 'count');
    return row && { reason: row.reason, at: Number(row.at), count: Number(row.count) };
  }

  #rows(place: HookPlace) {
    return this.db<DeliveryRow>(TABLE).where(keyOf(place)).select();
  }

  async #prune(place: HookPlace, now: number) {
    const oldest = await this.#rows(place)
      .orderBy('received_at', 'desc')
      .offset(this.maxKept)
      .first('received_at');
    const before = Math.max(now - KEPT_MS, Number(oldest?.received_at ?? 0));
    await this.db(TABLE).where(keyOf(place)).where('received_at', '<=', before).delete();
  }
}

function keyOf({ place, folder, listener }: HookPlace) {
  return { place, folder, listener };
}

/** Whoever had it has died. */
function isCutOff({ state, claimed_at }: DeliveryRow, now: number): boolean {
  return state === 'working' && Number(claimed_at) <= now - LEASE_MS;
}

function toDelivery(row: DeliveryRow, now: number): StoredDelivery {
  const { id, digest, delivery, event, ref, attempts } = row;
  const state = isCutOff(row, now) ? 'cut-off' : row.state;
  return {
    ...{ id, digest, delivery, event, ref, attempts, state },
    receivedAt: Number(row.received_at),
    outcomes: outcomesOf(row),
  };
}

function outcomesOf({ outcomes }: DeliveryRow): readonly TriggerOutcome[] {
  const kept: TriggerOutcome[] = JSON.parse(outcomes);
  return kept;
}
