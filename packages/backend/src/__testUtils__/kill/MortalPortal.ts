import { startSandbox, startSandboxJenkins } from '@kubemate/sandbox';
import type { JsonObject } from '@backstage/types';
import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { freePort } from '../freePort';
import { sandboxConfig } from '../sandboxConfig';
import type { Persona } from '../SandboxPortal';
import type { Death, PortalProcessOptions } from './portalProcess';
import { fastNow } from './quicken';

const root = path.resolve(__dirname, '../../../../..');
const built = path.join(root, 'packages/backend/node_modules/.cache/kubemate-kill');
/** Minutes of leases, heartbeats and polls are waited for in seconds. */
const SPEED = 10;
const PATIENCE_MS = 120_000;

export interface MortalPortalOptions {
  /** SQLite in its folder where absent. */
  readonly database?: JsonObject;
  /** Of the sandbox; `dev` alone where absent. */
  readonly clusters?: readonly string[];
}

/** What lives on when the portal dies. */
interface Outside {
  readonly clusters: PortalProcessOptions['clusters'];
  close(): Promise<void>;
}

/** The portal as a process that dies and comes again, on one folder with its database and repositories; its clusters and its Jenkins (`ci`) are outside and live on. */
export class MortalPortal {
  readonly #script: string;
  readonly #outside: Outside;
  readonly #options: PortalProcessOptions;
  #child: ChildProcess | undefined;
  readonly #tokens = new Map<Persona, string>();

  private constructor(
    readonly folder: string,
    readonly url: string,
    parts: { script: string; outside: Outside; options: PortalProcessOptions },
  ) {
    this.#script = parts.script;
    this.#outside = parts.outside;
    this.#options = parts.options;
  }

  /** Makes its world; nothing lives in it yet. */
  static async prepare(wanted: MortalPortalOptions = {}): Promise<MortalPortal> {
    const folder = mkdtempSync(path.join(tmpdir(), 'kubemate-mortal-'));
    const port = await freePort();
    const time = { epoch: Date.now(), speed: SPEED };
    const script = bundleProcess();
    const clock = {
      now: () => fastNow(time, Date.now),
      after(delayMs: number, callback: () => void) {
        const timer = setTimeout(callback, delayMs / SPEED);
        return () => clearTimeout(timer);
      },
    };
    const sandbox = await startSandbox({ seed: 1, only: wanted.clusters ?? ['dev'], clock });
    const { close: closeJenkins, ...jenkins } = await startSandboxJenkins({ seed: 1, clock });
    const config = sandboxConfig({ folder, port, databases: path.join(folder, 'data') });
    const folders = [{ path: 'shop', owners: ['group:default/shop-team'] }];
    const options = {
      ...{ clock: time, clusters: sandbox.clusters },
      config: {
        ...config,
        backend: {
          ...Object(config.backend),
          ...(wanted.database === undefined ? {} : { database: wanted.database }),
        },
        scaffolder: {
          ...Object(config.scaffolder),
          taskRecovery: { ...Object(config.scaffolder).taskRecovery, staleTimeout: { seconds: 2 } },
        },
        kubemate: {
          ...config.kubemate,
          sandbox: { ...Object(config.kubemate.sandbox), gitops: undefined, tenants: [] },
          pipelines: {
            ...Object(config.kubemate.pipelines),
            jenkins: [{ name: 'ci', ...jenkins, folders }],
          },
        },
      },
    };
    const outside = {
      clusters: sandbox.clusters,
      async close() {
        await closeJenkins();
        await sandbox.close();
      },
    };
    return new MortalPortal(folder, `http://localhost:${port}`, { script, outside, options });
  }

  /** Begins a life, which ends where that is said. */
  async live(dieAt?: Death): Promise<void> {
    const argument = JSON.stringify({ ...this.#options, dieAt });
    const child = spawn(process.execPath, ['--enable-source-maps', this.#script, argument], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, NODE_ENV: 'production', NODE_COMPILE_CACHE: path.join(built, 'code') },
    });
    this.#child = child;
    // Time that passes so fast outlives tokens.
    this.#tokens.clear();
    const ready = once(child.stdout, 'data');
    const ended = once(child, 'exit').then(() => 'ended');
    await Promise.race([ready, ended]);
  }

  get isAlive(): boolean {
    return (
      this.#child !== undefined && this.#child.exitCode === null && this.#child.signalCode === null
    );
  }

  /** Until it has died, by itself as it was said. */
  async death(): Promise<string> {
    if (this.isAlive && this.#child)
      await Promise.race([
        once(this.#child, 'exit'),
        sleep(PATIENCE_MS, undefined, { ref: false }),
      ]);
    return this.isAlive ? 'It lives on' : String(this.#child?.signalCode ?? this.#child?.exitCode);
  }

  async kill(): Promise<void> {
    if (this.isAlive) this.#child?.kill('SIGKILL');
    await this.death();
  }

  async close(): Promise<void> {
    await this.kill();
    await this.#outside.close();
    rmSync(this.folder, { recursive: true, force: true });
    rmSync(this.#script, { force: true });
  }

  /** Names of what a cluster has at an address, the portal alive or not. */
  async namesIn(where: string, name = 'dev'): Promise<string[]> {
    const cluster = this.#outside.clusters.find(each => each.name === name);
    const response = await globalThis.fetch(`${cluster?.server}${where}`, {
      headers: { authorization: `Bearer ${cluster?.token}` },
    });
    const { items } = await response.json();
    return items.map(({ metadata }: { metadata: { name: string } }) => metadata.name);
  }

  /** Asks as the developer, or as somebody else. */
  async ask(
    where: string,
    body?: unknown,
    as: Persona = 'developer',
  ): Promise<{ status: number; body: any }> {
    const token = this.#tokens.get(as) ?? (await this.#signIn(as));
    this.#tokens.set(as, token);
    const response = await globalThis.fetch(`${this.url}/api${where}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
  }

  /** Asks until it is as wanted. */
  async until(
    where: string,
    isMet: (answer: { status: number; body: any }) => boolean,
    as: Persona = 'developer',
  ) {
    const deadline = Date.now() + 60_000;
    for (;;) {
      const answer = await this.ask(where, undefined, as);
      if (isMet(answer) || Date.now() > deadline) return answer;
      await new Promise(resolve => setTimeout(resolve, 100));
    }
  }

  async #signIn(as: Persona): Promise<string> {
    const deadline = Date.now() + 60_000;
    for (;;) {
      const response = await globalThis.fetch(`${this.url}/api/auth/persona/refresh`, {
        headers: { 'x-kubemate-persona': as },
      });
      if (response.ok) return (await response.json()).backstageIdentity.token;
      if (Date.now() > deadline) throw new Error(`nobody can sign in: ${response.status}`);
      await new Promise(resolve => setTimeout(resolve, 100));
    }
  }
}

/** As `npm start` bundles the server, in a process of its own: Jest has modules of its own kind. */
function bundleProcess(): string {
  mkdirSync(built, { recursive: true });
  const outfile = path.join(built, `portalProcess-${process.pid}.cjs`);
  const prepare = pathToFileURL(path.join(root, 'scripts/prepare.mjs')).href;
  const entry = path.relative(root, path.join(__dirname, 'portalProcess.ts'));
  const code = `const { bundle } = await import(${JSON.stringify(prepare)}); await bundle(${JSON.stringify({ entry, outfile })});`;
  execFileSync(process.execPath, ['--input-type=module', '-e', code], { stdio: 'inherit' });
  return outfile;
}
