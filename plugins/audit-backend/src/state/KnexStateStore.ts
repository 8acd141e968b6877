import type { Knex } from 'knex';

/** Small things that are remembered between runs, as JSON. */
export class KnexStateStore {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  async get(key: string): Promise<unknown> {
    const row = await this.#knex('audit_state').where({ key }).first();
    return row === undefined ? undefined : JSON.parse(row.value);
  }

  async set(key: string, value: unknown): Promise<void> {
    await this.#knex('audit_state')
      .insert({ key, value: JSON.stringify(value) })
      .onConflict('key')
      .merge();
  }
}
