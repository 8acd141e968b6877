import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import { noteApprovalMail } from '../../promotion/mail/KnexApprovalMailStore';
import type { OpenInput } from './InputSource';
import type { InputStore } from './InputStore';

const TABLE = 'waiting_inputs';

interface InputRow {
  readonly id: string;
  readonly engine: OpenInput['run']['engine'];
  readonly place: string;
  /** An {@link OpenInput}. */
  readonly input: string;
  /** PostgreSQL answers text. */
  readonly noted_at: number | string;
}

/** {@link InputStore} in the plugin's own database, SQLite or PostgreSQL. */
export class KnexInputStore implements InputStore {
  readonly #db: Knex;

  constructor(db: Knex) {
    this.#db = db;
  }

  async note(inputs: readonly OpenInput[], now: number) {
    const ids = new Map(inputs.map(input => [idOf(input), input]));
    const known = new Set(
      await this.#db<InputRow>(TABLE)
        .whereIn('id', [...ids.keys()])
        .pluck('id'),
    );
    for (const [id, input] of ids)
      if (!known.has(id)) await this.#db.transaction(each => add(each, { id, input, now }));
  }

  async get(id: string) {
    const row = await this.#db<InputRow>(TABLE).where({ id }).first();
    return row && (JSON.parse(row.input) as OpenInput);
  }

  async forget({ engine, places, except, before }: Parameters<InputStore['forget']>[0]) {
    await this.#db<InputRow>(TABLE)
      .where({ engine })
      .whereIn('place', [...places])
      .whereNotIn('id', except.map(idOf))
      .where('noted_at', '<', before)
      .delete();
  }
}

/** Another replica may have seen it at the same time: then that one asks for the mail. */
async function add(
  transaction: Knex.Transaction,
  { id, input, now }: { id: string; input: OpenInput; now: number },
): Promise<void> {
  const { engine, place } = input.run;
  const row: InputRow = { id, engine, place, input: JSON.stringify(input), noted_at: now };
  const added = await transaction(TABLE).insert(row).onConflict('id').ignore().returning('id');
  if (added.length > 0) await noteApprovalMail(transaction, { request: id, now });
}

/** The same on every replica: a UUID made of what waits. */
export function idOf({ run, input, uid }: OpenInput): string {
  const { engine, place, folder, name } = run;
  const text = JSON.stringify([engine, place, folder, name, input, uid]);
  const hex = createHash('sha256').update(text).digest('hex');
  return [
    ...[hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`],
    hex.slice(20, 32),
  ].join('-');
}
