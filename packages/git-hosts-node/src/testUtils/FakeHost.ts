import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { BareRepository } from './BareRepository';

export interface Asked {
  readonly method: string;
  /** Still encoded, without the API's root. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: any;
  /** What was sent, where it is no JSON. */
  readonly text: string;
}

export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  /** In the place of a body, as it is. */
  readonly raw?: Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface FakePull {
  readonly number: number;
  readonly head: string;
  readonly base: string;
  readonly title: string;
  readonly body: string;
  /** Its branch is of a fork: anybody may open one, from a branch of any name. */
  readonly isOfFork?: boolean;
  /** Nobody merges it. */
  readonly isDraft?: boolean;
  state: 'open' | 'closed' | 'merged';
  mergeCommit?: string;
}

/** As git proves who it is: each host has a name of its own for a token. */
const GIT_LOGINS = [
  ...[
    ...['bot:gitea-token', 'oauth2:gitlab-token', 'x-access-token:github-token'],
    'x-token-auth:bitbucket-token',
  ].map(login => `Basic ${Buffer.from(login).toString('base64')}`),
  'Bearer bitbucket-server-token',
];

/** Git's own server of its smart protocol. */
function serveGit({
  request,
  response,
  body,
  git,
}: {
  request: IncomingMessage;
  response: ServerResponse;
  body: Buffer;
  /** Where git finds the one repository, in an address and on the disk. */
  git: { readonly cloned: string; readonly folder: string };
}): void {
  if (!GIT_LOGINS.includes(request.headers.authorization ?? '')) {
    response.writeHead(401, { 'www-authenticate': 'Basic realm="git"' }).end();
    return;
  }
  const url = new URL(request.url ?? '/', 'http://host');
  const child = spawn('git', ['http-backend'], {
    env: {
      PATH: process.env.PATH,
      GIT_PROJECT_ROOT: git.folder,
      GIT_HTTP_EXPORT_ALL: '1',
      PATH_INFO: url.pathname.slice(git.cloned.length),
      QUERY_STRING: url.search.slice(1),
      REQUEST_METHOD: request.method,
      CONTENT_TYPE: request.headers['content-type'] ?? '',
      CONTENT_LENGTH: String(body.length),
      HTTP_CONTENT_ENCODING: String(request.headers['content-encoding'] ?? ''),
      HTTP_GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
      REMOTE_USER: 'bot',
      REMOTE_ADDR: '127.0.0.1',
    },
  });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.on('close', () => {
    const answer = Buffer.concat(chunks);
    const end = answer.indexOf('\r\n\r\n');
    const headers = answer.subarray(0, end).toString('utf8').split('\r\n');
    const fields = headers.map(line => line.split(/: (.*)/).slice(0, 2) as [string, string]);
    const status = Number(fields.find(([name]) => name === 'Status')?.[1].slice(0, 3) ?? 200);
    response.writeHead(status, Object.fromEntries(fields.filter(([name]) => name !== 'Status')));
    response.end(answer.subarray(end + 4));
  });
  child.stdin.end(body);
}

function isJson(headers: IncomingHttpHeaders): boolean {
  return headers['content-type'] === 'application/json';
}

export const ok = (body: unknown, headers?: Record<string, string>): Answer => ({
  ...{ status: 200, body },
  ...(headers === undefined ? {} : { headers }),
});

/**
 * A git host for tests: one repository, `acme/deploy`, that is a real bare one, behind what the documentation of the host's REST API says of the routes that are used here.
 * It is no such host; what the documentation leaves out it cannot know.
 */
export abstract class FakeHost {
  readonly git = new BareRepository();
  readonly pulls: FakePull[] = [];
  readonly asked: Asked[] = [];
  isProtected = false;
  /** What a host may not have, by its plan. */
  hasDrafts = true;
  /** What is answered in place of anything else, once. */
  next: Answer | undefined;
  readonly #server: Server;
  abstract readonly root: string;
  /** Where people find the one repository, and where git does. */
  readonly page: string = '/acme/deploy';
  readonly cloned: string = '/acme/deploy.git';

  constructor() {
    this.#server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const url = new URL(request.url ?? '/', 'http://host');
        if (url.pathname.startsWith(`${this.cloned}/`)) {
          const git = { cloned: this.cloned, folder: this.git.folder };
          serveGit({ request, response, git, body: Buffer.concat(chunks) });
          return;
        }
        const text = Buffer.concat(chunks).toString('utf8');
        const asked: Asked = {
          ...{ method: request.method ?? 'GET', query: url.searchParams, headers: request.headers },
          ...{ path: url.pathname.slice(this.root.length), text },
          body: isJson(request.headers) && text !== '' ? JSON.parse(text) : undefined,
        };
        this.asked.push(asked);
        const planned = this.next;
        this.next = undefined;
        const { status, body, raw, headers } = planned ?? this.#answer(asked);
        response.writeHead(status, { 'content-type': 'application/json', ...headers });
        response.end(raw ?? (body === undefined ? '' : JSON.stringify(body)));
      });
    });
  }

  async start(): Promise<void> {
    await new Promise<void>(resolve => this.#server.listen(0, '127.0.0.1', resolve));
  }

  get host(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise(resolve => this.#server.close(resolve));
    this.git.remove();
  }

  merge(number: number): void {
    const pull = this.pulls[number - 1];
    if (pull?.isDraft) throw new Error(`${number} is a draft`);
    if (pull?.state !== 'open') throw new Error(`${number} is not open`);
    pull.mergeCommit = this.git.merge(pull.base, pull.head);
    pull.state = 'merged';
  }

  protected addPull(pull: Omit<FakePull, 'number' | 'state'>): FakePull {
    const added: FakePull = { ...pull, number: this.pulls.length + 1, state: 'open' };
    this.pulls.push(added);
    return added;
  }

  protected openPull(head: string): FakePull | undefined {
    return this.pulls.find(pull => pull.head === head && pull.state === 'open');
  }

  /** What proves who asks, by the host's own way. */
  protected abstract isSignedIn(headers: IncomingHttpHeaders): boolean;
  protected abstract route(asked: Asked): Answer | undefined;
  protected abstract readonly notFound: unknown;

  #answer(asked: Asked): Answer {
    if (!this.isSignedIn(asked.headers)) return { status: 401, body: { message: 'Unauthorized' } };
    return this.route(asked) ?? { status: 404, body: this.notFound };
  }
}
