import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import createKnex from 'knex';
import { publishedTektonTypes } from '../../../packages/sandbox/src/apiserver/publishedDocuments';
import { startApi } from '../child';
import { type Finding, median, spread } from '../statistics';
import { ADMIN_TOKEN } from '../writes/apiServer';
import { startPortals } from '../writes/portals';
import { realApi } from './realApi';
import { syntheticRun } from './syntheticRuns';

const RUNS = 10_000;
const PAGE = 500;
const NAMESPACE = `runs-${Date.now() % 1_000_000}`;
const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const OF_NAMESPACE = `/apis/tekton.dev/v1/namespaces/${NAMESPACE}/pipelineruns`;
const GOAL = 1 / 5;
/** Of two seconds each, in which nothing was kept. */
const QUIET_POLLS = 5;

interface Listing {
  readonly runs: number;
  readonly bytes: number;
  readonly ms: number;
}

interface Side {
  readonly url: string;
  readonly token: string;
}

/**
 * All runs, page after page, from Kubemate and from the API server that it reads: the real one of `KUBEMATE_PEER_KUBECONFIG`, or the
 * sandbox's. The sides take turns.
 */
export async function benchRuns({ rounds }: { rounds: number }): Promise<readonly Finding[]> {
  const real = realApi();
  const started = real === undefined ? await startApi({ configMaps: 0 }) : undefined;
  const api = real ?? { url: started?.url ?? '', token: ADMIN_TOKEN };
  try {
    await fill(api);
    const [portal] = await startPortals(api, [{ port: 17312, env: {} }]);
    if (portal === undefined) throw new Error('no portal was started');
    try {
      const sides = { ours: [] as Listing[], theirs: [] as Listing[] };
      await untilComplete(portal);
      await untilKept(portal.data);
      await listApi(api);
      for (let round = 0; round < rounds * 3; round++) {
        sides.ours.push(await listPortal(portal));
        sides.theirs.push(await listApi(api));
      }
      return findings(sides, real === undefined ? 'the sandbox’s API server' : 'kube-apiserver');
    } finally {
      portal.stop();
    }
  } finally {
    started?.stop();
  }
}

function findings(
  { ours, theirs }: { ours: readonly Listing[]; theirs: readonly Listing[] },
  server: string,
): Finding[] {
  const ms = (side: readonly Listing[]) => side.map(each => each.ms);
  const bytes = (side: readonly Listing[]) => median(side.map(each => each.bytes));
  const line = (subject: string, ratio: number, texts: readonly [string, string]): Finding => ({
    ...{ subject, ours: texts[0], peer: `${texts[1]} ${server}` },
    ratio: `1/${(1 / ratio).toFixed(1)}`,
    goal: '≤ 1/5',
    met: ratio <= GOAL,
  });
  const mib = (size: number) => `${(size / 2 ** 20).toFixed(1)} MiB`;
  const spreads = `${spread(ms(ours)).toFixed(2)} / ${spread(ms(theirs)).toFixed(2)}`;
  return [
    line('List of 10,000 pipeline runs, bytes', bytes(ours) / bytes(theirs), [
      mib(bytes(ours)),
      mib(bytes(theirs)),
    ]),
    line(
      `The same list in pages of ${PAGE}, time (spread ${spreads})`,
      median(ours.map((each, at) => each.ms / (theirs[at]?.ms ?? Number.NaN))),
      [`${median(ms(ours)).toFixed(0)} ms`, `${median(ms(theirs)).toFixed(0)} ms`],
    ),
  ];
}

async function untilComplete(portal: Side): Promise<void> {
  for (let at = 0; at < 240; at++) {
    if ((await listPortal(portal)).runs === RUNS) return;
    await sleep(500);
  }
  throw new Error('the portal never listed all runs');
}

