// Runs the built portal as a child process, waits until it is ready, and ends it cleanly.
import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { configEnvironment } from './options.mjs';
import { StartError } from './StartError.mjs';
import { root, toolFolder } from './toolchain.mjs';

const READY_TIMEOUT_MS = 600_000;
const STOP_TIMEOUT_MS = 10_000;

/** @throws StartError where something else listens on the port */
export function assertPortFree(port) {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', error =>
      reject(
        error.code === 'EADDRINUSE'
          ? new StartError(portInUse(port))
          : new StartError(`Cannot listen on port ${port}: ${error.message}`),
      ),
    );
    probe.listen({ port, host: '127.0.0.1' }, () => probe.close(() => resolve()));
  });
}

/**
 * Starts the server.
 * @returns {{ ready: (detail: (text: string) => void) => Promise<string>, exited: Promise<number>, stop: () => Promise<void>, pid: number | undefined }}
 */
export function serve({ node, env }, options) {
  mkdirSync(toolFolder, { recursive: true });
  const logFile = path.join(toolFolder, 'server.log');
  const log = createWriteStream(logFile);
  const configs = [path.join(root, 'app-config.yaml'), ...options.configs].flatMap(file => [
    '--config',
    file,
  ]);
  const child = spawn(
    node,
    [
      '--require',
      path.join(root, 'scripts/sourceMaps.cjs'),
      '--max-semi-space-size=16',
      // Without it V8 lets the garbage of the start (more than what lives) stay until the heap is four times as large; with 50 the whole comes near 1 GB.
      '--heap-growing-percent=25',
      'packages/backend/dist/index.cjs',
      ...configs,
    ],
    {
      cwd: root,
      env: {
        ...env,
        NODE_ENV: 'production',
        LOG_LEVEL: options.verbose ? 'info' : (env.LOG_LEVEL ?? 'info'),
        ...configEnvironment(options),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', chunk => {
      log.write(chunk);
      if (options.verbose) process.stdout.write(chunk);
    });
  }
  const exited = new Promise(resolve =>
    child.on('exit', (code, signal) => resolve(code ?? (signal ? 1 : 0))),
  );
  return {
    pid: child.pid,
    exited,
    ready: detail => waitUntilReady({ port: options.port, exited, logFile, detail }),
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
      await exited;
      clearTimeout(timer);
    },
  };
}

async function waitUntilReady({ port, exited, logFile, detail }) {
  let exitCode;
  void exited.then(code => (exitCode = code));
  const deadline = Date.now() + READY_TIMEOUT_MS;
  while (Date.now() < deadline) {
    if (exitCode !== undefined) throw new StartError(explainCrash({ exitCode, logFile, port }));
    try {
      const response = await fetch(`http://127.0.0.1:${port}/.backstage/health/v1/readiness`, {
        signal: AbortSignal.timeout(2000),
      });
      if (response.ok) return 'ready';
      detail('plugins are starting');
    } catch {
      detail('the server is starting');
    }
    await new Promise(resolve => setTimeout(resolve, 200));
  }
  throw new StartError(
    `The server was not ready after ${READY_TIMEOUT_MS / 1000} s. Its log is ${logFile}`,
  );
}

/** A sentence where the cause is known, the one a bad configuration ends with, or else the end of the log. */
function explainCrash({ exitCode, logFile, port }) {
  const lines = readFileSync(logFile, 'utf8')
    .replace(/\x1b\[[0-9;]*m/g, '')
    .trimEnd()
    .split('\n');
  if (lines.some(line => line.includes('EADDRINUSE'))) return portInUse(port);
  if (lines.some(line => /ENOSPC|database or disk is full/.test(line)))
    return 'The disk is full, so the server cannot keep its database. Free some space and run the command again.';
  const errors = lines.filter(line => /error|Error/.test(line) && !/^\s+at /.test(line));
  const told = (errors.length ? errors.slice(-6) : lines.slice(-15)).join('\n');
  return `The server stopped (exit code ${exitCode}).\n${told}\nThe whole log is ${logFile}`;
}

function portInUse(port) {
  return `Port ${port} is in use by another program. Stop it, or choose another port: npm start -- --port ${port + 1}`;
}
