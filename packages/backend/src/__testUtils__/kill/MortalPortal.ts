import { startSandbox } from '@kubemate/sandbox';
import type { Sandbox } from '@kubemate/sandbox';
import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { freePort } from '../freePort';
import { sandboxConfig } from '../sandboxConfig';
import type { Death, PortalProcessOptions } from './portalProcess';
import { fastNow } from './quicken';

const root = path.resolve(__dirname, '../../../../..');
const built = path.join(root, 'packages/backend/node_modules/.cache/kubemate-kill');
/** Minutes of leases, heartbeats and polls are waited for in seconds. */
const SPEED = 10;

/** The portal as a process that dies and comes again, on one folder with its database and repositories; its cluster is outside and lives on. */
export class MortalPortal {
  readonly #script: string;
  readonly #sandbox: Sandbox;
  readonly #options: PortalProcessOptions;
  #child: ChildProcess | undefined;
  #token: string | undefined;

  private constructor(
    readonly folder: string,
    readonly url: string,
    parts: { script: string; sandbox: Sandbox; options: PortalProcessOptions },
  ) {
    this.#script = parts.script;
    this.#sandbox = parts.sandbox;
    this.#options = parts.options;
  }

  /** Makes its world; nothing lives in it yet. */
  static async prepare(): Promise<MortalPortal> {
    const folder = mkdtempSync(path.join(tmpdir(), 'kubemate-mortal-'));
    const port = await freePort();
    const clock = { epoch: Date.now(), speed: SPEED };
    const script = bundleProcess();
    const sandbox = await startSandbox({
      ...{ seed: 1, only: ['dev'] },
      clock: {
        now: () => fastNow(clock, Date.now),
        after(delayMs, callback) {
          const timer = setTimeout(callback, delayMs / SPEED);
          return () => clearTimeout(timer);
        },
      },
    });
    const config = sandboxConfig({ folder, port, databases: path.join(folder, 'data') });
    const options = {
      ...{ clock, clusters: sandbox.clusters },
      config: {
        ...config,
        scaffolder: {
          ...Object(config.scaffolder),
          taskRecovery: { ...Object(config.scaffolder).taskRecovery, staleTimeout: { seconds: 1 } },
        },
        kubemate: {
          ...config.kubemate,
          sandbox: { ...Object(config.kubemate.sandbox), gitops: undefined, tenants: [] },
        },
      },
    };
    return new MortalPortal(folder, `http://localhost:${port}`, { script, sandbox, options });
  }

  /** Begins a life, which ends where that is said. */
  async live(dieAt?: Death): Promise<void> {
    const argument = JSON.stringify({ ...this.#options, dieAt });
    const child = spawn(process.execPath, ['--enable-source-maps', this.#script, argument], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, NODE_ENV: 'production', NODE_COMPILE_CACHE: path.join(built, 'code') },
    });
    this.#child = child;
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
    if (this.isAlive && this.#child) await once(this.#child, 'exit');
    return String(this.#child?.signalCode ?? this.#child?.exitCode);
  }

  async kill(): Promise<void> {
    if (this.isAlive) this.#child?.kill('SIGKILL');
    await this.death();
  }

  async close(): Promise<void> {
    await this.kill();
    await this.#sandbox.close();
    rmSync(this.folder, { recursive: true, force: true });
    rmSync(this.#script, { force: true });
  }

  /** Names of what the cluster has at an address, the portal alive or not. */
  async namesIn(where: string): Promise<string[]> {
    const [cluster] = this.#sandbox.clusters;
    const response = await globalThis.fetch(`${cluster?.server}${where}`, {
      headers: { authorization: `Bearer ${cluster?.token}` },
    });
    const { items } = await response.json();
    return items.map(({ metadata }: { metadata: { name: string } }) => metadata.name);
  }

  /** Asks as the developer. */
  async ask(where: string, body?: unknown): Promise<{ status: number; body: any }> {
    this.#token ??= await this.#signIn();
    const response = await globalThis.fetch(`${this.url}/api${where}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${this.#token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
  }

  /** Asks until it is as wanted. */
  async until(where: string, isMet: (answer: { status: number; body: any }) => boolean) {
    const deadline = Date.now() + 60_000;
    for (;;) {
      const answer = await this.ask(where);
      if (isMet(answer) || Date.now() > deadline) return answer;
      await new Promise(resolve => setTimeout(resolve, 100));
    }
  }

  async #signIn(): Promise<string> {
    const deadline = Date.now() + 60_000;
    for (;;) {
      const response = await globalThis.fetch(`${this.url}/api/auth/persona/refresh`, {
        headers: { 'x-kubemate-persona': 'developer' },
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
