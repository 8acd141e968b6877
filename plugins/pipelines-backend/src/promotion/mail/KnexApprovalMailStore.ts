import type { Knex } from 'knex';
import { randomUUID } from 'node:crypto';
import type { ApprovalMail, ApprovalMailStore } from './ApprovalMailStore';

const TABLE = 'approval_mails';

interface MailRow {
  readonly id: string;
  readonly request: string;
  readonly recipient: string;
  readonly attempts: number;
  /** PostgreSQL answers text. */
  readonly next_at: number | string;
}

/** Says within the transaction that keeps a request that mail about it is to be sent. */
export async function noteApprovalMail(
  transaction: Knex,
  { request, now }: { request: string; now: number },
): Promise<void> {
  const row: MailRow = { id: randomUUID(), request, recipient: '', attempts: 0, next_at: now };
  await transaction(TABLE).insert(row);
}

/** {@link ApprovalMailStore} in the plugin's own database, SQLite or PostgreSQL. */
export class KnexApprovalMailStore implements ApprovalMailStore {
  readonly #db: Knex;

  constructor(db: Knex) {
    this.#db = db;
  }

  async claim({ now, until, limit }: { now: number; until: number; limit: number }) {
    const due = await this.#db<MailRow>(TABLE)
      .where('next_at', '<=', now)
      .orderBy('next_at')
      .orderBy('id')
      .limit(limit);
    const claimed: ApprovalMail[] = [];
    for (const { id, next_at, request, recipient, attempts } of due) {
      const next = { next_at: until, attempts: attempts + 1 };
      const count = await this.#db(TABLE).where({ id, next_at }).update(next);
      if (count === 1)
        claimed.push({ id, request, recipient: recipient || undefined, attempts: next.attempts });
    }
    return claimed;
  }

  async addressTo(
    { id, request }: ApprovalMail,
    { recipients, now }: { recipients: readonly string[]; now: number },
  ) {
    await this.#db.transaction(async transaction => {
      for (const recipient of recipients)
        await transaction(TABLE)
          .insert({ id: randomUUID(), request, recipient, attempts: 0, next_at: now })
          .onConflict(['request', 'recipient'])
          .ignore();
      await transaction(TABLE).where({ id }).delete();
    });
  }

  async later({ id }: ApprovalMail, at: number) {
    await this.#db(TABLE).where({ id }).update({ next_at: at });
  }

  async remove({ id }: ApprovalMail) {
    await this.#db(TABLE).where({ id }).delete();
  }
}
