import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Beans, jobPath, stageBean } from './beans';
import { changeItem } from './changeItem';
import type { FakeBuild, FakeJenkins } from './FakeJenkins';
import { userCause } from './plans';
import type { JobPlan, Values } from './plans';
import { parseTree, prune, shallow } from './treeQuery';
import type { Bean } from './treeQuery';

const MAX_BODY = 1024 * 1024;
const PERMISSIONS = {
  build: 'hudson.model.Item.Build',
  cancel: 'hudson.model.Item.Cancel',
  delete: 'hudson.model.Run.Delete',
  create: 'hudson.model.Item.Create',
  deleteJob: 'hudson.model.Item.Delete',
} as const;
type Permission = keyof typeof PERMISSIONS;

/** What a browser is shown, whatever it asks for. */
const PAGE =
  '<!doctype html><title>Simulated Jenkins</title><p>This stands in for a Jenkins in the sandbox. It has an API for the portal, and no pages.</p>';

/** Who may call, and what for. */
export interface JenkinsAccount {
  readonly username: string;
  /** An API token: exempt from crumbs, as in Jenkins. */
  readonly token?: string;
  /** A password: each POST needs a crumb of the same session. */
  readonly password?: string;
  readonly permissions: readonly Permission[];
  /** Beginnings of full names; everything where absent. */
  readonly reads?: readonly string[];
  readonly isAdmin?: boolean;
}

export interface JenkinsServerOptions {
  readonly jenkins: FakeJenkins;
  readonly accounts: readonly JenkinsAccount[];
  /** Whether `pipeline-rest-api` is installed. */
  readonly hasStages?: boolean;
  /** Below which everything is served: `/jenkins`. */
  readonly prefix?: string;
}

/** What Jenkins would say; ends the handling of a request. */
class Answer extends Error {
  constructor(
    readonly status: number,
    readonly body = '',
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(body);
  }
}

interface Call {
  readonly method: string;
  readonly path: readonly string[];
  readonly query: URLSearchParams;
  readonly form: URLSearchParams;
  /** As it was sent. */
  readonly body: string;
  readonly account: JenkinsAccount;
  readonly session: string;
  readonly crumb?: string;
}

/**
 * The remote API of a {@link FakeJenkins} over HTTP, with the quirks of the real one: crumbs, 201 with a queue item, `X-More-Data`, a stages plugin that may be
 * missing, 403 that names the permission, 404 for what one may not read. Not Jenkins: nothing is built.
 */
export class JenkinsServer {
  readonly #options: JenkinsServerOptions;
  readonly #server: Server;
  readonly #crumbs = new Map<string, string>();
  /** `GET /job/shop/api/json`, in order: for tests that count requests. */
  readonly requests: string[] = [];

