import { setTimeout as sleep } from 'node:timers/promises';
import { projectorFor, type Row } from '@kubemate/kube-common';
import { VirtualClock } from '../../packages/kube-node/src/reflector/testUtils/VirtualClock';
import { seededRandom } from '../../packages/kube-node/src/reflector/testUtils/seededRandom';
import { type Clock, systemClock } from '../../packages/kube-node/src/reflector/Clock';
import { NamespaceIds } from '../../packages/kube-node/src/rows/NamespaceSet';
import { parseRowQuery } from '../../packages/kube-node/src/rows/parseRowQuery';
import { queryRows } from '../../packages/kube-node/src/rows/queryRows';
import { FULL_ACCESS } from '../../packages/kube-node/src/rows/RowAccess';
import { RowStore } from '../../packages/kube-node/src/rows/RowStore';
import { RowWatchHub } from '../../packages/kube-node/src/rows/RowWatchHub';
import { syntheticRows } from './rowQueries';
import { type Finding, quantile } from './statistics';

const PODS = { group: '', version: 'v1', plural: 'pods' };
const CHANGES_PER_SECOND = 500;
const VIEWERS = 1000;
const VIEWS = 10;
const WINDOW = 100;
const DEBOUNCE_MS = 4000;

function createTable(objects: number, clock: Clock) {
  const rows = syntheticRows(objects);
  const ids = new NamespaceIds();
  const { columns } = projectorFor(PODS);
  const store = new RowStore({ cluster: 'bench', resource: PODS, columns, namespaceIds: ids });
  store.apply(rows.map(row => ({ type: 'upsert', row })));
  const hub = new RowWatchHub({ ids, clock });
  const sources = [{ store, access: FULL_ACCESS }];
  const viewOf = (view: number) => ({
    scope: 'bench',
    query: parseRowQuery(
      { resource: PODS, sort: 'name', limit: WINDOW, offset: view * WINDOW },
      columns,
    ),
    sources,
    columns,
    failures: () => [],
  });
  const page = (view: number) => queryRows(viewOf(view).query, { ids, now: clock.now(), sources });
  let version = 1e6;
  /** Changes one row; the time stands in its version, so that a reader can tell how old the news is. */
  const change = (row: Row, at: number) => {
    const cells = { ...row.cells, restarts: (version % 50) + 1 };
    const changed = { ...row, cells, resourceVersion: `${++version}@${at}` };
    store.apply([{ type: 'upsert', row: changed }]);
  };
  return { store, hub, viewOf, page, change };
}

type Table = ReturnType<typeof createTable>;

/** Changes rows that somebody looks at, 500 a second. */
async function churn(table: Table, durationMs: number): Promise<void> {
  const random = seededRandom(11);
  const start = performance.now();
  let done = 0;
  while (performance.now() - start < durationMs) {
    const due = ((performance.now() - start) / 1000) * CHANGES_PER_SECOND;
    for (; done < due; done++) {
      const { items } = table.page(Math.floor(random() * VIEWS));
      const row = items[Math.floor(random() * items.length)];
      if (row !== undefined) table.change(row, performance.now());
    }
    await sleep(2);
  }
}

const changedAt = (row: Row) => Number(row.resourceVersion.split('@')[1]);

/** 1000 readers of the delta stream; each takes the text it would write to a socket. */
async function measureDeltas(table: Table, durationMs: number) {
  const stop = new AbortController();
  const latencies: number[] = [];
  let bytes = 0;
  const readers = Array.from({ length: VIEWERS }, async (_, at) => {
    for await (const { event, json } of table.hub.watch(table.viewOf(at % VIEWS), stop)) {
      bytes += json.length;
      if (event.type !== 'delta') continue;
      const now = performance.now();
      for (const row of event.delta.updated) latencies.push(now - changedAt(row));
    }
  });
  await sleep(300);
  const before = process.cpuUsage();
  await churn(table, durationMs);
  await sleep(300);
  const cpu = process.cpuUsage(before);
  stop.abort();
  await Promise.all(readers);
  return { latencies, bytes, cpuMs: (cpu.user + cpu.system) / 1000 };
}

