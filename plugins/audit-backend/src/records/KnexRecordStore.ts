import { facetFields } from '@kubemate/plugin-audit-common';
import type {
  AuditEntry,
  AuditRecord,
  FacetField,
  RecordFacets,
  RecordFilter,
} from '@kubemate/plugin-audit-common';
import type { Knex } from 'knex';
import { applyCursor, applyFilter, applyScope } from './recordFilterStore';
import type { FilterOptions } from './recordFilterStore';
import type { RecordScope } from './RecordScope';
import type { Place, RecordPageRequest, RecordStore } from './RecordStore';

const MAX_VALUES = 50;
const MAX_JOINED = 50;

interface StoredText {
  readonly id: string;
  readonly at: number | string;
  readonly record: string;
  readonly hash: string;
}

/** Questions to the records in SQLite or PostgreSQL. */
export class KnexRecordStore implements RecordStore {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  #records(filter: RecordFilter, scope: RecordScope, options?: FilterOptions) {
    return applyScope(applyFilter(this.#knex('audit_records as r'), filter, options), scope);
  }

  async page({ filter, scope, limit, cursor }: RecordPageRequest) {
    const rows: StoredText[] = await applyCursor(this.#records(filter, scope), cursor)
      .select('r.id', 'r.at', 'r.record', 'r.hash')
      .orderBy([
        { column: 'r.at', order: 'desc' },
        { column: 'r.id', order: 'desc' },
      ])
      .limit(limit + 1);
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    return {
      items: await this.#withJoined(shown, scope),
      nextCursor: rows.length > limit && last ? `${last.at}_${last.id}` : undefined,
    };
  }

  async get(id: string, scope: RecordScope): Promise<AuditEntry | undefined> {
    const rows: StoredText[] = await applyScope(this.#knex('audit_records as r'), scope)
      .where('r.id', id)
      .select('r.id', 'r.at', 'r.record', 'r.hash');
    const [entry] = await this.#withJoined(rows, scope);
    return entry;
  }

  async #withJoined(rows: readonly StoredText[], scope: RecordScope): Promise<AuditEntry[]> {
    if (rows.length === 0) return [];
    const ids = rows.map(({ id }) => id);
    const children: (StoredText & { parent_id: string })[] = await this.#knex('audit_joins as j')
      .join('audit_records as r', 'r.id', 'j.child_id')
      .whereIn('j.parent_id', ids)
      .orderBy('r.at')
      .select('j.parent_id', 'r.id', 'r.at', 'r.record', 'r.hash');
    return rows.map(row => ({
      ...toRecord(row, scope),
      joined: children
        .filter(({ parent_id }) => parent_id === row.id)
        .slice(0, MAX_JOINED)
        .map(child => toRecord(child, scope)),
    }));
  }

  async count(filter: RecordFilter, scope: RecordScope): Promise<number> {
    const row = await this.#records(filter, scope).count('* as count').first();
    return Number(row?.count ?? 0);
  }

  async facets(filter: RecordFilter, scope: RecordScope): Promise<RecordFacets> {
    const counts = await Promise.all(
      facetFields.map(async field => [field, await this.#facet(field, filter, scope)] as const),
    );
    const facets = Object.fromEntries(counts) as RecordFacets['facets'];
    return { total: await this.count(filter, scope), facets };
  }

  async #facet(field: FacetField, filter: RecordFilter, scope: RecordScope) {
    const query = this.#records(filter, scope, { without: field });
    const isPlace = field === 'cluster' || field === 'namespace';
    const column = isPlace ? `s.${field}` : `r.${field}`;
    if (isPlace)
      query
        .join('audit_objects as o', on => on.on('o.chain', 'r.chain').andOn('o.seq', 'r.seq'))
        .join('audit_scopes as s', 's.id', 'o.scope_id');
    const rows = await query
      .whereNot(column, '')
      .groupBy(column)
      .select({ value: column })
      .countDistinct({ count: 'r.id' })
      .orderBy([{ column: 'count', order: 'desc' }, { column: 'value' }])
      .limit(MAX_VALUES);
    return rows.map(({ value, count }: { value: string; count: number | string }) => ({
      value,
      count: Number(count),
    }));
  }

  async places(): Promise<readonly Place[]> {
    const rows = await this.#knex('audit_scopes').select();
    return rows.map(({ id, cluster, api_group: group, resource, namespace }) => ({
      ...{ id, cluster, group, resource, namespace },
    }));
  }

  async firstSeq(chain: string, filter: RecordFilter): Promise<number | undefined> {
    const row = await this.#records(filter, { all: true }, { joined: 'apart' })
      .where('r.chain', chain)
      .min('r.seq as seq')
      .first();
    return row?.seq === null || row?.seq === undefined ? undefined : Number(row.seq);
  }

  async after(seq: number, limit: number): Promise<readonly AuditRecord[]> {
    const rows: StoredText[] = await this.#knex('audit_records')
      .where('chain', 'trail')
      .where('seq', '>', seq)
      .orderBy('seq')
      .limit(limit);
    return rows.map(row => toRecord(row, { all: true }));
  }

  async extent(chain: string) {
    const row = await this.#knex('audit_records')
      .where({ chain })
      .count('* as records')
      .min('recorded_at as oldest')
      .max('recorded_at as newest')
      .first();
    const records = Number(row?.records ?? 0);
    if (records === 0) return { records };
    return { records, oldestAt: Number(row?.oldest), newestAt: Number(row?.newest) };
  }
}

/** From where others work is nobody's business but an auditor's. */
function toRecord({ record: text, hash }: StoredText, scope: RecordScope): AuditRecord {
  const record: AuditRecord = { ...JSON.parse(text), hash };
  if (scope.all || record.actor === scope.actor) return record;
  return { ...record, source: { via: record.source.via } };
}
