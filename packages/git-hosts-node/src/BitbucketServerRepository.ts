import { InputError } from '@backstage/errors';
import { z } from 'zod';
import { assertNotMoved } from './assertNotMoved';
import type { ForgeChange, ForgeCommit, ForgePullRequest } from './Forge';
import { encodePath, HostRefusal } from './GitHost';
import type { GitHost } from './GitHost';
import type {
  HostedEntry,
  HostedHead,
  HostedProposal,
  HostedRepository,
  OpenedProposal,
} from './HostedRepository';
import { multipart } from './multipart';

/** What it changes is taken for no other site's doing: https://confluence.atlassian.com/kb/rest-api-calls-with-a-browser-user-agent-header-may-fail-csrf-checks-802591455.html */
export const BITBUCKET_SERVER_HEADERS = {
  ...{ accept: 'application/json', 'user-agent': 'kubemate', 'x-atlassian-token': 'no-check' },
};

const refSchema = z.object({ id: z.string(), displayId: z.string() });
const commitSchema = z.object({
  id: z.string(),
  message: z.string(),
  author: z.object({ name: z.string() }),
  authorTimestamp: z.number(),
});
const childSchema = z.object({
  path: z.object({ components: z.array(z.string()) }),
  type: z.string(),
});
const restrictionSchema = z.object({ type: z.string() });
const repositorySchema = z.object({ id: z.number() });
const listedSchema = z.object({
  id: z.number().int(),
  fromRef: z.object({ id: z.string(), repository: repositorySchema }),
  toRef: z.object({ repository: repositorySchema }),
});
const openedSchema = z.object({ id: z.number().int(), draft: z.boolean().optional() });
const pullSchema = z.object({
  state: z.enum(['OPEN', 'MERGED', 'DECLINED']),
  version: z.number().int(),
  properties: z.object({ mergeCommit: z.object({ id: z.string() }).optional() }).optional(),
});
const KINDS: Readonly<Record<string, HostedEntry['kind']>> = { FILE: 'file', DIRECTORY: 'folder' };
const STATES = { OPEN: 'open', MERGED: 'merged', DECLINED: 'closed' } as const;
/** By which nobody, or not everybody who may write, pushes to a branch. */
const RESTRICTIONS = ['read-only', 'pull-request-only'];
const PER_PAGE = '100';
const MAX_PAGES = 20;

/** A repository of Bitbucket Data Center or Server, by its REST API: https://developer.atlassian.com/server/bitbucket/rest/ */
export class BitbucketServerRepository implements HostedRepository {
  readonly #host: GitHost;
  readonly #url: string;
  readonly #key: string;
  readonly #slug: string;
  readonly #within: string;

  /** @param place - whose path is `projects/<key>/repos/<slug>` */
  constructor(host: GitHost, { url, path }: { url: string; path: readonly string[] }) {
    this.#host = host;
    this.#url = url;
    this.#key = path[1] ?? '';
    this.#slug = path[3] ?? '';
    this.#within = `/projects/${this.#key}/repos/${this.#slug}`;
  }

