import { DatabaseSync } from 'node:sqlite';
import { projectorFor, type Row } from '@kubemate/kube-common';
import { NamespaceIds, NamespaceSet } from '../../packages/kube-node/src/rows/NamespaceSet';
import { parseRowQuery } from '../../packages/kube-node/src/rows/parseRowQuery';
import { queryRows } from '../../packages/kube-node/src/rows/queryRows';
import { FULL_ACCESS } from '../../packages/kube-node/src/rows/RowAccess';
import { RowStore } from '../../packages/kube-node/src/rows/RowStore';
import { seededRandom } from '../../packages/kube-node/src/reflector/testUtils/seededRandom';
import { type Finding, quantile } from './statistics';
import { syntheticPod } from './syntheticPods';

const PODS = { group: '', version: 'v1', plural: 'pods' };
const NAMESPACES = 2000;
const QUERIES = 2000;
const LIMIT = 100;

/** One question, said to both sides. */
interface Question {
  readonly sort: string;
  readonly descending: boolean;
  readonly status?: string;
  readonly restarts?: number;
  readonly search?: string;
  readonly offset: number;
}

export function syntheticRows(count: number): Row[] {
  const projector = projectorFor(PODS);
  return Array.from({ length: count }, (_, at) => {
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      ...syntheticPod(at, { count, namespaces: NAMESPACES }),
    };
    return projector.project(pod, 'bench');
  });
}

/** The same rows in SQLite with an index for every sort, and the viewer's namespaces in a table: what a SQL cache does at best. */
class SqliteRows {
  private readonly database = new DatabaseSync(':memory:');
  private readonly update;

