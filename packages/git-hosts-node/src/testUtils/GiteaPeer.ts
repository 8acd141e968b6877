import { z } from 'zod';

const TRIES = 100;

/** The Gitea that `npm test` builds and starts, as its administrator. */
export class GiteaPeer {
  /** `http://127.0.0.1:26300` */
  readonly url: string;
  /** `127.0.0.1:26300` */
  readonly host: string;
  readonly username: string;
  readonly token: string;

  /** @param address - as `KUBEMATE_PEER_GITEA` has it, with name and token in it */
  constructor(address: string) {
    const { origin, host, username, password } = new URL(address);
    this.url = origin;
    this.host = host;
    this.username = username;
    this.token = password;
  }

  /** As Backstage's `integrations` has it. */
  get integration() {
    const { host, url: baseUrl, username, token: password } = this;
    return { host, baseUrl, username, password };
  }

  async ask(method: string, path: string, body?: object): Promise<any> {
    const response = await this.#send(method, path, body);
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  }

  /** An organization for one test file alone, so that none meets what another has left. */
  async createOrganization(prefix: string): Promise<string> {
    const name = `${prefix}-${Date.now().toString(36)}${process.pid.toString(36)}`;
    await this.ask('POST', '/orgs', { username: name, visibility: 'public' });
    return name;
  }

  /** With its first commit on `main`. */
  async createRepository(
    place: { readonly owner: string; readonly name: string },
    files: Readonly<Record<string, string>>,
  ): Promise<void> {
    const { owner, name } = place;
    await this.ask('POST', `/orgs/${owner}/repos`, { name, default_branch: 'main' });
    await this.commit(`${owner}/${name}`, files);
  }

  async commit(repository: string, files: Readonly<Record<string, string>>, message = 'Begin') {
    const answer = await this.ask('POST', `/repos/${repository}/contents`, {
      ...{ branch: 'main', message },
      files: Object.entries(files).map(([path, text]) => ({
        ...{ operation: 'create', path },
        content: Buffer.from(text, 'utf8').toString('base64'),
      })),
    });
    return z.object({ commit: z.object({ sha: z.string() }) }).parse(answer).commit.sha;
  }

  /** Gitea looks in the background whether it can, and refuses until it has. */
  async merge(repository: string, number: number): Promise<void> {
    const path = `/repos/${repository}/pulls/${number}/merge`;
    for (let tries = 0; ; tries += 1) {
      const response = await this.#send('POST', path, { Do: 'merge' });
      if (response.ok) return;
      if (response.status !== 405 || tries >= TRIES)
        throw new Error(`${path}: ${response.status} ${await response.text()}`);
      await new Promise(resolve => setTimeout(resolve, 50));
    }
  }

  #send(method: string, path: string, body?: object): Promise<Response> {
    return globalThis.fetch(`${this.url}/api/v1${path}`, {
      method,
      headers: { authorization: `token ${this.token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }
}