  async head(): Promise<HostedHead> {
    const { id, displayId: branch } = await this.#get('/default-branch', refSchema);
    // What the account may do there is asked by no route: the host says it when it is done.
    const isProtected = await this.#isRestricted(id);
    return { branch, commit: await this.#commitOf(id), isProtected, mayPush: true };
  }

  async text(path: string, commit: string) {
    const { type } = await this.#get(this.#browse(path), z.object({ type: z.string() }), {
      ...{ at: commit, type: 'true' },
    });
    if (type !== 'FILE') throw new InputError(`${path} is no text file`);
    const at = this.#api(`/raw/${encodePath(path)}`);
    return this.#host.text({ path: at, query: { at: commit }, url: this.#url });
  }

  async list(folder: string, commit: string): Promise<readonly HostedEntry[]> {
    const found = await this.#all(this.#browse(folder), childSchema, { at: commit });
    return found.map(({ path, type }) => ({
      ...{ path: `${folder}/${path.components.join('/')}`, kind: KINDS[type] ?? 'other' },
    }));
  }

  async log(path: string, limit: number): Promise<readonly ForgeCommit[]> {
    const query = { path, limit: String(limit) };
    const { values } = await this.#get('/commits', pageOf(commitSchema), query);
    return values.map(({ id, message, author, authorTimestamp: at }) => ({
      ...{ id, message, author: author.name, at },
    }));
  }

  async commit(change: ForgeChange, branch: string): Promise<string> {
    assertNotMoved({ branch, commit: await this.#commitOf(`refs/heads/${branch}`) }, change);
    const made = await this.#write(change, { branch });
    if (made instanceof HostRefusal) throw this.#host.errorOf(made);
    return made.id;
  }

  async branchOff(change: ForgeChange, branch: string, base: string): Promise<void> {
    if (await this.#hasBranch(branch)) return;
    const made = await this.#write(change, { branch, sourceBranch: base });
    // Another process was faster.
    if (made instanceof HostRefusal && !(made.status === 409 && (await this.#hasBranch(branch))))
      throw this.#host.errorOf(made);
  }

  async findPullRequest(branch: string) {
    const ref = `refs/heads/${branch}`;
    const found = await this.#all('/pull-requests', listedSchema, {
      ...{ at: ref, direction: 'OUTGOING', state: 'ALL', order: 'NEWEST' },
    });
    // From here there are also those to where this one was forked from, and a fork may have a branch of the same name.
    return found.find(
      ({ fromRef, toRef }) => fromRef.id === ref && fromRef.repository.id === toRef.repository.id,
    )?.id;
  }

  async openPullRequest(proposal: HostedProposal): Promise<OpenedProposal> {
    const { branch, base, title, body: description, isDraft = false } = proposal;
    const repository = { slug: this.#slug, project: { key: this.#key } };
    const refOf = (name: string) => ({ id: `refs/heads/${name}`, repository });
    const { id, draft = false } = await this.#host.ask({
      ...{ method: 'POST', path: this.#api('/pull-requests'), url: this.#url },
      body: {
        ...{ title, description, fromRef: refOf(branch), toRef: refOf(base) },
        // Before 8.18 there are none, and it is passed over.
        ...(isDraft ? { draft: true } : {}),
      },
      answer: openedSchema,
    });
    return { number: id, isDraft: draft };
  }

  async pullRequest(number: number): Promise<ForgePullRequest> {
    const { state: told, properties } = await this.#get(`/pull-requests/${number}`, pullSchema);
    const state = STATES[told];
    const mergeCommit = properties?.mergeCommit?.id;
    return { state, ...(state === 'merged' && mergeCommit !== undefined ? { mergeCommit } : {}) };
  }

  async close(number: number): Promise<void> {
    const { version } = await this.#get(`/pull-requests/${number}`, pullSchema);
    await this.#host.ask({
      ...{ method: 'POST', path: this.#api(`/pull-requests/${number}/decline`), url: this.#url },
      ...{ query: { version: String(version) }, body: {}, answer: z.unknown() },
    });
  }

  /** It has no commit that must not find the branch moved; that the file has not been is held by the commit that it was read at. */
  #write(
    { path, text: content, message, head: sourceCommitId }: ForgeChange,
    branch: Readonly<Record<string, string>>,
  ) {
    return this.#host.try({
      ...{ method: 'PUT', path: this.#api(this.#browse(path)), url: this.#url },
      form: multipart({ ...branch, message, sourceCommitId, content }),
      answer: z.object({ id: z.string() }),
    });
  }

  async #commitOf(ref: string): Promise<string> {
    const query = { until: ref, limit: '1' };
    const { values } = await this.#get('/commits', pageOf(commitSchema), query);
    const [newest] = values;
    if (newest === undefined) throw new InputError(`${this.#url} has no commit yet`);
    return newest.id;
  }

  /** Only an administrator of the repository is told; for others the host refuses the commit itself. */
  async #isRestricted(ref: string): Promise<boolean> {
    const found = await this.#host.try({
      ...{ path: `/branch-permissions/2.0${this.#within}/restrictions`, url: this.#url },
      query: { matcherType: 'BRANCH', matcherId: ref, limit: PER_PAGE },
      answer: pageOf(restrictionSchema),
    });
    if (!(found instanceof HostRefusal))
      return found.values.some(({ type }) => RESTRICTIONS.includes(type));
    if ([401, 403, 404].includes(found.status)) return false;
    throw this.#host.errorOf(found);
  }

  async #hasBranch(branch: string): Promise<boolean> {
    const found = await this.#all('/branches', refSchema, { filterText: branch });
    return found.some(({ displayId }) => displayId === branch);
  }

  async #all<S extends z.ZodType>(at: string, item: S, query: Record<string, string>) {
    const items: z.output<S>[] = [];
    let start: number | undefined = 0;
    for (let page = 0; page < MAX_PAGES && start !== undefined; page += 1) {
      const asked = { ...query, limit: PER_PAGE, start: String(start) };
      const found: Page<z.output<S>> = await this.#page(at, item, asked);
      items.push(...found.values);
      start = found.isLastPage ? undefined : (found.nextPageStart ?? undefined);
    }
    return items;
  }

  /** What is in a folder comes as `children` of it. */
  async #page<S extends z.ZodType>(at: string, item: S, query: Record<string, string>) {
    const page = pageOf(item);
    const found = await this.#get(at, z.union([page, z.object({ children: page })]), query);
    return 'children' in found ? found.children : found;
  }

  #browse(path: string): string {
    return `/browse/${encodePath(path)}`;
  }

  #api(at: string): string {
    return `/api/1.0${this.#within}${at}`;
  }

  #get<S extends z.ZodType>(at: string, answer: S, query?: Record<string, string>) {
    return this.#host.ask({ path: this.#api(at), answer, query, url: this.#url });
  }
}

interface Page<T> {
  readonly values: T[];
  readonly isLastPage: boolean;
  readonly nextPageStart?: number | null;
}

function pageOf<S extends z.ZodType>(item: S) {
  return z.object({
    values: z.array(item),
    isLastPage: z.boolean(),
    nextPageStart: z.number().nullish(),
  });
}
