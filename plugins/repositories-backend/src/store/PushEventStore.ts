import type { Knex } from 'knex';
import { pushEventSchema } from '../repositories/pushEvent';
import type { PushEvent } from '../repositories/pushEvent';

export interface NotedPush {
  /** The process that has noted it. */
  readonly origin: string;
  readonly push: PushEvent;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** Pushes as replicas note them for each other. */
export interface PushEventStore {
  note(noted: NotedPush): Promise<void>;
  /** The oldest first. */
  since(at: number, limit: number): Promise<readonly (NotedPush & { readonly id: number })[]>;
  forget(before: number): Promise<void>;
}

interface PushRow {
  readonly id: number;
  readonly origin: string;
  readonly payload: string;
  /** PostgreSQL gives big integers as text. */
  readonly at: number | string;
}

/** {@link PushEventStore} in the plugin's own database. */
export class KnexPushEventStore implements PushEventStore {
  constructor(private readonly db: Knex) {}

  async note({ origin, push, at }: NotedPush) {
    await this.db('push_events').insert({ origin, payload: JSON.stringify(push), at });
  }

  async since(at: number, limit: number) {
    const rows = await this.db<PushRow>('push_events')
      .where('at', '>=', at)
      .orderBy('id', 'desc')
      .limit(limit);
    return rows.reverse().map(row => ({
      ...{ id: row.id, origin: row.origin, at: Number(row.at) },
      push: pushEventSchema.parse(JSON.parse(row.payload)),
    }));
  }

  async forget(before: number) {
    await this.db('push_events').where('at', '<', before).delete();
  }
}
