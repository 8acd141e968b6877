import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from './freePort';
import { sandboxConfig } from './sandboxConfig';
import { startPortal, type TestPortal } from './startPortal';

/** The people of the sandbox's company. */
export type Persona = 'platform' | 'developer' | 'ml' | 'auditor';

/** The portal as `npm start` runs it, with app-config.yaml and the sandbox, its state in a folder that goes with it. */
export class SandboxPortal {
  private readonly tokens = new Map<Persona, Promise<string>>();

  private constructor(
    private readonly portal: TestPortal,
    private readonly folder: string,
  ) {}

  /** `gitHosts`: other git hosts, and who has what there. */
  static async start(
    gitHosts: { readonly integrations?: object; readonly gitRepositories?: readonly object[] } = {},
  ): Promise<SandboxPortal> {
    const folder = mkdtempSync(path.join(tmpdir(), 'kubemate-portal-'));
    const port = await freePort();
    const { integrations = {}, gitRepositories = [] } = gitHosts;
    const config = sandboxConfig({ folder, port, integrations, gitRepositories });
    const portal = await startPortal({ ...config, port });
    return new SandboxPortal(portal, folder);
  }

  async stop(): Promise<void> {
    await this.portal.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** The portal's own copy of the software templates, for a test that makes a new version of one. */
  get templates(): string {
    return path.join(this.folder, 'templates');
  }

  /** Waits until the catalog has read these software templates, which it does after the start. */
  async untilTemplates(names: readonly string[]): Promise<void> {
    for (const name of names)
      await this.askUntil('developer', `/catalog/entities/by-name/template/default/${name}`, {
        isMet: ({ status }) => status === 200,
        seconds: 60,
      });
  }

  get log(): readonly string[] {
    return this.portal.log;
  }

  /** Asks the portal's API as one of them. */
  async ask(
    persona: Persona,
    where: string,
    body?: unknown,
  ): Promise<{ status: number; body: any }> {
    const response = await globalThis.fetch(`${this.portal.url}/api${where}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        authorization: `Bearer ${await this.tokenOf(persona)}`,
        'content-type': 'application/json',
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
  }

  /** Asks until the answer is as wanted; the last answer where it never is. */
  async askUntil(
    persona: Persona,
    where: string,
    {
      isMet,
      seconds,
    }: { isMet: (answer: { status: number; body: any }) => boolean; seconds: number },
  ) {
    const deadline = Date.now() + seconds * 1000;
    for (;;) {
      const answer = await this.ask(persona, where);
      if (isMet(answer) || Date.now() > deadline) return answer;
      await new Promise(resolve => setTimeout(resolve, 500));
    }
  }

  private tokenOf(persona: Persona): Promise<string> {
    const known = this.tokens.get(persona) ?? this.signIn(persona);
    this.tokens.set(persona, known);
    return known;
  }

  /** The catalog reads its files after the start. */
  private async signIn(persona: Persona): Promise<string> {
    const deadline = Date.now() + 60_000;
    for (;;) {
      const response = await globalThis.fetch(`${this.portal.url}/api/auth/persona/refresh`, {
        headers: { 'x-kubemate-persona': persona },
      });
      if (response.ok) return (await response.json()).backstageIdentity.token;
      if (Date.now() > deadline) throw new Error(`${persona} cannot sign in: ${response.status}`);
      await new Promise(resolve => setTimeout(resolve, 300));
    }
  }
}
