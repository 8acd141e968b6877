import type { Chain } from '@kubemate/plugin-audit-common';
import type { Knex } from 'knex';
import type {
  ChainStore,
  Checkpoint,
  Forgetting,
  Head,
  SignedHead,
  StoredRecord,
} from './ChainStore';
import type { Entry } from './Entry';
import { KnexJoinStore } from './KnexJoinStore';
import { recordObjects } from './recordObjects';
import type { RecordObject } from './recordObjects';
import { GENESIS, sealRecord } from './sealRecord';
import type { SealedRecord } from './sealRecord';
import type { Signer } from './Signer';
import { toRow } from './toRow';
import type { RecordRow } from './toRow';

/** Below SQLite's limit of 32,766 bound values at 18 columns. */
const INSERT_CHUNK = 500;

export interface KnexChainStoreOptions {
  readonly knex: Knex;
  readonly signer: Signer;
  readonly now: () => number;
}

/** The chains in SQLite or PostgreSQL. */
export class KnexChainStore implements ChainStore {
  readonly #knex: Knex;
  readonly #signer: Signer;
  readonly #now: () => number;
  readonly #witnessed = new Map<Chain, Head>();

  constructor({ knex, signer, now }: KnexChainStoreOptions) {
    this.#knex = knex;
    this.#signer = signer;
    this.#now = now;
  }

  async append(entries: readonly Entry[]): Promise<readonly SealedRecord[]> {
    const added: SealedRecord[] = [];
    for (const chain of new Set(entries.map(entry => entry.chain)))
      added.push(
        ...(await this.#appendTo(
          chain,
          entries.filter(entry => entry.chain === chain),
        )),
      );
    return added;
  }

  async #appendTo(chain: Chain, entries: readonly Entry[]): Promise<readonly SealedRecord[]> {
    const sealed = await this.#knex.transaction(async tx => {
      const head = await this.#lock(tx, chain);
      const fresh = await withoutKnown(tx, entries);
      const records = this.#seal(head, fresh);
      const last = records.at(-1);
      if (last === undefined) return records;
      await insertRecords(tx, records);
      if (chain === 'trail') await new KnexJoinStore(tx).join(records);
      const { seq } = last.record;
      await tx('audit_heads')
        .where({ chain })
        .update({ seq, hash: last.hash, signature: this.#sign(chain, { seq, hash: last.hash }) });
      return records;
    });
    const last = sealed.at(-1);
    if (last !== undefined) this.#witness(chain, { seq: last.record.seq, hash: last.hash });
    return sealed;
  }

  /**
   * Waits for its turn: the update takes the row on PostgreSQL and the whole database on SQLite, until the transaction ends. Only what
   * is read after it is the newest.
   */
  async #lock(tx: Knex.Transaction, chain: Chain): Promise<Head> {
    const take = () => tx('audit_heads').where({ chain }).update('turn', tx.raw('turn + 1'));
    if ((await take()) === 0) {
      const empty = { seq: 0, hash: GENESIS };
      const signature = this.#sign(chain, empty);
      await tx('audit_heads')
        .insert({ chain, ...empty, signature, turn: 0 })
        .onConflict('chain')
        .ignore();
      await take();
    }
    const row = await tx('audit_heads').where({ chain }).first();
    return { seq: Number(row.seq), hash: row.hash };
  }

  #seal(head: Head, entries: readonly Entry[]): SealedRecord[] {
    const recordedAt = this.#now();
    let { seq, hash } = head;
    return entries.map(({ event, chain, severity, tenant }) => {
      seq += 1;
      const sealed = sealRecord({
        ...event,
        chain,
        seq,
        recordedAt,
        severity,
        tenant,
        prevHash: hash,
      });
      hash = sealed.hash;
      return sealed;
    });
  }

  #sign(chain: Chain, { seq, hash }: Head): string {
    return this.#signer.sign({ what: 'head', chain, seq, hash });
  }

  #witness(chain: Chain, head: Head) {
    const before = this.#witnessed.get(chain);
    if (before === undefined || before.seq < head.seq) this.#witnessed.set(chain, head);
  }

  witnessed(chain: Chain): Head | undefined {
    return this.#witnessed.get(chain);
  }

  async head(chain: Chain): Promise<SignedHead | undefined> {
    const row = await this.#knex('audit_heads').where({ chain }).first();
    return row && { seq: Number(row.seq), hash: row.hash, signature: row.signature };
  }

  async checkpoint(chain: Chain): Promise<Checkpoint | undefined> {
    const row = await this.#knex('audit_checkpoints').where({ chain }).first();
    return (
      row && {
        seq: Number(row.seq),
        hash: row.hash,
        at: Number(row.at),
        signature: row.signature,
      }
    );
  }

  async read(chain: Chain, seq: number, limit: number): Promise<readonly StoredRecord[]> {
    const rows: RecordRow[] = await this.#knex('audit_records')
      .where({ chain })
      .where('seq', '>=', seq)
      .orderBy('seq')
      .limit(limit);
    const last = rows.at(-1);
    if (last === undefined) return [];
    const range: [number, number] = [Number(rows[0]?.seq), Number(last.seq)];
    const objects = await this.#objects(chain, range);
    const parents = await this.#parents(chain, range);
    return rows.map(row => ({
      row: toNumbers(row),
      objects: objects.get(Number(row.seq)) ?? [],
      parent: parents.get(row.id),
    }));
  }

  async #objects(chain: Chain, range: [number, number]) {
    const rows = await this.#knex('audit_objects as o')
      .leftJoin('audit_scopes as s', 's.id', 'o.scope_id')
      .where('o.chain', chain)
      .whereBetween('o.seq', range)
      .orderBy(['o.seq', 'o.position'])
      .select('o.seq', 'o.name', 's.cluster', 's.api_group', 's.resource', 's.namespace');
    const objects = new Map<number, RecordObject[]>();
    for (const row of rows) {
      const { cluster, api_group: group, resource, namespace, name } = row;
      const list = objects.get(Number(row.seq)) ?? [];
      list.push({ cluster, group, resource, namespace, name });
      objects.set(Number(row.seq), list);
    }
    return objects;
  }

  async #parents(chain: Chain, range: [number, number]) {
    const rows = await this.#knex('audit_joins as j')
      .join('audit_records as c', 'c.id', 'j.child_id')
      .leftJoin('audit_records as p', 'p.id', 'j.parent_id')
      .where('c.chain', chain)
      .whereBetween('c.seq', range)
      .select('j.child_id', 'j.parent_id', 'p.record');
    return new Map<string, { id: string; record?: string }>(
      rows.map(row => [row.child_id, { id: row.parent_id, record: row.record ?? undefined }]),
    );
  }

  async forget({ chain, before, keepFrom, limit }: Forgetting): Promise<number> {
    return await this.#knex.transaction(async (tx): Promise<number> => {
      await this.#lock(tx, chain);
      const from = Number((await tx('audit_checkpoints').where({ chain }).first())?.seq ?? 0);
      const young = await tx('audit_records')
        .where({ chain })
        .where('recorded_at', '>=', before)
        .min('seq as seq')
        .first();
      const end = Math.min(keepFrom ?? Infinity, Number(young?.seq ?? Infinity), from + limit + 1);
      const last = await tx('audit_records')
        .where({ chain })
        .where('seq', '<', end)
        .orderBy('seq', 'desc')
        .first();
      if (last === undefined) return 0;
      const seq = Number(last.seq);
      const checkpoint = { seq, hash: last.hash, at: this.#now() };
      const signature = this.#signer.sign({ what: 'checkpoint', chain, ...checkpoint });
      await tx('audit_checkpoints')
        .insert({ chain, ...checkpoint, signature })
        .onConflict('chain')
        .merge();
      const forgotten = tx('audit_records').where({ chain }).where('seq', '<=', seq).select('id');
      await tx('audit_joins').whereIn('child_id', forgotten.clone()).delete();
      await tx('audit_joins').whereIn('parent_id', forgotten.clone()).delete();
      await tx('audit_objects').where({ chain }).where('seq', '<=', seq).delete();
      return await tx('audit_records').where({ chain }).where('seq', '<=', seq).delete();
    });
  }
}

