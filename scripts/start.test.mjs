// What `npm start` promises besides the portal itself: sentences instead of stack traces, a clean end, and little memory.
// Run by `npm test`; by hand: node --test scripts/*.test.mjs
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { explainInstallFailure } from './prepare.mjs';
import { explainFailure, StartError } from './StartError.mjs';
import { root } from './toolchain.mjs';

// As long as `npm start` itself waits; how long it took is printed.
const READY_MS = 600_000;
const STOP_MS = 10_000;
const MOST_RESIDENT = 1e9;

/** Runs a start script to its end; `cwd` may be another checkout. */
async function start(args, { cwd = root, env = {}, script = 'start.mjs' } = {}) {
  const child = spawn(process.execPath, [path.join(cwd, 'scripts', script), ...args], {
    cwd,
    env: { ...process.env, ...env },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', chunk => (output += chunk));
  const code = await new Promise(resolve => child.on('close', resolve));
  return { code, output };
}

const isStack = text => /^\s+at .+:\d+:\d+\)?$/m.test(text);

async function listen(server) {
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  return server.address().port;
}

const folders = [];
/** The scripts as in a fresh clone: nothing fetched, nothing installed. */
function freshClone() {
  const folder = mkdtempSync(path.join(tmpdir(), 'kubemate-clone-'));
  folders.push(folder);
  for (const name of ['package.json', 'yarn.lock', '.yarnrc.yml', 'scripts', 'app-config.yaml'])
    cpSync(path.join(root, name), path.join(folder, name), { recursive: true });
  return folder;
}
after(() => folders.forEach(folder => rmSync(folder, { recursive: true, force: true })));

/** npm that gives up at the first failure, keeps nothing and asks this registry alone. */
function npmOf(registry) {
  const cache = mkdtempSync(path.join(tmpdir(), 'kubemate-npm-'));
  folders.push(cache);
  return {
    npm_config_registry: registry,
    npm_config_cache: cache,
    npm_config_fetch_retries: '0',
    npm_config_offline: 'false',
  };
}

describe('what goes wrong at the start is a sentence', () => {
  test('a busy port names another one', async () => {
    const server = createServer();
    const port = await listen(server);
    for (const script of ['start.mjs', 'dev.mjs']) {
      const { code, output } = await start(['--port', String(port)], { script });
      assert.equal(code, 1);
      assert.match(output, new RegExp(`Port ${port} is in use .*--port ${port + 1}`));
      assert.ok(!isStack(output), output);
    }
    server.close();
  });

  for (const [args, sentence] of [
    [['--prot', '1'], /Unknown option '--prot'[\s\S]*Usage: npm start/],
    [['--port', 'seven'], /--port must be a whole number from 1 to 65535, not "seven"/],
    [['--kubeconfig', '/no/such/file'], /--kubeconfig: there is no file \/no\/such\/file/],
    [['--context', 'dev'], /--context needs --kubeconfig/],
  ]) {
    test(`${args.join(' ')}`, async () => {
      const { code, output } = await start(args);
      assert.equal(code, 1);
      assert.match(output, sentence);
      assert.ok(!isStack(output), output);
    });
  }

  test('a fresh clone without a network says that it needs one', async () => {
    const closed = createServer();
    const port = await listen(closed);
    await new Promise(resolve => closed.close(resolve));
    const { code, output } = await start(['--port', String(port)], {
      cwd: freshClone(),
      env: npmOf(`http://127.0.0.1:${port}/`),
    });
    assert.equal(code, 1);
    assert.match(output, /npm registry cannot be reached\. The first start needs a network/);
    assert.ok(!isStack(output), output);
  });

  test('a tool that does not match its pinned checksum is not used', async () => {
    const { name, version, tarball } = forgedYarn();
    const registry = createHttpServer((request, response) => {
      if (request.url.endsWith('.tgz')) return response.end(tarball);
      const dist = { tarball: `http://127.0.0.1:${registry.address().port}/forged.tgz` };
      const versions = { [version]: { name, version, dist } };
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ name, 'dist-tags': { latest: version }, versions }));
    });
    const port = await listen(registry);
    const cwd = freshClone();
    const { code, output } = await start(['--port', String(await freePort())], {
      cwd,
      env: npmOf(`http://127.0.0.1:${port}/`),
    });
    registry.close();
    registry.closeAllConnections();
    assert.equal(code, 1);
    assert.match(
      output,
      /@yarnpkg\/cli-dist@\S+ does not match its pinned checksum and was not used/,
    );
    assert.ok(!isStack(output), output);
    assert.deepEqual(readdirSync(path.join(cwd, '.kubemate')), []);
  });

  test('a full disk', () => {
    const full = Object.assign(new Error('ENOSPC: no space left on device, write'), {
      code: 'ENOSPC',
      path: '/x/.kubemate/yarn.cjs',
    });
    assert.match(explainFailure(full), /^The disk is full: \/x\/.kubemate\/yarn.cjs could not/);
    assert.match(explainInstallFailure('YN0001: ENOSPC: no space left'), /^The disk became full/);
    assert.match(explainInstallFailure('RequestError: getaddrinfo EAI_AGAIN'), /cannot be reached/);
  });

  test('a bug keeps its stack, a sentence stays as it is', () => {
    assert.ok(isStack(explainFailure(new TypeError('x is undefined'))));
    assert.equal(explainFailure(new StartError('So.')), 'So.');
  });
});

