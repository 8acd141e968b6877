import { resolvePackagePath } from '@backstage/backend-plugin-api';
import type { DatabaseService } from '@backstage/backend-plugin-api';
import type { RunDetail, RunQuery, RunRef } from '@kubemate/plugin-pipelines-common';
import type { Knex } from 'knex';
import { migrateTogether } from '../migrateTogether';
import { readCursor, writeCursor, positionOf } from '../runs/runOrder';
import { wordsOf } from '../runs/matchRuns';
import {
  DETAILS,
  keyOf,
  keysByPlace,
  RUNS,
  toKeptLog,
  toLogRow,
  toRecord,
  toRow,
  toRun,
} from './runRows';
import type { DetailRow, LogRow, RunRow } from './runRows';
import type {
  AdoptedRun,
  EndedQuery,
  FolderScope,
  KeptLog,
  RunKey,
  RunRecord,
  RunStore,
} from './RunStore';

const LOGS = 'run_logs';
const RECORDERS = 'run_recorders';
const IMPORTS = 'run_imports';
/** The one lease that there is. */
const RECORDER = 'recorder';
/** For how long the total of a first page may be behind what another replica has written. */
const TOTAL_MS = 2_000;
/** For how long later pages keep to the total that stood on an earlier one. */
const PAGED_TOTAL_MS = 60_000;
const MAX_TOTALS = 200;
/** Rows in one statement: SQLite takes so many values. */
const ROWS = 50;

const COLUMNS: Readonly<Record<string, string>> = {
  created: 'created_at',
  finished: 'finished_at',
  duration: 'duration',
  name: 'name',
  pipeline: 'pipeline',
  phase: 'phase',
};

/** {@link RunStore} in the plugin's own database, SQLite or PostgreSQL. */
export class KnexRunStore implements RunStore {
  readonly #db: Knex;
  readonly #totals = new Map<string, { readonly total: Promise<number>; readonly at: number }>();
  /** When this replica last wrote what is counted. */
  #writtenAt = 0;

  private constructor(db: Knex) {
    this.#db = db;
  }

  static async create(database: DatabaseService): Promise<KnexRunStore> {
    const db = await database.getClient();
    const directory = resolvePackagePath('@kubemate/plugin-pipelines-backend', 'migrations');
    if (!database.migrations?.skip) await migrateTogether(db, { directory });
    return new KnexRunStore(db);
  }

