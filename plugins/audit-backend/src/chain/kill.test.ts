import { spawn } from 'node:child_process';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { testDatabases } from '@kubemate/test-node';
import type { RunningDatabases, TestDatabase } from '@kubemate/test-node';
import { openChains } from '../__testUtils__/chains';
import { verifyChain } from './verifyChain';

const SCRIPT = path.resolve(__dirname, '../__testUtils__/appendForever.ts');
const TRANSFORM = require.resolve('@backstage/cli/config/nodeTransform.cjs');
const ROUNDS = 4;

/** Appends in a process of its own and kills it without warning; answers what it had said was recorded. */
async function appendAndKill({ config }: TestDatabase, afterMs: number): Promise<string[]> {
  const child = spawn(process.execPath, ['--require', TRANSFORM, SCRIPT, JSON.stringify(config)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.setEncoding('utf8');
  const started = new Promise<void>((resolve, reject) => {
    child.stdout.on('data', chunk => {
      output += chunk;
      resolve();
    });
    child.once('exit', code => reject(new Error(`ended with ${code} before it had recorded`)));
  });
  await started;
  await sleep(afterMs);
  const ended = new Promise(resolve => child.once('exit', resolve));
  child.kill('SIGKILL');
  await ended;
  // The last line may be cut: what was not said whole was not acknowledged.
  return output.slice(0, output.lastIndexOf('\n')).split('\n').filter(Boolean);
}

describe.each(testDatabases)('kill -9 on $name', ({ name, start, skipped }) => {
  const test = skipped === undefined ? it : it.skip;
  // SQLite belongs to one process at a time; PostgreSQL is shared by replicas.
  const writers = name === 'PostgreSQL' ? 2 : 1;
  let databases: RunningDatabases;
  beforeAll(async () => {
    if (skipped === undefined) databases = await start();
  }, 60_000);
  afterAll(() => databases?.stop());

  test(`loses nothing that was acknowledged, with ${writers} at a time`, async () => {
    const database = await databases.create();
    const { store, signer, knex } = await openChains(database.knex);
    const acknowledged: string[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const killed = Array.from({ length: writers }, (_, at) =>
        appendAndKill(database, 37 * (round + 1) + 61 * at),
      );
      acknowledged.push(...(await Promise.all(killed)).flat());
    }
    expect(acknowledged.length).toBeGreaterThan(ROUNDS * writers);
    const ids = await knex('audit_records').pluck('id');
    expect(new Set(ids).size).toBe(ids.length);
    const recorded = new Set(ids);
    expect(acknowledged.filter(id => !recorded.has(id))).toEqual([]);
    for (const chain of ['trail', 'reads'] as const) {
      const report = await verifyChain({ chain, store, signer, anchors: [] });
      expect(report).toMatchObject({ ok: true, first: 1, last: report.records });
    }
  }, 180_000);
});
