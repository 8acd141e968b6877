import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { RunQuery } from '@kubemate/plugin-pipelines-common';
import createKnex from 'knex';
import { seededRandom } from '../../packages/kube-node/src/reflector/testUtils/seededRandom';
import { KnexRunStore } from '../../plugins/pipelines-backend/src/history/KnexRunStore';
import { toRow } from '../../plugins/pipelines-backend/src/history/runRows';
import { positionOf, writeCursor } from '../../plugins/pipelines-backend/src/runs/runOrder';
import { type Finding, median, quantile } from './statistics';

const NAMESPACES = 200;
const CLUSTERS = 4;
const QUESTIONS = 200;
const LIMIT = 100;
const START = Date.UTC(2026, 0, 1);

function syntheticRun(index: number, random: () => number) {
  const createdAt = START + index * 60_000 + Math.floor(random() * 60_000);
  const component = `service-${Math.floor(random() * 300)}`;
  const phase = random() < 0.15 ? ('failed' as const) : ('succeeded' as const);
  return {
    ref: {
      engine: 'tekton' as const,
      place: `cluster-${Math.floor(random() * CLUSTERS)}`,
      folder: `team-${Math.floor(random() * NAMESPACES)}`,
      name: `${component}-build-${index.toString(36)}`,
    },
    uid: `${Math.floor(random() * 2 ** 48).toString(16)}-${index}`,
    pipeline: 'build-and-deploy',
    phase,
    reason: phase === 'failed' ? 'Failed' : 'Completed',
    message: 'Tasks Completed: 6 (Failed: 0, Cancelled 0), Skipped: 0',
    trigger: { kind: 'push' as const, by: `user-${Math.floor(random() * 500)}` },
    source: {
      repository: `https://git.example.com/shop/${component}`,
      branch: 'main',
      commit: Math.floor(random() * 2 ** 48).toString(16),
    },
    component,
    createdAt,
    startedAt: createdAt + 1000,
    finishedAt: createdAt + 1000 + Math.floor(random() * 600_000),
    tasks: { total: 6, done: 6, failed: 0 },
    isArchived: true,
  };
}

/** Pages deep in the history of runs, by keyset as the portal asks for them, rights and total included, and by OFFSET over the same index without either, on SQLite in a file. */
export async function benchRunHistory(count: number): Promise<readonly Finding[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'runs-'));
  const connection = { filename: path.join(folder, 'runs.sqlite') };
  const knex = createKnex({ client: 'better-sqlite3', connection, useNullAsDefault: true });
  try {
    await knex.migrate.latest({ directory: 'plugins/pipelines-backend/migrations' });
    const database = { getClient: async () => knex, migrations: { skip: true } };
    const store = await KnexRunStore.create(database);
    const random = seededRandom(7);
    const runs = Array.from({ length: count }, (_, index) => syntheticRun(index, random));
    const rows = runs.map(run => ({ ...toRow(run), gone_at: run.createdAt }));
    await knex.batchInsert('runs', rows, 50);
    const scope = Array.from({ length: CLUSTERS }, (_, index) => ({
      place: `cluster-${index}`,
      folders: 'all' as const,
    }));
    const newestFirst = [...runs].reverse();
    const query: RunQuery = { sort: '-created', limit: LIMIT };
    const times = { keyset: [] as number[], offset: [] as number[] };
    const timed = async <T>(into: number[], work: () => Promise<T>): Promise<T> => {
      const begin = performance.now();
      const answer = await work();
      into.push(performance.now() - begin);
      return answer;
    };
    const offsetPage = (offset: number) =>
      knex('runs')
        .whereNotNull('gone_at')
        .orderBy([
          { column: 'created_at', order: 'desc' },
          { column: 'uid', order: 'desc' },
        ])
        .select('run')
        .offset(offset)
        .limit(LIMIT);
    // A reader comes to deep pages from the first, which has counted them.
    await store.page(query, scope);
    for (let question = 0; question < QUESTIONS; question++) {
      // The deeper half: where people look for what was long ago.
      const offset = Math.floor(count / 2 + random() * (count / 2 - LIMIT));
      const before = newestFirst[offset - 1];
      if (before === undefined) throw new Error('there is no such page');
      const cursor = writeCursor(positionOf(before, query.sort), query.sort);
      const ours = await timed(times.keyset, () => store.page({ ...query, cursor }, scope));
      const theirs = await timed(times.offset, () => offsetPage(offset));
      const names = theirs.map(({ run }) => JSON.parse(run).uid).join();
      if (names !== ours.items.map(({ uid }) => uid).join())
        throw new Error('the two sides do not show the same page');
    }
    const line = (subject: string, of: (values: readonly number[]) => number): Finding => {
      const [ours, theirs] = [of(times.keyset), of(times.offset)];
      return {
        subject,
        ours: `${ours.toFixed(1)} ms`,
        peer: `${theirs.toFixed(1)} ms OFFSET`,
        ratio: `1/${(theirs / ours).toFixed(1)}`,
        goal: '',
        met: undefined,
      };
    };
    return [
      line('A page of 100 deep in the history of 100,000 pipeline runs, median', median),
      line('The same pages, p99', values => quantile(values, 0.99)),
    ];
  } finally {
    await knex.destroy();
    rmSync(folder, { recursive: true, force: true });
  }
}