function toNumbers(row: RecordRow): RecordRow {
  return {
    ...row,
    seq: Number(row.seq),
    at: Number(row.at),
    recorded_at: Number(row.recorded_at),
  };
}

/** Without events that have a record already, and without a second one of the same id. */
async function withoutKnown(tx: Knex.Transaction, entries: readonly Entry[]): Promise<Entry[]> {
  const byId = new Map(entries.map(entry => [entry.event.id, entry]));
  const ids = [...byId.keys()];
  for (let at = 0; at < ids.length; at += INSERT_CHUNK) {
    const part = ids.slice(at, at + INSERT_CHUNK);
    for (const id of await tx('audit_records').whereIn('id', part).pluck('id')) byId.delete(id);
  }
  return [...byId.values()];
}

async function insertRecords(tx: Knex.Transaction, sealed: readonly SealedRecord[]): Promise<void> {
  await tx.batchInsert('audit_records', sealed.map(toRow), INSERT_CHUNK);
  const objects = sealed.flatMap(({ record }) =>
    recordObjects(record).map((object, position) => ({ record, object, position })),
  );
  if (objects.length === 0) return;
  const scopes = await scopeIds(
    tx,
    objects.map(({ object }) => object),
  );
  const rows = objects.map(({ record, object, position }) => ({
    chain: record.chain,
    seq: record.seq,
    position,
    scope_id: scopes.get(scopeKey(object)),
    name: object.name,
  }));
  await tx.batchInsert('audit_objects', rows, INSERT_CHUNK);
}

async function scopeIds(tx: Knex.Transaction, objects: readonly RecordObject[]) {
  const ids = new Map<string, number>();
  for (const object of objects) {
    const key = scopeKey(object);
    if (ids.has(key)) continue;
    const { cluster, group, resource, namespace } = object;
    const place = { cluster, api_group: group, resource, namespace };
    const find = () => tx('audit_scopes').where(place).first('id');
    let row = await find();
    if (row === undefined) {
      await tx('audit_scopes').insert(place).onConflict(Object.keys(place)).ignore();
      row = await find();
    }
    ids.set(key, row.id);
  }
  return ids;
}

function scopeKey({ cluster, group, resource, namespace }: RecordObject): string {
  return [cluster, group, resource, namespace].join('\n');
}