  async keep(...records: readonly RunRecord[]): Promise<void> {
    await this.#db.transaction(async transaction => {
      for (let first = 0; first < records.length; first += ROWS)
        await keepPart(transaction, records.slice(first, first + ROWS));
    });
    this.#writtenAt = Date.now();
  }

  get({ place, uid }: RunKey) {
    return this.#record(query => query.where({ 'runs.place': place, 'runs.uid': uid }));
  }

  find({ engine, place, folder, name }: RunRef) {
    return this.#record(query =>
      query
        .where({ 'runs.place': place, engine, folder, name })
        .orderBy([{ column: 'created_at', order: 'desc' }]),
    );
  }

  async ended({ place, folder, name, limit, commit }: EndedQuery): Promise<readonly RunDetail[]> {
    const all = () =>
      this.#db(RUNS)
        .join(DETAILS, join =>
          join.on('runs.place', 'run_details.place').on('runs.uid', 'run_details.uid'),
        )
        .where({ 'runs.place': place, engine: 'tekton', folder, pipeline: name })
        .where('finished_at', '>', 0)
        .whereNotNull('detail')
        .orderBy('created_at', 'desc')
        .select('detail');
    const [newest, same] = await Promise.all([
      all().limit(limit),
      // Found by what is searched for, for it has no column: the page says whether it is.
      commit === undefined ? [] : all().modify(hasWord, commit.toLowerCase()).limit(limit),
    ]);
    const details: RunDetail[] = [...newest, ...same].map(({ detail }) => JSON.parse(detail));
    const wanted = details.filter(
      (detail, at) => at < newest.length || detail.source?.commit === commit,
    );
    return [...new Map(wanted.map(detail => [detail.uid, detail])).values()].sort(
      (a, b) => b.createdAt - a.createdAt,
    );
  }

  async markGone(keys: readonly RunKey[], at: number): Promise<void> {
    for (const { place, uids } of keysByPlace(keys))
      await this.#db(RUNS)
        .where({ place })
        .whereIn('uid', uids)
        .whereNull('gone_at')
        .update({ gone_at: at });
    this.#writtenAt = Date.now();
  }

  async present(place: string) {
    const rows: (RunRow & { readonly has_detail: string | null })[] = await this.#db(RUNS)
      .leftJoin(DETAILS, join =>
        join.on('runs.place', 'run_details.place').on('runs.uid', 'run_details.uid'),
      )
      .where({ 'runs.place': place })
      .whereNull('gone_at')
      .select('runs.uid', 'folder', 'finished_at', 'run_details.uid as has_detail');
    return rows.map(row => ({
      uid: row.uid,
      folder: row.folder,
      hasEnded: Number(row.finished_at) > 0,
      hasDetail: row.has_detail !== null,
    }));
  }

  async page(query: RunQuery, scope: readonly FolderScope[]) {
    const { sort, limit } = query;
    const after = readCursor(query);
    if (scope.every(({ folders }) => folders !== 'all' && folders.length === 0))
      return { items: [], total: 0 };
    const descending = sort.startsWith('-');
    const column = COLUMNS[sort.replace(/^-/, '')] ?? 'created_at';
    const order = descending ? 'desc' : 'asc';
    const gone = () => this.#db(RUNS).whereNotNull('gone_at');
    const [rows, total] = await Promise.all([
      gone()
        .modify(narrow, { query, scope, place: this.#inOrder(scope) })
        .select('run')
        .modify(each => {
          if (after !== undefined)
            void each.whereRaw(`(??, uid) ${descending ? '<' : '>'} (?, ?)`, [
              column,
              after.key,
              after.uid,
            ]);
        })
        .orderBy([
          { column, order },
          { column: 'uid', order },
        ])
        .limit(limit + 1),
      this.#total(query, scope),
    ]);
    const items = rows.slice(0, limit).map(toRun);
    const last = items.at(-1);
    const hasMore = rows.length > limit && last !== undefined;
    const nextCursor = hasMore ? writeCursor(positionOf(last, sort), sort) : undefined;
    return { items, total, nextCursor };
  }

  async goneSince(at: number): Promise<readonly RunKey[]> {
    return this.#db(RUNS).where('gone_at', '>=', at).select('place', 'uid');
  }

  async lastGone(): Promise<number> {
    const [row] = await this.#db(RUNS).whereNotNull('gone_at').max({ last: 'gone_at' });
    return Number(row?.last ?? 0);
  }

  async adopt(runs: readonly AdoptedRun[], at: number): Promise<number> {
    let count = 0;
    for (let first = 0; first < runs.length; first += ROWS) {
      const rows = runs
        .slice(first, first + ROWS)
        .map(({ run, origin }) => ({ ...toRow(run), origin, gone_at: at }));
      const kept: unknown[] = await this.#db(RUNS)
        .insert(rows)
        .onConflict(['place', 'uid'])
        .ignore()
        .returning('uid');
      count += kept.length;
    }
    if (count > 0) this.#writtenAt = Date.now();
    return count;
  }

  async importedUntil(place: string): Promise<number> {
    const row: { until: string | number } | undefined = await this.#db(IMPORTS)
      .where({ place })
      .first('until');
    return Number(row?.until ?? 0);
  }

  async setImportedUntil(place: string, until: number): Promise<void> {
    await this.#db(IMPORTS).insert({ place, until }).onConflict('place').merge();
  }

  async dropImported(but: readonly string[]): Promise<void> {
    await this.#db(RUNS).whereNotNull('origin').whereNotIn('place', but).delete();
    await this.#db(IMPORTS).whereNotIn('place', but).delete();
    this.#writtenAt = Date.now();
  }

  async keepLog(log: KeptLog): Promise<void> {
    await this.#db(LOGS).insert(toLogRow(log)).onConflict(['place', 'uid', 'task_run']).merge();
  }

  async logsOf({ place, uid }: RunKey) {
    const rows: LogRow[] = await this.#db(LOGS).where({ place, uid }).orderBy('task_run');
    return rows.map(toKeptLog);
  }

  async keptTasks(place: string) {
    const rows: Pick<LogRow, 'uid' | 'task_run'>[] = await this.#db(LOGS)
      .join(RUNS, join => join.on('runs.place', 'run_logs.place').on('runs.uid', 'run_logs.uid'))
      .where({ 'runs.place': place })
      .whereNull('gone_at')
      .select('run_logs.uid', 'task_run');
    return rows.map(({ uid, task_run }) => ({ uid, taskRun: task_run }));
  }

  async places() {
    const rows: { place: string }[] = await this.#db(RUNS)
      .whereNotNull('gone_at')
      .distinct('place');
    return rows.map(({ place }) => place);
  }

  async folders() {
    const rows: { place: string; folder: string; gone: string | number }[] = await this.#db(RUNS)
      .whereNotNull('gone_at')
      .groupBy('place', 'folder')
      .select('place', 'folder')
      .count({ gone: '*' });
    return rows.map(({ place, folder, gone }) => ({ place, folder, gone: Number(gone) }));
  }

  async expired(
    { place, folder }: { place: string; folder: string },
    { before, keep, limit }: { before: number; keep: number; limit: number },
  ): Promise<readonly RunKey[]> {
    const gone = () => this.#db(RUNS).where({ place, folder }).whereNotNull('gone_at');
    const newest = [
      { column: 'created_at', order: 'desc' },
      { column: 'uid', order: 'desc' },
    ];
    const [old, surplus] = await Promise.all([
      gone().where('created_at', '<', before).select('place', 'uid').limit(limit),
      gone().orderBy(newest).select('place', 'uid').offset(keep).limit(limit),
    ]);
    const keys: readonly RunKey[] = [...old, ...surplus];
    return [...new Map(keys.map(key => [key.uid, key])).values()].slice(0, limit);
  }

  async forget(keys: readonly RunKey[]): Promise<void> {
    await this.#db.transaction(async transaction => {
      for (const { place, uids } of keysByPlace(keys))
        for (const table of [LOGS, DETAILS, RUNS])
          await transaction(table).where({ place }).whereIn('uid', uids).delete();
    });
    this.#writtenAt = Date.now();
  }

  async hold({ holder, now, until }: { holder: string; now: number; until: number }) {
    const held: unknown[] = await this.#db(RECORDERS)
      .insert({ name: RECORDER, holder, until })
      .onConflict('name')
      .merge()
      .where(`${RECORDERS}.holder`, holder)
      .orWhere(`${RECORDERS}.until`, '<', now)
      .returning('name');
    return held.length > 0;
  }

  /** It costs more than the page: counted anew for a first page, and for later ones only after a while. */
  #total(query: RunQuery, scope: readonly FolderScope[]): Promise<number> {
    const { cursor, limit: _limit, sort: _sort, ...matching } = query;
    const key = JSON.stringify([matching, scope]);
    const now = Date.now();
    const known = this.#totals.get(key);
    if (known !== undefined) {
      const isFresh = known.at > now - TOTAL_MS && known.at > this.#writtenAt;
      const isPaged = cursor !== undefined && known.at > now - PAGED_TOTAL_MS;
      if (isFresh || isPaged) return known.total;
    }
    const total = this.#db(RUNS)
      .whereNotNull('gone_at')
      .modify(narrow, { query, scope, place: 'place' })
      .count({ count: '*' })
      .then(([row]) => Number(row?.count ?? 0));
    total.catch(() => this.#totals.delete(key));
    if (this.#totals.size >= MAX_TOTALS) this.#totals.clear();
    this.#totals.set(key, { total, at: now });
    return total;
  }

  /**
   * The place, as a page asks for it. SQLite without statistics would read all runs of the places by their index and sort them; the sign keeps it to
   * the index of the order, but for a single folder, whose own index has that order.
   */
  #inOrder(scope: readonly FolderScope[]): string {
    const [first, ...others] = scope;
    const isOneFolder =
      others.length === 0 && first?.folders !== 'all' && first?.folders.length === 1;
    const { client } = this.#db.client.config;
    return String(client).includes('sqlite') && !isOneFolder ? '+place' : 'place';
  }

  async #record(
    narrowed: (query: Knex.QueryBuilder) => Knex.QueryBuilder,
  ): Promise<RunRecord | undefined> {
    const row: (RunRow & DetailRow) | undefined = await narrowed(
      this.#db(RUNS).leftJoin(DETAILS, join =>
        join.on('runs.place', 'run_details.place').on('runs.uid', 'run_details.uid'),
      ),
    ).first('run', 'gone_at', 'origin', 'detail', 'template');
    return row && toRecord(row);
  }
}

