import { InputError } from '@backstage/errors';
import { z } from 'zod';
import type { ForgeChange, ForgeCommit, ForgePullRequest } from './Forge';
import { encodePath, HostRefusal } from './GitHost';
import type { GitHost, HostRequest } from './GitHost';
import type {
  HostedEntry,
  HostedHead,
  HostedProposal,
  HostedRepository,
  OpenedProposal,
} from './HostedRepository';
import { matchesGlob } from './matchesGlob';

const repositorySchema = z.object({ mainbranch: z.object({ name: z.string() }).nullable() });
const branchSchema = z.object({ target: z.object({ hash: z.string() }) });
const restrictionSchema = z.object({
  kind: z.string(),
  branch_match_kind: z.string().optional(),
  pattern: z.string().optional(),
});
const entrySchema = z.object({
  path: z.string(),
  type: z.string(),
  attributes: z.array(z.string()).nullish(),
});
const commitSchema = z.object({
  hash: z.string(),
  message: z.string(),
  date: z.string(),
  author: z.object({ raw: z.string() }),
});
const repositoryNameSchema = z.object({ full_name: z.string() });
const listedSchema = z.object({
  id: z.number().int(),
  source: z.object({
    branch: z.object({ name: z.string() }).nullish(),
    /** Null where a fork is gone. */
    repository: repositoryNameSchema.nullish(),
  }),
  destination: z.object({ repository: repositoryNameSchema }),
});
const idSchema = z.object({ id: z.number().int() });
const openedSchema = idSchema.extend({ draft: z.boolean().optional() });
const pullSchema = z.object({
  state: z.enum(['OPEN', 'MERGED', 'DECLINED', 'SUPERSEDED']),
  merge_commit: z.object({ hash: z.string() }).nullish(),
});
const STATES = {
  OPEN: 'open',
  MERGED: 'merged',
  DECLINED: 'closed',
  SUPERSEDED: 'closed',
} as const;
const FORM = 'application/x-www-form-urlencoded';
const PER_PAGE = '50';
const MAX_PAGES = 20;

/** A repository of Bitbucket Cloud, by its API 2.0: https://developer.atlassian.com/cloud/bitbucket/rest/ */
export class BitbucketCloudRepository implements HostedRepository {
  readonly #host: GitHost;
  readonly #url: string;
  readonly #path: string;

  constructor(host: GitHost, { url, path }: { url: string; path: readonly string[] }) {
    this.#host = host;
    this.#url = url;
    this.#path = `/repositories/${path.join('/')}`;
  }

  async head(): Promise<HostedHead> {
    const { mainbranch } = await this.#get('', repositorySchema);
    if (mainbranch === null) throw new InputError(`${this.#url} has no commit yet`);
    const branch = mainbranch.name;
    const { target } = await this.#get(`/refs/branches/${encodePath(branch)}`, branchSchema);
    // What the account may do in a repository is asked by no token of a repository: the host says it when it is done.
    const isProtected = await this.#isRestricted(branch);
    return { branch, commit: target.hash, isProtected, mayPush: true };
  }

