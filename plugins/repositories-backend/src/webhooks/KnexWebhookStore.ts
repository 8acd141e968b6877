import type { RepositoryPlace } from '@kubemate/plugin-repositories-common';
import type { Knex } from 'knex';
import type {
  Attempt,
  NewDelivery,
  StoredDelivery,
  StoredWebhook,
  WebhookStore,
} from './WebhookStore';

interface WebhookRow {
  readonly id: string;
  readonly owner: string;
  readonly name: string;
  readonly url: string;
  readonly events: string;
  /** SQLite has 0 and 1. */
  readonly active: boolean | number;
  readonly secret: string | null;
  /** PostgreSQL gives big integers as text. */
  readonly created_at: number | string;
  readonly created_by: string;
}

interface DeliveryRow {
  readonly id: string;
  readonly webhook: string;
  readonly event: StoredDelivery['event'];
  readonly payload: string;
  readonly state: StoredDelivery['state'];
  readonly created_at: number | string;
  readonly attempts: number;
  readonly next_at: number | string | null;
  readonly sent_at: number | string | null;
  readonly duration_ms: number | null;
  readonly status: number | null;
  readonly error: string | null;
  readonly request: string | null;
  readonly response: string | null;
  readonly redelivery_of: string | null;
}

const FULL = 'Too many deliveries of this webhook wait already';

/** {@link WebhookStore} in the plugin's own database, SQLite or PostgreSQL. */
export class KnexWebhookStore implements WebhookStore {
  readonly #db: Knex;

  constructor(db: Knex) {
    this.#db = db;
  }

  async list({ owner, name }: RepositoryPlace) {
    const rows = await this.#webhooks().where({ owner, name }).orderBy(['created_at', 'id']);
    return rows.map(toWebhook);
  }

  async get({ owner, name }: RepositoryPlace, id: string) {
    const row = await this.#webhooks().where({ owner, name, id }).first();
    return row && toWebhook(row);
  }

  async byId(id: string) {
    const row = await this.#webhooks().where({ id }).first();
    return row && toWebhook(row);
  }

  async insert(webhook: StoredWebhook) {
    const { id, owner, name, url, active, events } = webhook;
    await this.#webhooks().insert({
      ...{ id, owner, name, url, active, events: JSON.stringify(events) },
      secret: webhook.secret ?? null,
      created_at: webhook.createdAt,
      created_by: webhook.createdBy,
    });
  }

  async update(id: string, changes: Partial<StoredWebhook>) {
    const { url, events, active, secret } = changes;
    await this.#webhooks()
      .where({ id })
      .update({
        ...(url === undefined ? {} : { url }),
        ...(events === undefined ? {} : { events: JSON.stringify(events) }),
        ...(active === undefined ? {} : { active }),
        ...(secret === undefined ? {} : { secret }),
      });
  }

  async remove(id: string) {
    await this.#db.transaction(async transaction => {
      await transaction('webhook_deliveries').where({ webhook: id }).delete();
      await transaction('webhooks').where({ id }).delete();
    });
  }

  async enqueue(deliveries: readonly NewDelivery[], maxWaiting: number) {
    await this.#db.transaction(async transaction => {
      for (const { createdAt, redeliveryOf, ...fields } of deliveries) {
        const { webhook } = fields;
        const [counted] = await transaction('webhook_deliveries')
          .where({ webhook, state: 'waiting' })
          .count({ count: '*' });
        const isFull = Number(counted?.count ?? 0) >= maxWaiting;
        await transaction<DeliveryRow>('webhook_deliveries').insert({
          ...{ ...fields, attempts: 0, created_at: createdAt },
          redelivery_of: redeliveryOf ?? null,
          ...(isFull
            ? { state: 'failed', next_at: null, error: FULL }
            : { state: 'waiting', next_at: createdAt }),
        });
      }
    });
  }

  async claim({ now, until, limit }: { now: number; until: number; limit: number }) {
    const due = await this.#deliveries()
      .where({ state: 'waiting' })
      .where('next_at', '<=', now)
      .orderBy(['next_at', 'created_at', 'id'])
      .limit(limit);
    const claimed: StoredDelivery[] = [];
    for (const row of due) {
      // Only one of those who have read it finds it as it was.
      const taken = await this.#deliveries()
        .where({ id: row.id, state: 'waiting', attempts: row.attempts, next_at: row.next_at })
        .update({ attempts: row.attempts + 1, next_at: until });
      if (taken === 1) claimed.push({ ...toDelivery(row), attempts: row.attempts + 1 });
    }
    return claimed;
  }

  async attempted({ id, attempts }: Pick<StoredDelivery, 'id' | 'attempts'>, attempt: Attempt) {
    const { state, nextAt, sentAt, durationMs, error, request, response } = attempt;
    await this.#deliveries()
      .where({ id, attempts, state: 'waiting' })
      .update({
        ...{ state, sent_at: sentAt, duration_ms: durationMs, next_at: nextAt ?? null },
        ...{ status: response?.status ?? null, error: error ?? null },
        request: JSON.stringify(request),
        response: response === undefined ? null : JSON.stringify(response),
      });
  }

  async deliveries(webhook: string, limit: number) {
    const rows = await this.#deliveries()
      .where({ webhook })
      .orderBy([
        { column: 'created_at', order: 'desc' },
        { column: 'id', order: 'desc' },
      ])
      .limit(limit);
    return rows.map(toDelivery);
  }

  async delivery(webhook: string, id: string) {
    const row = await this.#deliveries().where({ webhook, id }).first();
    return row && toDelivery(row);
  }

  async prune(webhook: string, keep: number) {
    const old = await this.#deliveries()
      .where({ webhook })
      .whereNot({ state: 'waiting' })
      .orderBy('created_at', 'desc')
      .offset(keep)
      .limit(500)
      .select('id');
    const ids = old.map(({ id }) => id);
    if (ids.length > 0) await this.#deliveries().whereIn('id', ids).delete();
  }

  #webhooks() {
    return this.#db<WebhookRow>('webhooks');
  }

  #deliveries() {
    return this.#db<DeliveryRow>('webhook_deliveries');
  }
}

function toWebhook(row: WebhookRow): StoredWebhook {
  const { id, owner, name, url, active, secret } = row;
  return {
    ...{ id, owner, name, url, active: Boolean(active), events: JSON.parse(row.events) },
    ...(secret === null ? {} : { secret }),
    ...{ createdAt: Number(row.created_at), createdBy: row.created_by },
  };
}

function toDelivery(row: DeliveryRow): StoredDelivery {
  const { id, webhook, event, payload, state, attempts } = row;
  return {
    ...{ id, webhook, event, payload, state, attempts, createdAt: Number(row.created_at) },
    ...(row.next_at === null ? {} : { nextAt: Number(row.next_at) }),
    ...(row.sent_at === null ? {} : { sentAt: Number(row.sent_at) }),
    ...(row.duration_ms === null ? {} : { durationMs: row.duration_ms }),
    ...(row.status === null ? {} : { status: row.status }),
    ...(row.error === null ? {} : { error: row.error }),
    ...(row.request === null ? {} : { request: JSON.parse(row.request) }),
    ...(row.response === null ? {} : { response: JSON.parse(row.response) }),
    ...(row.redelivery_of === null ? {} : { redeliveryOf: row.redelivery_of }),
  };
}
