import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import createKnex from 'knex';
import type { Knex } from 'knex';
import { startPostgres, whyNoPostgres } from './startPostgres';

/** One empty database. */
export interface TestDatabase {
  readonly knex: Knex;
  /** For further connections to it, from this process or another. */
  readonly config: Knex.Config;
}

export interface RunningDatabases {
  /** A new one each time; its connections are closed by `stop`. */
  create(): Promise<TestDatabase>;
  stop(): Promise<void>;
}

/** The databases that a store must run on, for `describe.each`. */
export const testDatabases = [
  { name: 'SQLite', skipped: undefined, start: startSqlite },
  { name: 'PostgreSQL', skipped: whyNoPostgres(), start: startPostgresDatabases },
];

/** SQLite in files of a temporary folder. */
export async function startSqlite(): Promise<RunningDatabases> {
  const folder = mkdtempSync(path.join(tmpdir(), 'sqlite-'));
  let count = 0;
  return running(
    async () => {
      count += 1;
      return {
        client: 'better-sqlite3',
        connection: { filename: path.join(folder, `${count}.sqlite`) },
        useNullAsDefault: true,
      };
    },
    async () => rmSync(folder, { recursive: true, force: true }),
  );
}

async function startPostgresDatabases(): Promise<RunningDatabases> {
  const server = await startPostgres();
  return running(
    async () => ({ client: 'pg', connection: (await server.createDatabase()).url }),
    () => server.stop(),
  );
}

function running(
  configure: () => Promise<Knex.Config>,
  stop: () => Promise<void>,
): RunningDatabases {
  const open: Knex[] = [];
  return {
    async create() {
      const config = await configure();
      const knex = createKnex(config);
      open.push(knex);
      return { knex, config };
    },
    async stop() {
      await Promise.all(open.map(knex => knex.destroy()));
      await stop();
    },
  };
}
