import { InputError } from '@backstage/errors';
import { z } from 'zod';
import { assertNotMoved } from './assertNotMoved';
import type { ForgeChange, ForgeCommit, ForgePullRequest } from './Forge';
import { HostRefusal, textOf } from './GitHost';
import type { GitHost } from './GitHost';
import type {
  HostedEntry,
  HostedHead,
  HostedProposal,
  HostedRepository,
  OpenedProposal,
} from './HostedRepository';

const projectSchema = z.object({ default_branch: z.string() });
const branchSchema = z.object({
  commit: z.object({ id: z.string() }),
  protected: z.boolean(),
  /** Of the token's user. */
  can_push: z.boolean(),
});
const fileSchema = z.object({
  encoding: z.string(),
  content: z.string(),
  last_commit_id: z.string(),
});
const entrySchema = z.object({ path: z.string(), type: z.string() });
const commitSchema = z.object({
  id: z.string(),
  message: z.string(),
  author_name: z.string(),
  committed_date: z.string(),
});
const idSchema = z.object({ id: z.string() });
const iidSchema = z.object({ iid: z.number().int() });
const listedSchema = iidSchema.extend({
  source_project_id: z.number().nullable(),
  target_project_id: z.number(),
});
const mergeRequestSchema = z.object({
  state: z.enum(['opened', 'closed', 'locked', 'merged']),
  merge_commit_sha: z.string().nullable(),
  squash_commit_sha: z.string().nullable().optional(),
  sha: z.string().nullable(),
});
const KINDS: Readonly<Record<string, HostedEntry['kind']>> = { blob: 'file', tree: 'folder' };
/** `locked` is a merge that goes on. */
const STATES = { opened: 'open', locked: 'open', closed: 'closed', merged: 'merged' } as const;

/** That the file is another one than it was. */
const CHANGED = /has changed since you started/i;
/** Of titles: until it is gone GitLab merges it for nobody. */
const DRAFT = 'Draft: ';

/** A project of GitLab, by its API v4: https://docs.gitlab.com/api/rest/ */
export class GitlabRepository implements HostedRepository {
  readonly #host: GitHost;
  readonly #url: string;
  readonly #path: string;

  constructor(host: GitHost, { url, path }: { url: string; path: readonly string[] }) {
    this.#host = host;
    this.#url = url;
    this.#path = `/projects/${encodeURIComponent(path.join('/'))}`;
  }

  async head(): Promise<HostedHead> {
    const { default_branch: branch } = await this.#get('', projectSchema);
    const at = `/repository/branches/${encodeURIComponent(branch)}`;
    const { commit, can_push, protected: isGuarded } = await this.#get(at, branchSchema);
    // A protected branch that the account may push to is none to the portal; one that is not protected and not to be pushed to means no rights at all.
    const isProtected = isGuarded && !can_push;
    return { branch, commit: commit.id, isProtected, mayPush: can_push || isGuarded };
  }

  async text(path: string, commit: string) {
    const { encoding, content } = await this.#file(path, commit);
    return encoding === 'base64' ? textOf(content) : undefined;
  }

  async list(folder: string, commit: string) {
    const found = await this.#host.all({
      ...{ path: `${this.#path}/repository/tree`, url: this.#url, item: entrySchema },
      ...{ query: { path: folder, ref: commit }, sizeKey: 'per_page' },
    });
    return found.map(({ path, type }) => ({ path, kind: KINDS[type] ?? ('other' as const) }));
  }

  async log(path: string, limit: number): Promise<readonly ForgeCommit[]> {
    const query = { path, per_page: String(limit) };
    const found = await this.#get('/repository/commits', z.array(commitSchema), query);
    return found.map(({ id, message, author_name: author, committed_date }) => ({
      ...{ id, message, author, at: Date.parse(committed_date) || 0 },
    }));
  }

  async commit(change: ForgeChange, branch: string): Promise<string> {
    const at = `/repository/branches/${encodeURIComponent(branch)}`;
    const { commit } = await this.#get(at, branchSchema);
    assertNotMoved({ branch, commit: commit.id }, change);
    const made = await this.#write(change, { branch });
    if (made instanceof HostRefusal) throw this.#host.errorOf(made, CHANGED);
    return made.id;
  }

  async branchOff(change: ForgeChange, branch: string): Promise<void> {
    const made = await this.#write(change, { branch, start_sha: change.head });
    if (made instanceof HostRefusal && !/branch.*already exists/i.test(made.message))
      throw this.#host.errorOf(made, CHANGED);
  }

  async findPullRequest(branch: string) {
    const found = await this.#host.all({
      ...{ path: `${this.#path}/merge_requests`, url: this.#url, item: listedSchema },
      ...{ query: { source_branch: branch, state: 'all' }, sizeKey: 'per_page' },
    });
    // A fork may have a branch of the same name.
    return found.find(each => each.source_project_id === each.target_project_id)?.iid;
  }

  async openPullRequest(proposal: HostedProposal): Promise<OpenedProposal> {
    const { branch, base, body, isDraft = false } = proposal;
    const title = isDraft ? `${DRAFT}${proposal.title}` : proposal.title;
    const { iid } = await this.#host.ask({
      ...{ method: 'POST', path: `${this.#path}/merge_requests`, url: this.#url },
      body: {
        ...{ source_branch: branch, target_branch: base, title, description: body },
        remove_source_branch: true,
      },
      answer: iidSchema,
    });
    return { number: iid, isDraft };
  }

  async pullRequest(number: number): Promise<ForgePullRequest> {
    const found = await this.#get(`/merge_requests/${number}`, mergeRequestSchema);
    const state = STATES[found.state];
    // Without a merge commit (fast forward) it is the branch's own.
    const mergeCommit = found.merge_commit_sha ?? found.squash_commit_sha ?? found.sha;
    return { state, ...(state === 'merged' && mergeCommit !== null ? { mergeCommit } : {}) };
  }

  async close(number: number): Promise<void> {
    await this.#host.ask({
      ...{ method: 'PUT', path: `${this.#path}/merge_requests/${number}`, url: this.#url },
      ...{ body: { state_event: 'close' }, answer: z.unknown() },
    });
  }

  /** GitLab has no commit that must not find the branch moved; that the file has not been is held by the commit that last changed it. */
  async #write(
    { path, text, message, head }: ForgeChange,
    branch: Readonly<Record<string, string>>,
  ) {
    const { last_commit_id } = await this.#file(path, head);
    return this.#host.try({
      ...{ method: 'POST', path: `${this.#path}/repository/commits`, url: this.#url },
      body: {
        ...{ ...branch, commit_message: message },
        actions: [{ action: 'update', file_path: path, content: text, last_commit_id }],
      },
      answer: idSchema,
    });
  }

  async #file(path: string, ref: string) {
    if (path.endsWith('/')) throw new InputError(`${path} is no file`);
    return this.#get(`/repository/files/${encodeURIComponent(path)}`, fileSchema, { ref });
  }

  #get<S extends z.ZodType>(at: string, answer: S, query?: Record<string, string>) {
    return this.#host.ask({ path: `${this.#path}${at}`, answer, query, url: this.#url });
  }
}