/** A portal that sees runs for the first time reads and keeps each of them: once, and not while it is measured. */
async function untilKept(data: string): Promise<void> {
  const knex = createKnex({
    ...{ client: 'better-sqlite3', useNullAsDefault: true },
    connection: { filename: path.join(data, 'pipelines.sqlite'), options: { readonly: true } },
  });
  try {
    let [before, quiet] = [-1, 0];
    while (quiet < QUIET_POLLS) {
      await sleep(2_000);
      const counts = await Promise.all(
        ['run_details', 'run_logs'].map(table => knex(table).count({ count: '*' }).first()),
      );
      const now = counts.reduce((sum, row) => sum + Number(row?.count ?? 0), 0);
      quiet = now === before ? quiet + 1 : 0;
      before = now;
    }
  } finally {
    await knex.destroy();
  }
}

/** `next` reads one page and says how the following one is asked for. */
async function timed(
  next: (cursor: string) => Promise<{ runs: number; bytes: number; cursor?: string }>,
): Promise<Listing> {
  const from = performance.now();
  let [runs, bytes] = [0, 0];
  let cursor: string | undefined = '';
  while (cursor !== undefined) {
    const page = await next(cursor);
    runs += page.runs;
    bytes += page.bytes;
    cursor = page.cursor;
  }
  return { runs, bytes, ms: performance.now() - from };
}

function listPortal(portal: Side): Promise<Listing> {
  return timed(async cursor => {
    const query = new URLSearchParams({ folders: NAMESPACE, limit: String(PAGE) });
    if (cursor !== '') query.set('cursor', cursor);
    const text = await read(portal, `/api/pipelines/runs?${query}`);
    const page: { items: unknown[]; nextCursor?: string } = JSON.parse(text);
    return { runs: page.items.length, bytes: Buffer.byteLength(text), cursor: page.nextCursor };
  });
}

function listApi(api: Side): Promise<Listing> {
  return timed(async cursor => {
    const query = new URLSearchParams({ limit: String(PAGE) });
    if (cursor !== '') query.set('continue', cursor);
    const text = await read(api, `${OF_NAMESPACE}?${query}`);
    const page: { items: unknown[]; metadata: { continue?: string } } = JSON.parse(text);
    const size = { runs: page.items.length, bytes: Buffer.byteLength(text) };
    return { ...size, cursor: page.metadata.continue || undefined };
  });
}

async function read({ url, token }: Side, path: string): Promise<string> {
  const headers = { authorization: `Bearer ${token}` };
  const response = await fetch(`${url}${path}`, { headers });
  const text = await response.text();
  if (!response.ok) throw new Error(`${path}: ${response.status} ${text}`);
  return text;
}

async function fill(api: Side): Promise<void> {
  for (const type of publishedTektonTypes()) await write(api, 'POST', DEFINITIONS, type);
  await untilServed(api);
  await write(api, 'POST', '/api/v1/namespaces', { metadata: { name: NAMESPACE } });
  let next = 0;
  const worker = async () => {
    while (next < RUNS) {
      const run = syntheticRun((next += 1));
      await write(api, 'POST', OF_NAMESPACE, run);
      const path = `${OF_NAMESPACE}/${run.metadata.name}/status`;
      await write(api, 'PATCH', path, { status: run.status });
    }
  };
  await Promise.all(Array.from({ length: 16 }, worker));
}

async function untilServed(api: Side): Promise<void> {
  for (let at = 0; at < 100; at++) {
    const served = await read(api, '/apis/tekton.dev/v1/pipelineruns?limit=1').catch(() => '');
    if (served !== '') return;
    await new Promise(resolve => setTimeout(resolve, 200));
  }
  throw new Error('the API server never served PipelineRuns');
}

/** What is there already may stay. */
async function write({ url, token }: Side, method: string, path: string, body: object) {
  const type = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
  const response = await fetch(`${url}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': type },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok && response.status !== 409)
    throw new Error(`${method} ${path}: ${response.status} ${text}`);
}
