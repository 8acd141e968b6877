import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { coreServices, createBackendPlugin } from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { databases } from './databases';

jest.setTimeout(60_000);

async function clientWith(connection: string | { directory: string }): Promise<Knex> {
  let client: Knex | undefined;
  const plugin = createBackendPlugin({
    pluginId: 'sample',
    register(env) {
      env.registerInit({
        deps: { database: coreServices.database },
        async init({ database }) {
          client = await database.getClient();
          expect(await database.getClient()).toBe(client);
        },
      });
    },
  });
  const data = { backend: { database: { client: 'better-sqlite3', connection } } };
  await startTestBackend({
    features: [databases, plugin, mockServices.rootConfig.factory({ data })],
  });
  if (client === undefined) throw new Error('the plugin did not start');
  return client;
}

describe('databases', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'databases-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('write ahead in files, and sync with every commit', async () => {
    const client = await clientWith({ directory: folder });
    expect(await client.raw('PRAGMA journal_mode')).toEqual([{ journal_mode: 'wal' }]);
    // 2 is FULL.
    expect(await client.raw('PRAGMA synchronous')).toEqual([{ synchronous: 2 }]);
    await client.destroy();
  });

  it('stay as they are in memory', async () => {
    const client = await clientWith(':memory:');
    expect(await client.raw('PRAGMA journal_mode')).toEqual([{ journal_mode: 'memory' }]);
    await client.destroy();
  });
});