  constructor(options: JenkinsServerOptions) {
    this.#options = options;
    this.#server = createServer((req, res) => {
      this.#serve(req, res).catch(() => res.writeHead(500).end());
    });
  }

  async listen(): Promise<void> {
    await new Promise<void>(resolve => this.#server.listen(0, '127.0.0.1', resolve));
    this.#server.unref();
  }

  get url(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}${this.#options.prefix ?? ''}`;
  }

  /** As when the controller restarts: crumbs of before hold no longer. */
  endSessions(): void {
    this.#crumbs.clear();
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>(resolve => this.#server.close(() => resolve()));
  }

  async #serve(req: IncomingMessage, res: ServerResponse): Promise<void> {
    res.setHeader('X-Jenkins', '2.528.1-simulated');
    if (req.method === 'GET' && req.headers.accept?.includes('text/html')) {
      res.writeHead(200, { 'content-type': 'text/html' }).end(PAGE);
      return;
    }
    try {
      const call = await this.#read(req, res);
      this.#options.jenkins.settle();
      throw this.#handle(call);
    } catch (answer) {
      if (!(answer instanceof Answer)) throw answer;
      res.writeHead(answer.status, answer.headers).end(answer.body);
    }
  }

  async #read(req: IncomingMessage, res: ServerResponse): Promise<Call> {
    const { prefix = '' } = this.#options;
    const url = new URL(req.url ?? '/', 'http://jenkins');
    this.requests.push(`${req.method} ${url.pathname}`);
    if (!url.pathname.startsWith(`${prefix}/`)) throw new Answer(404);
    const account = this.#accountOf(req.headers.authorization);
    const [, known] = /JSESSIONID=([^;]+)/.exec(req.headers.cookie ?? '') ?? [];
    const session = known ?? randomBytes(8).toString('hex');
    if (known === undefined) res.setHeader('Set-Cookie', `JSESSIONID=${session}; Path=/; HttpOnly`);
    const crumb = [req.headers['jenkins-crumb']].flat()[0];
    const path = url.pathname.slice(prefix.length).split('/').filter(Boolean);
    const body = await this.#bodyOf(req, { ...account, session, crumb });
    return {
      ...{ account: account.account, session, crumb, query: url.searchParams },
      method: req.method ?? 'GET',
      path: path.map(decodeURIComponent),
      ...{ form: new URLSearchParams(body), body },
    };
  }

  #accountOf(header = ''): { account: JenkinsAccount; byToken: boolean } {
    const [name, secret] = Buffer.from(header.replace(/^Basic /, ''), 'base64')
      .toString('utf8')
      .split(/:(.*)/s);
    const account = this.#options.accounts.find(({ username }) => username === name);
    if (account === undefined || secret === undefined) throw new Answer(401, 'Unauthorized');
    if (account.token === secret) return { account, byToken: true };
    if (account.password === secret) return { account, byToken: false };
    throw new Answer(401, 'Invalid password/token for user');
  }

  async #bodyOf(
    req: IncomingMessage,
    by: { byToken: boolean; session: string; crumb?: string },
  ): Promise<string> {
    if (req.method !== 'POST') return '';
    const expected = this.#crumbs.get(by.session);
    if (!by.byToken && (expected === undefined || by.crumb !== expected))
      throw new Answer(403, 'No valid crumb was included in the request');
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of req) {
      size += chunk.length;
      if (size > MAX_BODY) throw new Answer(413);
      chunks.push(Buffer.from(chunk));
    }
    return Buffer.concat(chunks).toString('utf8');
  }

  #handle(call: Call): Answer {
    const { path, query } = call;
    const beans = this.#beansFor(call);
    const [first, ...rest] = path;
    const isApi = path.at(-2) === 'api' && path.at(-1) === 'json';
    if (first === 'api') return json(beans.root(), query);
    if (first === 'crumbIssuer' && isApi) return this.#crumb(call);
    if (first === 'queue') return this.#queue(rest, call, beans);
    const changed = changeItem(this.#options.jenkins, {
      ...call,
      mayRead: job => mayRead(call.account, job),
    });
    if (changed) return new Answer(changed.status, changed.body, changed.headers);
    if (first !== 'job') return new Answer(404);
    const names: string[] = [];
    let at = 0;
    while (path[at] === 'job') {
      names.push(path[at + 1] ?? '');
      at += 2;
    }
    const job = this.#options.jenkins.job(names.join('/'));
    if (job === undefined || !mayRead(call.account, job)) return new Answer(404);
    const below = path.slice(at);
    if (below[0] === 'api') return json(beans.job(job), query);
    if (below[0] === 'build' || below[0] === 'buildWithParameters')
      return this.#start(job, below[0], call);
    const build = this.#options.jenkins
      .builds(job.fullName)
      .find(({ number }) => String(number) === below[0]);
    return build === undefined ? new Answer(404) : this.#build(build, below.slice(1), call);
  }

  #beansFor({ account }: Call): Beans {
    const { jenkins } = this.#options;
    return new Beans({ jenkins, url: this.url, mayRead: job => mayRead(account, job) });
  }

  #crumb({ session }: Call): Answer {
    const crumb = this.#crumbs.get(session) ?? randomBytes(16).toString('hex');
    this.#crumbs.set(session, crumb);
    return json({ crumb, crumbRequestField: 'Jenkins-Crumb' }, new URLSearchParams());
  }

  #queue(path: readonly string[], call: Call, beans: Beans): Answer {
    const { jenkins } = this.#options;
    if (path[0] === 'api') return json(beans.queue(), call.query);
    const id = Number(path[0] === 'cancelItem' ? call.query.get('id') : path[1]);
    const item = jenkins.queue().find(each => each.id === id && mayRead(call.account, each.job));
    if (item === undefined) return new Answer(404, `Provided id (${id}) not found`);
    if (path[0] === 'item') return json(beans.queueItem(item), call.query);
    needsPost(call);
    if (!call.account.permissions.includes('cancel'))
      return new Answer(422, `Item for id (${id}) is not cancellable`);
    if (item.leftAt !== undefined) return new Answer(404, `Provided id (${id}) not found`);
    jenkins.cancelItem(item);
    return new Answer(204);
  }

  #start(job: JobPlan, verb: string, call: Call): Answer {
    const { jenkins, prefix = '' } = this.#options;
    needsPost(call);
    needs(call, 'build');
    if (job.kind === 'folder' || job.kind === 'multibranch') return new Answer(404);
    if (job.isDisabled) return new Answer(409, `${job.fullName} is not buildable`);
    if (verb === 'buildWithParameters' && job.parameters === undefined)
      return new Answer(400, `${job.fullName} is not parameterized`);
    if (verb === 'build' && job.parameters !== undefined)
      return new Answer(400, 'This page expects a form submission');
    const { username } = call.account;
    const values = valuesOf(job, call);
    const { item, isNew } = jenkins.enqueue(job, { cause: userCause(username, username), values });
    return new Answer(isNew ? 201 : 303, '', { Location: `${prefix}/queue/item/${item.id}/` });
  }

  #build(build: FakeBuild, path: readonly string[], call: Call): Answer {
    const { jenkins, hasStages = true, prefix = '' } = this.#options;
    const [first, second] = path;
    const back = new Answer(302, '', { Location: '.' });
    if (first === 'api') return json(this.#beansFor(call).build(build), call.query);
    if (first === 'logText' && second === 'progressiveText') {
      const { lines, end } = jenkins.timeline(build);
      const head = { at: build.startedAt, text: build.cause.description };
      const tail = end ? [{ at: end.at, text: `Finished: ${end.result}` }] : [];
      // Only pipelines write where their stages begin.
      const written = lines.filter(
        ({ text }) => build.job.kind === 'pipeline' || !text.startsWith('[Pipeline]'),
      );
      return progressive([head, ...written, ...tail], { isOver: end !== undefined, call });
    }
    if (first === 'stop') {
      needsPost(call);
      needs(call, 'cancel');
      jenkins.abort(build);
      return back;
    }
    if (first === 'doDelete') {
      needsPost(call);
      needs(call, 'delete');
      jenkins.delete(build);
      return back;
    }
    if (build.job.kind !== 'pipeline') return new Answer(404);
    if (first === 'input') return this.#input(build, path.slice(1), call);
    if (first === 'execution') return this.#node(build, path, call);
    if (first !== 'wfapi' || !hasStages) return new Answer(404);
    const { stages, end, waiting } = jenkins.timeline(build);
    const now = jenkins.now();
    const status =
      end === undefined
        ? waiting.length > 0
          ? 'PAUSED_PENDING_INPUT'
          : 'IN_PROGRESS'
        : end.result;
    const at = { now, path: `${prefix}${jobPath(build.job.fullName)}/${build.number}` };
    const isFull = call.query.get('fullStages') === 'true';
    const bean = {
      id: String(build.number),
      name: `#${build.number}`,
      status: status === 'FAILURE' ? 'FAILED' : status,
      startTimeMillis: build.startedAt,
      endTimeMillis: end?.at ?? now,
      durationMillis: (end?.at ?? now) - build.startedAt,
      stages: stages.map(stage => {
        const { stageFlowNodes, ...plain } = stageBean(stage, at);
        return isFull ? { ...plain, stageFlowNodes } : plain;
      }),
    };
    return new Answer(200, JSON.stringify(bean), { 'content-type': 'application/json' });
  }

  #node(build: FakeBuild, path: readonly string[], call: Call): Answer {
    if (path.slice(3).join('/') !== 'log/logText/progressiveText') return new Answer(404);
    const node = this.#options.jenkins
      .timeline(build)
      .stages.flatMap(({ nodes }) => nodes)
      .find(({ id }) => id === path[2]);
    // A step that has written nothing has no log action.
    if (node === undefined || (node.lines.length === 0 && node.endedAt !== undefined))
      return new Answer(404);
    return progressive(node.lines, { isOver: node.endedAt !== undefined, call });
  }

  #input(build: FakeBuild, [id, verb]: readonly string[], call: Call): Answer {
    const { jenkins } = this.#options;
    const { account, form } = call;
    needsPost(call);
    const input = jenkins.timeline(build).waiting.find(each => each.id === id);
    if (input === undefined) return new Answer(404);
    const isNamed = input.submitter?.split(',').some(each => each.trim() === account.username);
    if (input.submitter !== undefined && !isNamed && !account.isAdmin)
      return new Answer(400, `You need to be ${input.submitter} to submit this.`);
    if (input.submitter === undefined) needs(call, verb === 'abort' ? 'cancel' : 'build');
    if (verb === 'proceed' && form.get('json') === null)
      return new Answer(400, 'This page expects a form submission');
    if (verb !== 'proceed' && verb !== 'proceedEmpty' && verb !== 'abort') return new Answer(404);
    const at = jenkins.now();
    build.answers.set(input.id, { at, proceed: verb !== 'abort', by: account.username });
    return new Answer(200);
  }
}

