import { auditEventSchema } from '@kubemate/operations-common';
import { testDatabases } from '@kubemate/test-node';
import type { RunningDatabases, TestDatabase } from '@kubemate/test-node';
import { buildSync } from 'esbuild';
import { spawn } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { KnexOperationStore } from './KnexOperationStore';
import type { OperationRecord } from './OperationRecord';

/** `KUBEMATE_KILLS=100` for the long run. */
const KILLS = Number(process.env.KUBEMATE_KILLS ?? 6);

jest.setTimeout(3_600_000);

interface Told {
  readonly id: string;
  readonly outcome: string;
  readonly follows?: string;
}

/** What was done to the world outside, and what the audit trail was told. Both survive the portal. */
async function startTarget() {
  const effects: string[] = [];
  const events: Told[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', chunk => chunks.push(chunk));
    // Only a request that has come whole has an effect.
    request.on('end', () => {
      const body = JSON.parse(Buffer.concat(chunks).toString());
      if (request.url === '/effects') effects.push(body.name);
      else events.push(...body);
      setTimeout(() => response.end('{}'), Math.random() * 20);
    });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  return { effects, events, url: `http://127.0.0.1:${port}`, close: () => server.close() };
}

describe.each(testDatabases)('kill -9 on $name', ({ name, start, skipped }) => {
  const test = skipped === undefined ? it : it.skip;
  // SQLite belongs to one process at a time; PostgreSQL is shared by replicas.
  const replicas = name === 'PostgreSQL' ? 2 : 1;
  const folder = path.resolve(__dirname, '../node_modules/.cache');
  const script = path.join(folder, `replicaProcess-${process.pid}-${replicas}.cjs`);
  let databases: RunningDatabases;
  beforeAll(async () => {
    mkdirSync(folder, { recursive: true });
    buildSync({
      entryPoints: [path.resolve(__dirname, '__testUtils__/replicaProcess.ts')],
      outfile: script,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      target: 'node22',
      external: ['knex', 'better-sqlite3', 'pg', 'express'],
      logLevel: 'error',
    });
    if (skipped === undefined) databases = await start();
  }, 120_000);
  afterAll(async () => {
    rmSync(script, { force: true });
    await databases?.stop();
  });

  async function runAndKill(options: {
    database: TestDatabase;
    url: string;
    keys: readonly string[];
    at: number;
    afterMs: number;
  }) {
    const { database, url, keys, at, afterMs } = options;
    const argument = {
      knex: database.config,
      targetUrl: url,
      name: `replica-${at}`,
      keys,
      seed: at * 7_919 + 1,
    };
    const child = spawn(process.execPath, [script, JSON.stringify(argument)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = new Promise(resolve => child.once('exit', resolve));
    await new Promise<void>((resolve, reject) => {
      child.stdout.once('data', () => resolve());
      child.once('exit', code => reject(new Error(`ended with ${code} before it was ready`)));
    });
    await sleep(afterMs);
    child.kill('SIGKILL');
    await ended;
  }

  test(`does nothing without a record, nothing twice, and tells of all: ${KILLS} deaths, ${replicas} at a time`, async () => {
    const target = await startTarget();
    const database = await databases.create();
    const store = await KnexOperationStore.create({ getClient: async () => database.knex });
    const keys: string[] = [];
    for (let kill = 0; kill < KILLS; kill += replicas) {
      for (let each = 0; each < 25; each++)
        keys.push(`${each % 5 === 0 ? 'bulk' : 'one'}-${String(kill).padStart(4, '0')}-${each}`);
      await Promise.all(
        Array.from({ length: replicas }, (_, replica) =>
          runAndKill({
            database,
            url: target.url,
            keys: keys.slice(-60),
            at: kill + replica,
            afterMs: Math.random() * 400,
          }),
        ),
      );
    }
    // The last one lives until everything that the dead have left is told.
    const last = runAndKill({
      database,
      url: target.url,
      keys: ['one-last-0'],
      at: 9_999,
      afterMs: 8_000,
    });
    await last;

    const ids: string[] = await database.knex('operations').pluck('id');
    const records = (await Promise.all(ids.map(id => store.get(id)))).filter(
      record => record !== undefined,
    );
    check({ records, effects: target.effects, events: target.events });
    expect(records.filter(({ status }) => status === 'interrupted').length).toBeGreaterThan(0);
    expect(records.filter(({ status }) => status === 'succeeded').length).toBeGreaterThan(
      KILLS / 4,
    );
    target.close();
  });
});

function check({
  records,
  effects,
  events,
}: {
  records: readonly OperationRecord[];
  effects: readonly string[];
  events: readonly Told[];
}) {
  // One record for each key.
  const byKey = new Map(records.map(record => [record.idempotencyKey, record]));
  expect(byKey.size).toBe(records.length);
  // Every effect once, and under a record that says it happened, or that it may have.
  expect(effects.length).toBe(new Set(effects).size);
  for (const effect of effects) {
    const [key = '', part] = effect.split('/');
    const record = byKey.get(key);
    const result = part === undefined ? undefined : record?.results[Number(part) - 1];
    const says = result === undefined ? record?.status : (result.message ?? result.status);
    expect({ effect, says }).toEqual({
      effect,
      says: expect.stringMatching(/^(succeeded|interrupted|.*may have been done.*)$/),
    });
  }
  // And nothing that is said to have succeeded is missing.
  const done = new Set(effects);
  for (const { status, idempotencyKey = '', results, inputs } of records) {
    if (inputs === undefined && status === 'succeeded') expect(done).toContain(idempotencyKey);
    results.forEach((result, at) => {
      if (inputs !== undefined && result.status === 'succeeded')
        expect(done).toContain(`${idempotencyKey}/${at + 1}`);
    });
  }
  // All have ended, and the trail knows each by its id, always with the same content.
  expect(records.filter(({ status }) => status === 'running')).toEqual([]);
  expect(records.filter(({ undelivered }) => undelivered)).toEqual([]);
  const told = new Map<string, string>();
  for (const event of events) {
    expect(auditEventSchema.safeParse(event).success).toBe(true);
    const text = JSON.stringify(event);
    expect(told.get(event.id) ?? text).toBe(text);
    told.set(event.id, text);
  }
  for (const { id, status, eventId = id } of records)
    expect(JSON.parse(told.get(eventId) ?? '{}')).toMatchObject({ outcome: status });
  const followed = events.filter(({ follows }) => follows !== undefined);
  expect(told.size).toBe(records.length + new Set(followed.map(({ id }) => id)).size);
}
