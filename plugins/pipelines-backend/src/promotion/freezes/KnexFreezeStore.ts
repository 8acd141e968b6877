import { ConflictError } from '@backstage/errors';
import type { Knex } from 'knex';
import type { FreezeStore, StoredFreeze } from './FreezeStore';

const TABLE = 'freeze_windows';
const MAX_WINDOWS = 500;

interface FreezeRow {
  readonly id: string;
  readonly ends_at: number | string;
  readonly removed_at: number | string | null;
  readonly data: string;
}

/** {@link FreezeStore} in the plugin's own database, SQLite or PostgreSQL. */
export class KnexFreezeStore implements FreezeStore {
  readonly #db: Knex;

  constructor(db: Knex) {
    this.#db = db;
  }

  async insert(window: StoredFreeze) {
    const { id, endsAt } = window;
    await this.#db(TABLE).insert({ id, ends_at: endsAt, data: JSON.stringify(window) });
  }

  async get(id: string, now: number) {
    const row = await this.#lasting(now).where({ id }).first();
    return row && toFreeze(row);
  }

  async list(now: number) {
    const rows = await this.#lasting(now).orderBy('ends_at').limit(MAX_WINDOWS);
    return rows.map(toFreeze).sort((left, right) => left.startsAt - right.startsAt);
  }

  async remove({ id, at }: { id: string; at: number }) {
    const changed = await this.#db(TABLE)
      .where({ id })
      .whereNull('removed_at')
      .update({ removed_at: at });
    if (changed === 0) throw new ConflictError('The window was removed already');
  }

  #lasting(now: number) {
    return this.#db<FreezeRow>(TABLE).whereNull('removed_at').where('ends_at', '>', now);
  }
}

function toFreeze({ data }: FreezeRow): StoredFreeze {
  const window: StoredFreeze = JSON.parse(data);
  return window;
}
