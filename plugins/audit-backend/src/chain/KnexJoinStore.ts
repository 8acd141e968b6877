import type { Knex } from 'knex';
import { CLOCK_SKEW_MS, isSameThing, isWhole } from './isSameThing';
import { storable } from './recordObjects';
import type { SealedRecord, UnsealedRecord } from './sealRecord';
import type { RecordRow } from './toRow';

/** The longest operation whose API requests are found when they are reported after it. */
const LONGEST_MS = 60 * 60_000;
const MAX_CANDIDATES = 2_000;

/** Finds which records are the same thing seen from elsewhere, and remembers it beside them. */
export class KnexJoinStore {
  readonly #tx: Knex.Transaction;

  constructor(tx: Knex.Transaction) {
    this.#tx = tx;
  }

  /** Joins new records with each other and with those before them. The caller holds the lock of their chain. */
  async join(added: readonly SealedRecord[]): Promise<void> {
    const fresh = added.map(({ record }) => record);
    const involved = fresh.filter(canBeJoined);
    if (involved.length === 0) return;
    const known = new Map(fresh.map(record => [record.id, record]));
    for (const record of await this.#candidates(involved)) known.set(record.id, record);
    const freshIds = new Set(fresh.map(({ id }) => id));
    const all = [...known.values()];
    const parents = all.filter(isWhole);
    const children = all.filter(record => !isWhole(record) && canBeJoined(record));
    const rows = children.flatMap(child => {
      const nearest = parents
        .filter(parent => freshIds.has(child.id) || freshIds.has(parent.id))
        .filter(parent => isSameThing(child, parent))
        .sort((a, b) => Math.abs(a.at - child.at) - Math.abs(b.at - child.at))[0];
      return nearest === undefined ? [] : [{ child_id: child.id, parent_id: nearest.id }];
    });
    if (rows.length === 0) return;
    await this.#tx('audit_joins').insert(rows).onConflict('child_id').ignore();
  }

  async #candidates(records: readonly UnsealedRecord[]): Promise<UnsealedRecord[]> {
    const times = records.map(({ at }) => at);
    const from = Math.min(...times) - LONGEST_MS;
    const to = Math.max(...records.map(record => record.at + (record.durationMs ?? 0)));
    const correlationIds = records.flatMap(({ correlationId }) =>
      correlationId === undefined ? [] : storable(correlationId, 100),
    );
    const actors = new Set(
      records
        .filter(({ kind }) => kind === 'operation' || kind === 'kubernetes')
        .map(({ actor }) => storable(actor, 250)),
    );
    const rows: Pick<RecordRow, 'record'>[] = await this.#tx('audit_records')
      .select('record')
      .where('chain', 'trail')
      .where(either => {
        either.whereIn('correlation_id', correlationIds).orWhere(sameTime =>
          sameTime
            .whereIn('actor', [...actors])
            .whereIn('kind', ['operation', 'kubernetes'])
            .whereBetween('at', [from, to + CLOCK_SKEW_MS]),
        );
      })
      .orderBy('at', 'desc')
      .limit(MAX_CANDIDATES);
    return rows.map(({ record }) => JSON.parse(record));
  }
}

function canBeJoined({ kind, correlationId }: UnsealedRecord): boolean {
  if (kind === 'request' || kind === 'event') return correlationId !== undefined;
  return kind !== 'system';
}
