import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { KubeObject } from '@kubemate/kube-common';
import { startSqlite } from '@kubemate/test-node';
import { buildSync } from 'esbuild';
import { child, pipelineRun, succeeded, taskRun } from '../__testUtils__/tektonObjects';
import { hasEnded } from './hasEnded';
import { KnexRunStore } from './KnexRunStore';
import type { KeptLog, RunRecord } from './RunStore';

/** `KUBEMATE_KILLS=100` for the long run. */
const KILLS = Number(process.env.KUBEMATE_KILLS ?? 5);

jest.setTimeout(600_000);

/** A cluster whose runs begin, end and are deleted; it lives on when the portal dies. */
async function startCluster() {
  const runs = new Map<string, KubeObject>();
  const tasks = new Map<string, KubeObject>();
  const server = createServer((request, response) => {
    const objects = request.url === '/pipelineruns' ? runs : tasks;
    response.end(JSON.stringify([...objects.values()]));
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  let count = 0;
  const versioned = (object: KubeObject): KubeObject => ({
    ...object,
    metadata: { ...object.metadata, resourceVersion: String(++count) },
  });
  const times = { startTime: '2026-03-01T10:00:00Z', completionTime: '2026-03-01T10:00:09Z' };
  return {
    url: `http://127.0.0.1:${port}`,
    runs,
    begin(name: string) {
      const status = {
        ...succeeded('Unknown', 'Running'),
        ...{ startTime: times.startTime, childReferences: [child(`${name}-build`, 'build')] },
        pipelineSpec: { tasks: [{ name: 'build', taskRef: { name: 'build' } }] },
      };
      const labels = { 'tekton.dev/pipelineRun': name };
      runs.set(name, pipelineRun(name, { spec: {}, status }));
      tasks.set(`${name}-build`, taskRun(`${name}-build`, { labels, status: {} }));
    },
    end(name: string) {
      const [run, task] = [runs.get(name), tasks.get(`${name}-build`)];
      if (run === undefined || task === undefined) return;
      const ended = { ...succeeded('True', 'Succeeded'), ...times };
      tasks.set(
        `${name}-build`,
        versioned({ ...task, status: { ...ended, podName: `${name}-pod` } }),
      );
      runs.set(name, versioned({ ...run, status: { ...Object(run.status), ...ended } }));
    },
    remove(name: string) {
      runs.delete(name);
      tasks.delete(`${name}-build`);
    },
    close: () => server.close(),
  };
}

interface Kept {
  readonly record: RunRecord;
  readonly logs: readonly KeptLog[];
}

const ENDS: ReadonlySet<string> = new Set(['succeeded', 'unknown']);

/** Whether something that was kept is not any more. */
function isLess(now: Kept | undefined, { record, logs }: Kept): boolean {
  if (now === undefined) return true;
  const isPageLost = record.detail !== undefined && now.record.detail === undefined;
  const isEndLost = hasEnded(record.run) && now.record.run.phase !== record.run.phase;
  const keys = new Set(now.logs.map(({ key }) => key));
  return isPageLost || isEndLost || logs.some(({ key }) => !keys.has(key));
}

describe('kill -9 of the replica that records', () => {
  const cache = path.resolve(__dirname, '../../node_modules/.cache');
  const script = path.join(cache, `recorderProcess-${process.pid}.cjs`);
  beforeAll(() => {
    mkdirSync(cache, { recursive: true });
    buildSync({
      entryPoints: [path.resolve(__dirname, '../__testUtils__/recorderProcess.ts')],
      outfile: script,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      target: 'node22',
      external: ['knex', 'better-sqlite3', 'pg'],
      logLevel: 'error',
    });
  });
  afterAll(() => rmSync(script, { force: true }));

  it('loses nothing that was kept, and the next one catches up', async () => {
    const databases = await startSqlite();
    const { knex, config } = await databases.create();
    const store = await KnexRunStore.create({ getClient: async () => knex });
    const cluster = await startCluster();
    const folder = mkdtempSync(path.join(tmpdir(), 'objects-'));
    const argument = JSON.stringify({ knex: config, url: cluster.url, folder });

    /** Lets a replica record until it has done so for as long, or until what is wanted holds; then it dies. */
    async function recordAndKill(afterMs: number, isDone = async () => true) {
      const replica = spawn(process.execPath, [script, argument], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      await new Promise(resolve => replica.stdout.once('data', resolve));
      await sleep(afterMs);
      for (const end = Date.now() + 60_000; !(await isDone());) {
        if (Date.now() > end) throw new Error('the recorder does not catch up');
        await sleep(50);
      }
      replica.kill('SIGKILL');
      await new Promise(resolve => replica.once('exit', resolve));
    }
    const read = async (uids: Iterable<string>) => {
      const kept = new Map<string, Kept>();
      for (const uid of uids) {
        const record = await store.get({ place: 'dev', uid });
        if (record) kept.set(uid, { record, logs: await store.logsOf({ place: 'dev', uid }) });
      }
      return kept;
    };

    const uids = new Map<string, string>();
    let before: Awaited<ReturnType<typeof read>> = new Map();
    for (let kill = 0; kill < KILLS; kill++) {
      const names = [0, 1, 2, 3].map(index => `run-${kill}-${index}`);
      for (const name of names) cluster.begin(name);
      for (const name of names) uids.set(name, cluster.runs.get(name)?.metadata.uid ?? '');
      const dying = recordAndKill(Math.random() * 150);
      cluster.end(`run-${kill}-0`);
      cluster.end(`run-${kill}-1`);
      await dying;
      cluster.remove(`run-${kill}-1`);
      cluster.remove(`run-${kill}-2`);
      const after = await read(uids.values());
      const lost = [...before].filter(([uid, earlier]) => isLess(after.get(uid), earlier));
      expect(lost).toEqual([]);
      const keys = [...after.values()].flatMap(({ logs }) => logs.flatMap(({ key }) => key ?? []));
      expect(keys.filter(key => !existsSync(path.join(folder, key)))).toEqual([]);
      before = after;
    }
    const uidOf = (name: string) => uids.get(name) ?? '';
    const present = async () => new Set((await store.present('dev')).map(({ uid }) => uid));
    await recordAndKill(0, async () => {
      const known = await store.present('dev');
      const there = [...cluster.runs.values()].map(({ metadata }) => metadata.uid).sort();
      const isWhole = known.every(({ hasDetail, hasEnded: ended }) => hasDetail || !ended);
      return (
        isWhole && JSON.stringify(known.map(({ uid }) => uid).sort()) === JSON.stringify(there)
      );
    });
    const end = await read(uids.values());
    for (let kill = 0; kill < KILLS; kill++) {
      expect(end.get(uidOf(`run-${kill}-0`))?.record.run.phase).toBe('succeeded');
      // It may have come and gone between two looks; what was seen has its end, or is said to have none that is known.
      const gone = [`run-${kill}-1`, `run-${kill}-2`].flatMap(
        name => end.get(uidOf(name))?.record.run ?? [],
      );
      expect(gone.filter(({ isArchived, phase }) => !isArchived || !ENDS.has(phase))).toEqual([]);
      expect((await present()).has(uidOf(`run-${kill}-3`))).toBe(true);
    }
    cluster.close();
    await databases.stop();
    rmSync(folder, { recursive: true, force: true });
  });
});
