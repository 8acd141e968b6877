import { ConflictError } from '@backstage/errors';
import type { Knex } from 'knex';
import type { PromotionQuery, PromotionStore, Steering, StoredPromotion } from './PromotionStore';

const TABLE = 'promotions';
const STEERED = 'promotions_steered';

interface PromotionRow {
  readonly id: string;
  readonly component: string;
  readonly environment: string;
  readonly data: string;
  readonly revision: number;
}

/** {@link PromotionStore} in the plugin's own database, SQLite or PostgreSQL. */
export class KnexPromotionStore implements PromotionStore {
  readonly #db: Knex;

  constructor(db: Knex) {
    this.#db = db;
  }

  async insert(promotion: StoredPromotion) {
    const inserted = await this.#db(TABLE)
      .insert(toRow(promotion))
      .onConflict('active_in')
      .ignore()
      .returning('id');
    if (inserted.length === 0)
      throw new ConflictError(
        `Something is being promoted to ${promotion.to} for ${promotion.component} already`,
      );
  }

  async get(id: string) {
    const row = await this.#db<PromotionRow>(TABLE).where({ id }).first();
    return row && toPromotion(row);
  }

  async replace(promotion: StoredPromotion) {
    const { id, ...row } = toRow(promotion);
    const changed = await this.#db(TABLE)
      .where({ id, revision: promotion.revision - 1 })
      .update(row);
    if (changed === 0)
      throw new ConflictError(`Promotion ${id} is being carried out by another process`);
  }

  async list({ component, environment, before, since, limit }: PromotionQuery) {
    const query = this.#db<PromotionRow>(TABLE).select('data', 'revision');
    if (component !== undefined) void query.where({ component });
    if (environment !== undefined) void query.where({ environment });
    if (since !== undefined) void query.where('started_at', '>=', since);
    if (before !== undefined) {
      const { startedAt, id } = before;
      void query.where(older =>
        older
          .where('started_at', '<', startedAt)
          .orWhere(same => same.where('started_at', startedAt).where('id', '<', id)),
      );
    }
    const rows = await query.orderBy('started_at', 'desc').orderBy('id', 'desc').limit(limit);
    return rows.map(toPromotion);
  }

  async steer(id: string, { what, by, at }: Steering) {
    const row = { id, what, asked_by: by, asked_at: at };
    const inserted = this.#db(STEERED).insert(row).onConflict('id');
    await (what === 'abort' ? inserted.merge() : inserted.ignore());
  }

  async steering(id: string) {
    const row = await this.#db<{ id: string; what: Steering['what'] }>(STEERED)
      .where({ id })
      .first('what');
    return row?.what;
  }

  async active(component: string) {
    const rows = await this.#db<PromotionRow>(TABLE)
      .where({ component })
      .whereNotNull('active_in')
      .select('data', 'revision');
    return rows.map(toPromotion);
  }
}

function toRow(promotion: StoredPromotion) {
  const { id, component, to, startedAt, finishedAt, revision } = promotion;
  return {
    id,
    component,
    environment: to,
    started_at: startedAt,
    finished_at: finishedAt ?? null,
    active_in: finishedAt === undefined ? `${component} ${to}` : null,
    revision,
    data: JSON.stringify(promotion),
  };
}

function toPromotion({ data, revision }: Pick<PromotionRow, 'data' | 'revision'>): StoredPromotion {
  const promotion: StoredPromotion = JSON.parse(data);
  return { ...promotion, revision };
}
