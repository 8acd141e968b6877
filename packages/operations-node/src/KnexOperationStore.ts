import { resolvePackagePath } from '@backstage/backend-plugin-api';
import type { DatabaseService } from '@backstage/backend-plugin-api';
import { ConflictError, NotFoundError } from '@backstage/errors';
import type { Knex } from 'knex';
import { setTimeout as sleep } from 'node:timers/promises';
import type { OperationRecord } from './OperationRecord';
import type { OperationStore } from './OperationStore';

const TABLE = 'operations';
/** Beside the plugin's own migrations, which have the default name. */
const MIGRATIONS = 'knex_migrations_operations';
/** Steps apply up to a hundred objects each. */
const MAX_OF_TASK = 2_000;
/** More than as many replicas can change one record at once. */
const MAX_ATTEMPTS = 20;

interface OperationRow {
  readonly id: string;
  readonly record: string;
  readonly revision: number;
  readonly undelivered: boolean | number;
}

/** {@link OperationStore} in the plugin's own database, SQLite or PostgreSQL. */
export class KnexOperationStore implements OperationStore {
  readonly #db: Knex;

  private constructor(db: Knex) {
    this.#db = db;
  }

  static async create(database: DatabaseService): Promise<KnexOperationStore> {
    const db = await database.getClient();
    if (!database.migrations?.skip) await migrate(db);
    return new KnexOperationStore(db);
  }

  async insert(record: OperationRecord): Promise<OperationRecord> {
    const inserted = await this.#db<OperationRow>(TABLE)
      .insert(toRow(record))
      .onConflict(['actor', 'operation', 'idempotency_key'])
      .ignore()
      .returning('id');
    if (inserted.length > 0) return record;
    const { actor, operation, idempotencyKey = '' } = record;
    const known = await this.byKey({ actor, operation, idempotencyKey });
    if (known === undefined) throw new ConflictError(`operation ${record.id} exists already`);
    return known;
  }

  async get(id: string): Promise<OperationRecord | undefined> {
    const row = await this.#db<OperationRow>(TABLE).where({ id }).first();
    return row && toRecord(row);
  }

  async byKey(key: { actor: string; operation: string; idempotencyKey: string }) {
    const { actor, operation, idempotencyKey } = key;
    const row: OperationRow | undefined = await this.#db(TABLE)
      .where({ actor, operation, idempotency_key: idempotencyKey })
      .first();
    return row && toRecord(row);
  }

  async update(
    id: string,
    change: (record: OperationRecord) => Partial<OperationRecord> | undefined,
  ): Promise<OperationRecord> {
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      const record = await this.get(id);
      if (record === undefined) throw new NotFoundError(`There is no operation ${id}`);
      const changed = change(record);
      if (changed === undefined) return record;
      const next = { ...record, ...changed, revision: record.revision + 1 };
      const count = await this.#db(TABLE)
        .where({ id, revision: record.revision })
        .update(toRow(next));
      if (count === 1) return next;
    }
    throw new ConflictError(`operation ${id} is being changed by too many at once`);
  }

  async ofActor(actor: string, limit: number) {
    return this.#select(query => query.where({ actor }).orderBy('created_at', 'desc').limit(limit));
  }

  async ofTask(task: string) {
    return this.#select(query =>
      query
        .where('idempotency_key', '>=', `${task}:`)
        // What comes after the colon.
        .where('idempotency_key', '<', `${task};`)
        .orderBy('created_at')
        .limit(MAX_OF_TASK),
    );
  }

  async waiting(limit: number) {
    return this.#select(query =>
      query.where({ status: 'waiting' }).orderBy('created_at', 'desc').limit(limit),
    );
  }

  async abandoned(now: number) {
    return this.#select(query => query.where({ status: 'running' }).where('lease_until', '<', now));
  }

  async overdue(now: number) {
    return this.#select(query =>
      query.whereIn('status', ['waiting', 'approved']).where('lease_until', '<', now),
    );
  }

  async undelivered(limit: number) {
    return this.#select(query =>
      query.where({ undelivered: true }).orderBy('created_at').limit(limit),
    );
  }

  async markDelivered(records: readonly OperationRecord[]): Promise<void> {
    await this.#db.transaction(async transaction => {
      for (const { id, revision } of records)
        await transaction(TABLE).where({ id, revision }).update({ undelivered: false });
    });
  }

  async prune(before: number): Promise<number> {
    return this.#db(TABLE)
      .where('created_at', '<', before)
      .where({ undelivered: false })
      .whereNotIn('status', ['running', 'waiting', 'approved'])
      .delete();
  }

  async #select(narrow: (query: Knex.QueryBuilder) => Knex.QueryBuilder) {
    const rows: OperationRow[] = await narrow(this.#db(TABLE).select('*'));
    return rows.map(toRecord);
  }
}

/** Replicas that start at the same time meet here: all but one fail at first, and find it done then. */
async function migrate(db: Knex): Promise<void> {
  const directory = resolvePackagePath('@kubemate/operations-node', 'migrations');
  for (let attempt = 1; ; attempt++) {
    try {
      await db.migrate.latest({ directory, tableName: MIGRATIONS });
      return;
    } catch (error) {
      if (attempt === MAX_ATTEMPTS) throw error;
      await sleep(100 + Math.random() * 400);
    }
  }
}

function toRow(record: OperationRecord) {
  return {
    id: record.id,
    operation: record.operation,
    actor: record.actor,
    idempotency_key: record.idempotencyKey ?? null,
    status: record.status,
    created_at: record.createdAt,
    lease_until: untilOf(record) ?? null,
    revision: record.revision,
    undelivered: record.undelivered,
    record: JSON.stringify(record),
  };
}

/** Until when the record stays as it is without anybody's doing. */
function untilOf({ status, leaseUntil, approvalUntil }: OperationRecord): number | undefined {
  return status === 'waiting' || status === 'approved' ? approvalUntil : leaseUntil;
}

function toRecord(row: OperationRow): OperationRecord {
  const record: OperationRecord = JSON.parse(row.record);
  const undelivered = Boolean(row.undelivered);
  const earlierEvents = undelivered ? record.earlierEvents : undefined;
  return { ...record, revision: row.revision, undelivered, earlierEvents };
}
