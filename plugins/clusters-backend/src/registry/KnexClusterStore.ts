import { resolvePackagePath, type DatabaseService } from '@backstage/backend-plugin-api';
import { ConflictError, NotFoundError } from '@backstage/errors';
import type { Knex } from 'knex';
import { z } from 'zod';
import type { ClusterRecord, ClusterStore } from './ClusterRecord';

const TABLE = 'registered_clusters';
const REVISION = 'registered_clusters_revision';

/** PostgreSQL gives `bigint` as text. */
const time = z.coerce.number();
const optional = <T extends z.ZodType>(schema: T) =>
  schema.nullish().transform(value => value ?? undefined);

const rowSchema = z.object({
  id: z.string(),
  name: z.string(),
  title: z.string(),
  labels: z.string().transform(text => z.record(z.string(), z.string()).parse(JSON.parse(text))),
  owner: optional(z.string()),
  server: z.string(),
  ca: optional(z.string()),
  server_name: optional(z.string()),
  namespaces: z.string().transform(text => z.array(z.string()).parse(JSON.parse(text))),
  identity: z.enum(['impersonate', 'token', 'self']),
  credential_kind: z.enum(['token', 'certificate', 'in-cluster']),
  credential: optional(z.string()),
  credential_expires_at: optional(time),
  revision: z.number(),
  created_at: time,
  created_by: z.string(),
  changed_at: time,
  changed_by: z.string(),
  rotated_at: time,
});

/** {@link ClusterStore} in the plugin's own database, SQLite or PostgreSQL. */
export class KnexClusterStore implements ClusterStore {
  readonly #db: Knex;

  private constructor(db: Knex) {
    this.#db = db;
  }

  static async create(database: DatabaseService): Promise<KnexClusterStore> {
    const db = await database.getClient();
    if (!database.migrations?.skip) {
      await db.migrate.latest({
        directory: resolvePackagePath('@kubemate/plugin-clusters-backend', 'migrations'),
      });
    }
    return new KnexClusterStore(db);
  }

  async revision(): Promise<number> {
    const row = await this.#db(REVISION).where({ id: 1 }).first();
    return Number(row?.revision ?? 0);
  }

  async list(): Promise<readonly ClusterRecord[]> {
    return (await this.#db(TABLE).select('*').orderBy('name')).map(toRecord);
  }

  async get(name: string): Promise<ClusterRecord> {
    const row = await this.#db(TABLE).where({ name }).first();
    if (!row)
      throw new NotFoundError(`no cluster named ${name.slice(0, 63)} was added in the portal`);
    return toRecord(row);
  }

  insert(record: Omit<ClusterRecord, 'revision'>): Promise<ClusterRecord> {
    return this.#change(async (transaction, revision) => {
      const inserted = await transaction(TABLE)
        .insert(toRow({ ...record, revision }))
        .onConflict('name')
        .ignore()
        .returning('id');
      if (inserted.length === 0)
        throw new ConflictError(`there is a cluster named ${record.name} already`);
      return { ...record, revision };
    });
  }

  update(record: ClusterRecord): Promise<ClusterRecord> {
    return this.#change(async (transaction, revision) => {
      const { id, revision: seen } = record;
      const count = await transaction(TABLE)
        .where({ id, revision: seen })
        .update(toRow({ ...record, revision }));
      if (count !== 1) throw changedMeanwhile(record.name);
      return { ...record, revision };
    });
  }

  remove({ id, name, revision: seen }: Pick<ClusterRecord, 'id' | 'name' | 'revision'>) {
    return this.#change(async transaction => {
      const count = await transaction(TABLE).where({ id, revision: seen }).delete();
      if (count !== 1) throw changedMeanwhile(name);
    });
  }

  async rewrap(id: string, { from, to }: { from: string; to: string }): Promise<boolean> {
    const count = await this.#db(TABLE).where({ id, credential: from }).update({ credential: to });
    return count === 1;
  }

  /** The revision's row is locked first, so that changes of several replicas come one after the other. */
  #change<T>(change: (transaction: Knex.Transaction, revision: number) => Promise<T>): Promise<T> {
    return this.#db.transaction(async transaction => {
      await transaction(REVISION).where({ id: 1 }).increment('revision', 1);
      const row = await transaction(REVISION).where({ id: 1 }).first();
      return change(transaction, Number(row.revision));
    });
  }
}

function changedMeanwhile(name: string): ConflictError {
  return new ConflictError(
    `cluster ${name} was changed or removed in the meantime; look at it again`,
  );
}

function toRow(record: ClusterRecord) {
  return {
    id: record.id,
    name: record.name,
    title: record.title,
    labels: JSON.stringify(record.labels),
    owner: record.owner ?? null,
    server: record.server,
    ca: record.ca ?? null,
    server_name: record.serverName ?? null,
    namespaces: JSON.stringify(record.namespaces),
    identity: record.identity,
    credential_kind: record.credentialKind,
    credential: record.envelope ?? null,
    credential_expires_at: record.credentialExpiresAt ?? null,
    revision: record.revision,
    created_at: record.createdAt,
    created_by: record.createdBy,
    changed_at: record.changedAt,
    changed_by: record.changedBy,
    rotated_at: record.rotatedAt,
  };
}

function toRecord(value: unknown): ClusterRecord {
  const row = rowSchema.parse(value);
  return {
    id: row.id,
    name: row.name,
    title: row.title,
    labels: row.labels,
    owner: row.owner,
    server: row.server,
    ca: row.ca,
    serverName: row.server_name,
    namespaces: row.namespaces,
    identity: row.identity,
    credentialKind: row.credential_kind,
    envelope: row.credential,
    credentialExpiresAt: row.credential_expires_at,
    revision: row.revision,
    createdAt: row.created_at,
    createdBy: row.created_by,
    changedAt: row.changed_at,
    changedBy: row.changed_by,
    rotatedAt: row.rotated_at,
  };
}