  async text(path: string, commit: string) {
    const { type, attributes } = await this.#get(this.#at(path, commit), entrySchema, {
      format: 'meta',
    });
    if (type !== 'commit_file' || isOther(attributes))
      throw new InputError(`${path} is no text file`);
    return this.#host.text({ path: `${this.#path}${this.#at(path, commit)}`, url: this.#url });
  }

  async list(folder: string, commit: string): Promise<readonly HostedEntry[]> {
    const found = await this.#all(`${this.#at(folder, commit)}/`, entrySchema);
    return found.map(({ path, type, attributes }) => {
      if (type === 'commit_directory') return { path, kind: 'folder' };
      return { path, kind: isOther(attributes) ? 'other' : 'file' };
    });
  }

  async log(path: string, limit: number): Promise<readonly ForgeCommit[]> {
    const { mainbranch } = await this.#get('', repositorySchema);
    const { values } = await this.#get(
      `/commits/${encodePath(mainbranch?.name ?? '')}`,
      z.object({ values: z.array(commitSchema) }),
      { path, pagelen: String(limit) },
    );
    return values.map(({ hash: id, message, author, date }) => ({
      ...{ id, message, author: author.raw.replace(/\s*<[^>]*>$/, '') },
      at: Date.parse(date) || 0,
    }));
  }

  async commit(change: ForgeChange, branch: string): Promise<string> {
    const made = await this.#write(change, branch);
    if (made instanceof HostRefusal) throw this.#host.errorOf(made);
    const at = `/refs/branches/${encodePath(branch)}`;
    return (await this.#get(at, branchSchema)).target.hash;
  }

  async branchOff(change: ForgeChange, branch: string): Promise<void> {
    // Onto a branch that is at this very commit it would be a commit more.
    if (await this.#hasBranch(branch)) return;
    const made = await this.#write(change, branch);
    // Another process was faster.
    if (made instanceof HostRefusal && !(made.status === 409 && (await this.#hasBranch(branch))))
      throw this.#host.errorOf(made);
  }

  async findPullRequest(branch: string) {
    const states = Object.keys(STATES).map(state => `state = "${state}"`);
    const found = await this.#all('/pullrequests', listedSchema, {
      // Names of branches have neither quotes nor backslashes.
      q: `source.branch.name = "${branch}" AND (${states.join(' OR ')})`,
      sort: '-created_on',
    });
    // A fork may have a branch of the same name.
    return found.find(
      ({ source, destination }) =>
        source.branch?.name === branch &&
        source.repository?.full_name === destination.repository.full_name,
    )?.id;
  }

  async openPullRequest(proposal: HostedProposal): Promise<OpenedProposal> {
    const { branch, base, title, body, isDraft = false } = proposal;
    const { id, draft = false } = await this.#post('/pullrequests', openedSchema, {
      ...{ title, description: body, close_source_branch: true },
      ...{ source: { branch: { name: branch } }, destination: { branch: { name: base } } },
      ...(isDraft ? { draft: true } : {}),
    });
    return { number: id, isDraft: draft };
  }

  async pullRequest(number: number): Promise<ForgePullRequest> {
    const found = await this.#get(`/pullrequests/${number}`, pullSchema);
    const state = STATES[found.state];
    if (state !== 'merged' || !found.merge_commit) return { state };
    // There it has twelve of its forty digits.
    const at = `/commit/${found.merge_commit.hash}`;
    return { state, mergeCommit: (await this.#get(at, z.object({ hash: z.string() }))).hash };
  }

  async close(number: number): Promise<void> {
    await this.#post(`/pullrequests/${number}/decline`, z.unknown());
  }

  /** With its parent named, so that it finds the branch there or is refused with 409; a branch that there is none of begins there. */
  #write({ path, text, message, head: parents }: ForgeChange, branch: string) {
    // A field that begins with a slash is a file.
    const fields = new URLSearchParams({ branch, message, parents, [`/${path}`]: text });
    return this.#host.try({
      ...{ method: 'POST', path: `${this.#path}/src`, url: this.#url, answer: z.unknown() },
      form: { type: FORM, text: fields.toString() },
    });
  }

  /** Only an administrator of the repository is told; for others the host refuses the commit itself. */
  async #isRestricted(branch: string): Promise<boolean> {
    const found = await this.#host.try({
      ...{ path: `${this.#path}/branch-restrictions`, url: this.#url },
      ...{ query: { kind: 'push', pagelen: '100' } },
      answer: z.object({ values: z.array(restrictionSchema) }),
    });
    if (found instanceof HostRefusal) {
      if (found.status === 403 || found.status === 404) return false;
      throw this.#host.errorOf(found);
    }
    return found.values.some(
      ({ kind, branch_match_kind: match = 'glob', pattern = '' }) =>
        kind === 'push' && match === 'glob' && matchesGlob(pattern, branch),
    );
  }

  async #hasBranch(branch: string): Promise<boolean> {
    const path = `${this.#path}/refs/branches/${encodePath(branch)}`;
    const found = await this.#host.try({ path, url: this.#url, answer: branchSchema });
    if (!(found instanceof HostRefusal)) return true;
    if (found.status === 404) return false;
    throw this.#host.errorOf(found);
  }

  /** Pages are named by the answers alone, and not by numbers. */
  async #all<S extends z.ZodType>(at: string, item: S, query: Record<string, string> = {}) {
    const answer = z.object({ values: z.array(item), next: z.string().optional() });
    const items: z.output<S>[] = [];
    let asked = { ...query, pagelen: PER_PAGE };
    for (let page = 0; page < MAX_PAGES; page += 1) {
      const { values, next } = await this.#get(at, answer, asked);
      items.push(...values);
      if (next === undefined) break;
      // Only its query: who is asked is said by the configuration.
      asked = { ...asked, ...Object.fromEntries(new URL(next).searchParams) };
    }
    return items;
  }

  #at(path: string, commit: string): string {
    return `/src/${commit}/${encodePath(path)}`;
  }

  #get<S extends z.ZodType>(at: string, answer: S, query?: Record<string, string>) {
    return this.#host.ask({ path: `${this.#path}${at}`, answer, query, url: this.#url });
  }

  #post<S extends z.ZodType>(at: string, answer: S, body?: HostRequest<S>['body']) {
    const path = `${this.#path}${at}`;
    return this.#host.ask({ method: 'POST', path, answer, url: this.#url, body });
  }
}

function isOther(attributes: readonly string[] | null | undefined): boolean {
  return (attributes ?? []).some(each => each === 'link' || each === 'subrepository');
}
