import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A built portal on one API server, with a session of its local user. */
export interface Portal {
  readonly url: string;
  readonly token: string;
  /** The folder of its SQLite files. */
  readonly data: string;
  stop(): void;
}

/** An API server, and the token of whom the portal is there. */
export interface PortalApi {
  readonly url: string;
  readonly token: string;
}

/** Starts one portal for each set of configuration, one after another: the first may have to be built. */
export async function startPortals(
  api: PortalApi,
  options: readonly { port: number; env: Readonly<Record<string, string>> }[],
): Promise<readonly Portal[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'kubemate-bench-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const kubeconfig = path.join(folder, 'kubeconfig');
  writeFileSync(kubeconfig, kubeconfigOf(api), { mode: 0o600 });
  const portals: Portal[] = [];
  for (const { port, env } of options) {
    const data = path.join(folder, `data-${port}`);
    const child = spawn(
      process.execPath,
      ['scripts/start.mjs', '--port', String(port), '--kubeconfig', kubeconfig],
      {
        env: {
          ...process.env,
          ...env,
          // On files, as in earnest; of their own, so that the runs do not meet.
          APP_CONFIG_backend_database_connection: JSON.stringify({ directory: data }),
          APP_CONFIG_kubemate_objects: JSON.stringify({
            driver: 'file',
            folder: path.join(folder, `objects-${port}`),
          }),
        },
        stdio: ['ignore', 'ignore', 'inherit'],
      },
    );
    const url = `http://localhost:${port}`;
    await untilReady(url, child);
    portals.push({ url, data, token: await signIn(url), stop: () => child.kill('SIGINT') });
  }
  return portals;
}

function kubeconfigOf({ url: server, token }: PortalApi): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'bench',
    clusters: [{ name: 'bench', cluster: { server, ...tlsOf(server) } }],
    users: [{ name: 'bench', user: { token } }],
    contexts: [{ name: 'bench', context: { cluster: 'bench', user: 'bench' } }],
  });
}

/** On loopback, with a certificate that was made at its start. */
const tlsOf = (server: string) =>
  server.startsWith('https:') ? { 'insecure-skip-tls-verify': true } : {};

async function untilReady(url: string, child: ChildProcess): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`The portal at ${url} did not start`);
    const answer = await fetch(`${url}/.backstage/health/v1/readiness`).catch(() => undefined);
    if (answer?.ok === true) return;
    await sleep(500);
  }
}

async function signIn(url: string): Promise<string> {
  const response = await fetch(`${url}/api/auth/local/refresh`);
  const session: { backstageIdentity: { token: string } } = await response.json();
  return session.backstageIdentity.token;
}