/** The package that the start fetches first, with other content. */
function forgedYarn() {
  const source = readFileSync(path.join(root, 'scripts/toolchain.mjs'), 'utf8');
  const [, name, version] = /name: '(@yarnpkg\/cli-dist)',\s+version: '([^']+)'/.exec(source);
  const body = Buffer.from('console.log("not Yarn")');
  const header = Buffer.alloc(512);
  header.write('package/bin/yarn.js', 0);
  header.write('0000644\0', 100);
  header.write(`${body.length.toString(8).padStart(11, '0')}\0`, 124);
  header.write('0', 156);
  header.write('ustar\x0000', 257);
  header.fill(' ', 148, 156);
  header.write(
    `${header
      .reduce((sum, byte) => sum + byte, 0)
      .toString(8)
      .padStart(6, '0')}\0 `,
    148,
  );
  const padding = Buffer.alloc(512 - (body.length % 512) + 1024);
  return { name, version, tarball: gzipSync(Buffer.concat([header, body, padding])) };
}

async function freePort() {
  const server = createServer();
  const port = await listen(server);
  await new Promise(resolve => server.close(resolve));
  return port;
}

/** Bytes that a process and all below it have in memory. Linux only. */
function residentOf(pid) {
  const processes = readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .flatMap(name => {
      try {
        const parent = Number(
          readFileSync(`/proc/${name}/stat`, 'utf8').split(') ')[1].split(' ')[1],
        );
        const status = readFileSync(`/proc/${name}/status`, 'utf8');
        const kilobytes = Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0);
        return [{ pid: Number(name), parent, bytes: kilobytes * 1024 }];
      } catch {
        return [];
      }
    });
  const sum = top =>
    processes
      .filter(each => each.parent === top)
      .reduce((total, each) => total + sum(each.pid), 0) +
    (processes.find(each => each.pid === top)?.bytes ?? 0);
  return sum(pid);
}

const isBuilt = existsSync(path.join(root, 'packages/backend/dist/index.cjs'));

test(
  'npm start answers, stays under 1 GB, and ends at once on Ctrl-C without leaving anything behind',
  { skip: isBuilt ? false : 'nothing is built yet', timeout: READY_MS + 60_000 },
  async context => {
    const port = await freePort();
    // Of its own, as the database is: else the audit trail's anchors of this run would stay for the next `npm start`.
    const objects = mkdtempSync(path.join(tmpdir(), 'kubemate-objects-'));
    context.after(() => rmSync(objects, { recursive: true, force: true }));
    const startedAt = Date.now();
    // A process group of its own: Ctrl-C in a terminal reaches everything in it at the same time.
    const npm = spawn('npm', ['start', '--', '--port', String(port)], {
      cwd: root,
      detached: true,
      env: {
        ...process.env,
        APP_CONFIG_backend_database_connection: '":memory:"',
        APP_CONFIG_kubemate_objects: JSON.stringify({ driver: 'file', folder: objects }),
      },
    });
    let output = '';
    for (const stream of [npm.stdout, npm.stderr]) stream.on('data', chunk => (output += chunk));
    const ended = new Promise(resolve => npm.on('close', resolve));
    try {
      const address = `http://localhost:${port}`;
      while (!output.includes(address)) {
        assert.equal(npm.exitCode, null, output);
        assert.ok(Date.now() - startedAt < READY_MS, `not ready yet:\n${output}`);
        await new Promise(resolve => setTimeout(resolve, 100));
      }
      context.diagnostic(`ready after ${((Date.now() - startedAt) / 1000).toFixed(1)} s`);
      assert.match(output, /\[5\/5\] Start: ready/);
      const page = await fetch(address);
      assert.equal(page.status, 200);
      assert.match(await page.text(), /<title>Kubemate/);
      const signedIn = await fetch(`${address}/api/auth/persona/refresh`, {
        headers: { 'x-kubemate-persona': 'platform' },
      });
      const { token } = (await signedIn.json()).backstageIdentity;
      // Home keeps the common kinds of all clusters in memory.
      const fleet = await fetch(`${address}/api/clusters/fleet`, {
        headers: { authorization: `Bearer ${token}` },
      });
      assert.equal(fleet.status, 200);
      await new Promise(resolve => setTimeout(resolve, 5_000));
      if (process.platform === 'linux') {
        const resident = residentOf(npm.pid);
        context.diagnostic(`${(resident / 1e6).toFixed(0)} MB resident, all processes together`);
        assert.ok(resident < MOST_RESIDENT, `${resident} bytes are resident`);
      }
    } finally {
      process.kill(-npm.pid, 'SIGINT');
      const killer = setTimeout(() => process.kill(-npm.pid, 'SIGKILL'), STOP_MS);
      await ended;
      clearTimeout(killer);
    }
    assert.match(output, /Stopping …\s+Stopped\./);
    assert.ok(!isStack(output), output);
    await assert.rejects(fetch(`http://localhost:${port}`));
    // What died with its parent is gone as soon as the system has taken note of it.
    const isThere = () => {
      try {
        return process.kill(-npm.pid, 0);
      } catch (error) {
        assert.equal(error.code, 'ESRCH');
        return false;
      }
    };
    const deadline = Date.now() + STOP_MS;
    while (isThere() && Date.now() < deadline)
      await new Promise(resolve => setTimeout(resolve, 100));
    assert.equal(isThere(), false, 'a process of it is left');
  },
);