function narrow(
  builder: Knex.QueryBuilder,
  {
    query,
    scope,
    place: column,
  }: { query: RunQuery; scope: readonly FolderScope[]; place: string },
): void {
  const { engines, phases, pipeline, component, branch, author, since, until, minDuration } = query;
  const whole = scope
    .filter(({ folders, origin }) => folders === 'all' && origin === undefined)
    .map(({ place }) => place);
  void builder.where(seen => {
    void seen.whereRaw(`${column} IN (${whole.map(() => '?').join() || 'NULL'})`, whole);
    for (const { place, folders, origin } of scope) {
      if (folders === 'all' && origin === undefined) continue;
      void seen.orWhere(each => {
        void each.whereRaw(`${column} = ?`, place);
        if (folders !== 'all') void each.whereIn('folder', folders);
        if (origin === 'seen') void each.whereNull('origin');
        if (origin === 'results') void each.whereNotNull('origin');
      });
    }
  });
  if (engines !== undefined) void builder.whereIn('engine', engines);
  if (phases !== undefined) void builder.whereIn('phase', phases);
  for (const [field, value] of Object.entries({ pipeline, component, branch, author }))
    if (value !== undefined) void builder.where(field, value);
  if (since !== undefined) void builder.where('created_at', '>=', since);
  if (minDuration !== undefined) void builder.where('duration', '>=', minDuration);
  if (until !== undefined) void builder.where('created_at', '<', until);
  for (const word of wordsOf(query)) hasWord(builder, word);
}

function hasWord(builder: Knex.QueryBuilder, word: string): void {
  void builder.whereRaw(`words LIKE ? ESCAPE '\\'`, [`%${word.replace(/[\\%_]/g, '\\$&')}%`]);
}

/** As many as one statement takes. */
async function keepPart(db: Knex, records: readonly RunRecord[]): Promise<void> {
  const kept: readonly RunKey[] = await db(RUNS)
    .insert(records.map(({ run }) => toRow(run)))
    .onConflict(['place', 'uid'])
    .merge()
    .where(`${RUNS}.finished_at`, 0)
    .orWhereRaw('excluded.finished_at > 0')
    .returning(['place', 'uid']);
  for (const record of records) {
    const { place, uid } = keyOf(record);
    const { detail, template } = record;
    const more = {
      ...(detail === undefined ? {} : { detail: JSON.stringify(detail) }),
      ...(template === undefined ? {} : { template: JSON.stringify(template) }),
    };
    const isKept = kept.some(key => key.place === place && key.uid === uid);
    if (!isKept || Object.keys(more).length === 0) continue;
    await db(DETAILS)
      .insert({ place, uid, ...more })
      .onConflict(['place', 'uid'])
      .merge(more);
  }
}