  constructor(rows: readonly Row[], allowed: readonly string[]) {
    this.database.exec(`
      CREATE TABLE pods (namespace TEXT, name TEXT, created REAL, status TEXT, restarts REAL, node TEXT, text TEXT, json TEXT,
        PRIMARY KEY (namespace, name)) WITHOUT ROWID;
      CREATE TABLE allowed (namespace TEXT PRIMARY KEY) WITHOUT ROWID;`);
    const insert = this.database.prepare('INSERT INTO pods VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
    this.update = this.database.prepare(
      'UPDATE pods SET restarts = ?, json = ? WHERE namespace = ? AND name = ?',
    );
    this.database.exec('BEGIN');
    for (const row of rows) insert.run(...this.columnsOf(row));
    const allow = this.database.prepare('INSERT INTO allowed VALUES (?)');
    for (const namespace of allowed) allow.run(namespace);
    this.database.exec('COMMIT');
    for (const column of ['name', 'created', 'status', 'restarts', 'node']) {
      this.database.exec(`CREATE INDEX by_${column} ON pods (${column}, namespace, name)`);
    }
    this.database.exec('ANALYZE');
  }

  change(row: Row): void {
    this.update.run(
      Number(row.cells.restarts ?? 0),
      JSON.stringify(row),
      row.namespace ?? '',
      row.name,
    );
  }

  ask(question: Question, restricted: boolean): number {
    const conditions: string[] = [];
    const values: (string | number)[] = [];
    if (question.status !== undefined)
      conditions.push('status = ?') && values.push(question.status);
    if (question.restarts !== undefined)
      conditions.push('restarts > ?') && values.push(question.restarts);
    if (question.search !== undefined)
      conditions.push('text LIKE ?') && values.push(`%${question.search}%`);
    if (restricted) conditions.push('namespace IN (SELECT namespace FROM allowed)');
    const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
    const column = question.sort === 'age' ? 'created' : question.sort;
    const direction = question.descending ? 'DESC' : 'ASC';
    const page = this.database
      .prepare(
        `SELECT json FROM pods ${where} ORDER BY ${column} ${direction}, namespace, name LIMIT ${LIMIT} OFFSET ${question.offset}`,
      )
      .all(...values);
    this.database.prepare(`SELECT COUNT(*) AS total FROM pods ${where}`).get(...values);
    return page.length;
  }

  private columnsOf(row: Row): (string | number)[] {
    const { status, restarts, node } = row.cells;
    const text = `${row.name}\n${row.namespace}\n${Object.entries(row.labels ?? {}).join('\n')}`;
    return [
      row.namespace ?? '',
      row.name,
      row.created,
      String(status),
      Number(restarts ?? 0),
      String(node),
      text.toLowerCase(),
      JSON.stringify(row),
    ];
  }
}

function randomQuestion(random: () => number): Question {
  const below = (limit: number) => Math.floor(random() * limit);
  const kind = below(5);
  return {
    sort: ['name', 'age', 'status', 'restarts', 'node'][below(5)] ?? 'name',
    descending: random() < 0.5,
    status: kind === 1 ? ['Running', 'CrashLoopBackOff', 'ContainerCreating'][below(3)] : undefined,
    restarts: kind === 2 ? below(20) : undefined,
    search: kind === 3 || kind === 4 ? `app-${below(997)}` : undefined,
    offset: random() < 0.5 ? 0 : below(kind === 0 ? 50_000 : 300),
  };
}

function queryOf(question: Question) {
  const conditions = [
    ...(question.status === undefined ? [] : [`status=${question.status}`]),
    ...(question.restarts === undefined ? [] : [`restarts>${question.restarts}`]),
  ];
  return {
    resource: PODS,
    sort: `${question.descending ? '-' : ''}${question.sort}`,
    filter: conditions.join(','),
    search: question.search,
    offset: question.offset,
    limit: LIMIT,
  };
}

function timed<T>(times: number[], work: () => T): T {
  const start = performance.now();
  const result = work();
  times.push(performance.now() - start);
  return result;
}

const ms = (value: number) => `${value < 1 ? value.toFixed(3) : value.toFixed(1)} ms`;

/** 2000 random questions, each asked as an admin and as a user of 1000 namespaces of both sides, with changes in between. */
export function benchRowQueries(objects: number): Finding[] {
  const random = seededRandom(7);
  const rows = syntheticRows(objects);
  const ids = new NamespaceIds();
  const { columns } = projectorFor(PODS);
  const store = new RowStore({ cluster: 'bench', resource: PODS, columns, namespaceIds: ids });
  store.apply(rows.map(row => ({ type: 'upsert', row })));
  const names = Array.from({ length: NAMESPACES / 2 }, (_, at) => `team-${at * 2}`);
  const user = { all: false, namespaces: new NamespaceSet(names.map(name => ids.intern(name))) };
  const sqlite = new SqliteRows(rows, names);
  const ask = (question: Question, access: typeof user) => {
    const query = parseRowQuery(queryOf(question), columns);
    return queryRows(query, { ids, now: Date.now(), sources: [{ store, access }] });
  };
  // SQLite has built its indexes; the orders exist in a running portal, too.
  for (const sort of ['name', 'age', 'status', 'restarts', 'node']) {
    for (const descending of [false, true]) ask({ sort, descending, offset: 0 }, FULL_ACCESS);
  }
  const times = {
    admin: [] as number[],
    user: [] as number[],
    sqliteAdmin: [] as number[],
    sqliteUser: [] as number[],
  };
  for (let at = 0; at < QUERIES; at++) {
    for (let change = 0; change < 10; change++) {
      const index = Math.floor(random() * rows.length);
      const old = rows[index];
      if (old === undefined) continue;
      const cells = { ...old.cells, restarts: Number(old.cells.restarts ?? 0) + 1 };
      const row = { ...old, cells, resourceVersion: String(1e6 + at * 10 + change) };
      rows[index] = row;
      store.apply([{ type: 'upsert', row }]);
      sqlite.change(row);
    }
    const question = randomQuestion(random);
    // Taking turns at going first, so that warm caches favour neither.
    const asks = [
      () => timed(times.admin, () => ask(question, FULL_ACCESS)),
      () => timed(times.user, () => ask(question, user)),
      () => timed(times.sqliteAdmin, () => sqlite.ask(question, false)),
      () => timed(times.sqliteUser, () => sqlite.ask(question, true)),
    ];
    for (const work of at % 2 === 0 ? asks : asks.reverse()) work();
  }
  const p99 = {
    ours: quantile([...times.admin, ...times.user], 0.99),
    sqlite: quantile([...times.sqliteAdmin, ...times.sqliteUser], 0.99),
  };
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const mean = { admin: sum(times.admin) / QUERIES, user: sum(times.user) / QUERIES };
  const tail = { admin: quantile(times.admin, 0.99), user: quantile(times.user, 0.99) };
  return [
    {
      subject: 'Filter + sort + page + total with access over 100,000 changing rows, p99',
      ours: ms(p99.ours),
      peer: `${ms(p99.sqlite)} node:sqlite with indexes`,
      ratio: `1/${(p99.sqlite / p99.ours).toFixed(1)}`,
      goal: '≤ 1/10',
      met: p99.ours / p99.sqlite <= 0.1,
    },
    {
      subject: 'The same questions, median',
      ours: ms(quantile([...times.admin, ...times.user], 0.5)),
      peer: `${ms(quantile([...times.sqliteAdmin, ...times.sqliteUser], 0.5))} node:sqlite with indexes`,
      ratio: `1/${(quantile(times.sqliteAdmin, 0.5) / quantile(times.admin, 0.5)).toFixed(1)}`,
      goal: '',
      met: undefined,
    },
    {
      subject: 'A user of 1,000 namespaces, mean of all questions',
      ours: ms(mean.user),
      peer: `${ms(mean.admin)} an admin`,
      ratio: `${(mean.user / mean.admin).toFixed(2)}×`,
      goal: '≤ 1.2×',
      met: mean.user / mean.admin <= 1.2,
    },
    {
      subject: 'A user of 1,000 namespaces, p99',
      ours: ms(tail.user),
      peer: `${ms(tail.admin)} an admin`,
      ratio: `${(tail.user / tail.admin).toFixed(2)}×`,
      goal: '≤ 1.2×',
      met: tail.user / tail.admin <= 1.2,
    },
  ];
}
