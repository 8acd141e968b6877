import { execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import createKnex from 'knex';

const DEBIAN = '/usr/lib/postgresql';
const START_MS = 30_000;
/** Attempts while the server starts are no news. */
const SILENT = { warn() {}, error() {}, deprecate() {}, debug() {} };

/** A PostgreSQL server of the test's own. */
export interface Postgres {
  /** Of a new, empty database. */
  createDatabase(): Promise<{ readonly url: string }>;
  stop(): Promise<void>;
}

/** Why no PostgreSQL can be started here; undefined where one can. */
export function whyNoPostgres(): string | undefined {
  if (binaries() === undefined) return 'PostgreSQL is not installed (Debian: postgresql)';
  return isRoot() && serverUser() === undefined ? 'PostgreSQL does not run as root' : undefined;
}

/** Starts an empty PostgreSQL on a free port of loopback, in a temporary folder that goes with it. */
export async function startPostgres(): Promise<Postgres> {
  const bin = binaries();
  if (bin === undefined) throw new Error(whyNoPostgres());
  const user = isRoot() ? serverUser() : undefined;
  const folder = mkdtempSync(path.join(tmpdir(), 'postgres-'));
  if (user) chownSync(folder, user.uid, user.gid);
  const data = path.join(folder, 'data');
  const options = { ...user, cwd: folder, env: { PATH: process.env.PATH, LC_ALL: 'C.UTF-8' } };
  const init = ['-D', data, '-U', 'test', '-A', 'trust', '-E', 'UTF8', '--no-sync'];
  execFileSync(path.join(bin, 'initdb'), init, { ...options, stdio: 'pipe' });
  const port = await freePort();
  const settings = [
    `port=${port}`,
    'listen_addresses=127.0.0.1',
    `unix_socket_directories=${folder}`,
    'fsync=off',
    'full_page_writes=off',
    'max_connections=200',
  ];
  const args = ['-D', data, ...settings.flatMap(setting => ['-c', setting])];
  const server = spawn(path.join(bin, 'postgres'), args, { ...options, stdio: 'ignore' });
  const ended = new Promise(resolve => server.once('exit', resolve));
  const urlOf = (database: string) => `postgresql://test@127.0.0.1:${port}/${database}`;
  const stop = async () => {
    server.kill('SIGINT');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await query(urlOf('postgres'), 'select 1', START_MS);
  } catch (error) {
    await stop();
    throw error;
  }
  let count = 0;
  return {
    async createDatabase() {
      count += 1;
      const name = `test_${count}`;
      await query(urlOf('postgres'), `create database ${name}`);
      return { url: urlOf(name) };
    },
    stop,
  };
}

async function query(url: string, sql: string, patienceMs = 0): Promise<void> {
  const until = Date.now() + patienceMs;
  for (;;) {
    const knex = createKnex({
      client: 'pg',
      connection: url,
      pool: { min: 0, max: 1 },
      log: SILENT,
    });
    try {
      await knex.raw(sql);
      return;
    } catch (error) {
      if (Date.now() >= until) throw error;
    } finally {
      await knex.destroy();
    }
    await sleep(100);
  }
}

function binaries(): string | undefined {
  const debian = existsSync(DEBIAN)
    ? readdirSync(DEBIAN).map(v => path.join(DEBIAN, v, 'bin'))
    : [];
  const folders = [...debian.sort().reverse(), ...(process.env.PATH ?? '').split(path.delimiter)];
  return folders.find(folder => existsSync(path.join(folder, 'initdb')));
}

function isRoot(): boolean {
  return process.getuid?.() === 0;
}

function serverUser(): { uid: number; gid: number } | undefined {
  try {
    const id = (flag: string) =>
      Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8', stdio: 'pipe' }));
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    return undefined;
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' ? (address?.port ?? 0) : 0));
    });
  });
}