function mayRead({ reads }: JenkinsAccount, { fullName }: JobPlan): boolean {
  return (
    reads === undefined ||
    reads.some(each => `${fullName}/`.startsWith(`${each}/`) || each.startsWith(`${fullName}/`))
  );
}

function needs({ account }: Call, permission: Permission): void {
  if (account.isAdmin || account.permissions.includes(permission)) return;
  const id = PERMISSIONS[permission];
  const headers = { 'X-You-Are-Authenticated-As': account.username, 'X-Required-Permission': id };
  throw new Answer(
    403,
    `<html><body>${account.username} is missing a permission</body></html>`,
    headers,
  );
}

function needsPost({ method }: Call): void {
  if (method !== 'POST') throw new Answer(405, '', { Allow: 'POST' });
}

function json(bean: Bean, query: URLSearchParams): Answer {
  const tree = query.get('tree');
  const headers = { 'content-type': 'application/json;charset=utf-8' };
  try {
    const shown = tree === null ? shallow(bean) : prune(bean, parseTree(tree));
    return new Answer(200, JSON.stringify(shown), headers);
  } catch (error) {
    if (error instanceof SyntaxError) return new Answer(400, error.message);
    throw error;
  }
}

/** As Stapler's `LargeText`: bytes from `start`, where the text is now, and whether more may come. */
function progressive(
  lines: readonly { readonly text: string }[],
  { isOver, call }: { isOver: boolean; call: Call },
): Answer {
  const all = Buffer.from(lines.map(({ text }) => `${text}\n`).join(''), 'utf8');
  const asked = Number(call.query.get('start') ?? 0);
  const start = asked > all.length ? 0 : asked;
  return new Answer(200, all.subarray(start).toString('utf8'), {
    'content-type': 'text/plain;charset=UTF-8',
    'X-Text-Size': String(all.length),
    ...(isOver ? {} : { 'X-More-Data': 'true' }),
  });
}

/** What is given, and defaults for the rest. A choice that is none is an error of the server, as in Jenkins. */
function valuesOf(job: JobPlan, { query, form }: Call): Values {
  return Object.fromEntries(
    (job.parameters ?? []).map(({ kind, name, choices, default: preset }) => {
      const given = form.get(name) ?? query.get(name);
      if (given === null) return [name, preset ?? choices?.[0] ?? ''];
      if (kind === 'Boolean') return [name, given === 'true' || given === 'on'];
      if (kind === 'Choice' && !choices?.includes(given))
        throw new Answer(500, `Illegal choice for parameter ${name}`);
      return [name, given];
    }),
  );
}