/** The design of other portals: "something changed", then every viewer fetches its page again, at most every 4 s. */
async function measureRefetch(table: Table, durationMs: number) {
  const latencies: number[] = [];
  let bytes = 0;
  const timers = new Set<NodeJS.Timeout>();
  const viewers = Array.from({ length: VIEWERS }, (_, at) => {
    const seen = new Map<string, string>(
      table.page(at % VIEWS).items.map(row => [row.uid, row.resourceVersion]),
    );
    let waiting = false;
    const refetch = () => {
      waiting = false;
      const page = table.page(at % VIEWS);
      bytes += JSON.stringify(page).length;
      const now = performance.now();
      for (const row of page.items) {
        if (seen.get(row.uid) === row.resourceVersion) continue;
        seen.set(row.uid, row.resourceVersion);
        latencies.push(now - changedAt(row));
      }
    };
    return () => {
      if (waiting) return;
      waiting = true;
      // Viewers did not all open their page at the same moment.
      timers.add(setTimeout(refetch, DEBOUNCE_MS * (0.5 + (at % 97) / 194)));
    };
  });
  const stop = table.store.subscribe(() => viewers.forEach(notify => notify()));
  const before = process.cpuUsage();
  await churn(table, durationMs);
  const cpu = process.cpuUsage(before);
  stop();
  for (const timer of timers) clearTimeout(timer);
  return { latencies, bytes, cpuMs: (cpu.user + cpu.system) / 1000 };
}

export async function benchLatency(options: {
  objects: number;
  durationMs: number;
}): Promise<Finding[]> {
  const { objects, durationMs } = options;
  const ours = await measureDeltas(createTable(objects, systemClock), durationMs);
  const peer = await measureRefetch(createTable(objects, systemClock), durationMs);
  const p99 = { ours: quantile(ours.latencies, 0.99), peer: quantile(peer.latencies, 0.99) };
  const perRow = {
    ours: ours.cpuMs / ours.latencies.length,
    peer: peer.cpuMs / peer.latencies.length,
  };
  return [
    {
      subject: 'Change to reader at 500 changes/s, 1,000 viewers on 10 views, p99',
      ours: `${p99.ours.toFixed(0)} ms`,
      peer: `${p99.peer.toFixed(0)} ms notify + refetch (up to 4 s debounce)`,
      ratio: `1/${(p99.peer / p99.ours).toFixed(1)}`,
      goal: '≤ 1/5',
      met: p99.ours / p99.peer <= 0.2,
    },
    {
      subject: 'CPU per changed row delivered to a viewer in that run',
      ours: `${(perRow.ours * 1000).toFixed(1)} µs`,
      peer: `${(perRow.peer * 1000).toFixed(1)} µs notify + refetch`,
      ratio: `1/${(perRow.peer / perRow.ours).toFixed(1)}`,
      goal: '≤ 1/10',
      met: perRow.ours / perRow.peer <= 0.1,
    },
  ];
}

/** What one browser receives in a minute of changes anywhere in 100,000 rows, on a clock that does not wait. */
export async function benchBytes(options: {
  objects: number;
  listBytes: number;
}): Promise<Finding[]> {
  const clock = new VirtualClock();
  const table = createTable(options.objects, clock);
  const all = [...table.store.rows()];
  const random = seededRandom(13);
  const stop = new AbortController();
  let bytes = 0;
  const reading = (async () => {
    for await (const { json } of table.hub.watch(table.viewOf(0), stop))
      bytes += Buffer.byteLength(json);
  })();
  await clock.advance(0);
  const visible = Buffer.byteLength(JSON.stringify(table.page(0).items));
  for (let tenth = 0; tenth < 600; tenth++) {
    for (let at = 0; at < CHANGES_PER_SECOND / 10; at++) {
      const row = all[Math.floor(random() * all.length)];
      if (row !== undefined) table.change(row, clock.now());
    }
    await clock.advance(100);
  }
  stop.abort();
  await reading;
  const ratio = bytes / options.listBytes;
  return [
    {
      subject: 'Bytes to a live table over 100,000 pods, 60 s at 500 changes/s',
      ours: `${(bytes / 1024).toFixed(0)} KiB (its 100 visible rows are ${(visible / 1024).toFixed(0)} KiB)`,
      peer: `${(options.listBytes / 2 ** 20).toFixed(0)} MiB one plain list`,
      ratio: `1/${(1 / ratio).toFixed(0)}`,
      goal: '≤ 1/50',
      met: ratio <= 1 / 50,
    },
    {
      subject: 'The same bytes against the visible rows alone',
      ours: `${(bytes / 1024).toFixed(0)} KiB`,
      peer: `${(visible / 1024).toFixed(0)} KiB`,
      ratio: `${(bytes / visible).toFixed(2)}×`,
      goal: '≤ 1.2×',
      met: bytes / visible <= 1.2,
    },
  ];
}
