import { z } from 'zod';
import { assertNotMoved } from './assertNotMoved';
import { entriesOf, fileOf, folderSchema } from './contents';
import type { ForgeChange, ForgeCommit, ForgePullRequest } from './Forge';
import { encodePath, HostRefusal, textOf } from './GitHost';
import type { GitHost } from './GitHost';
import type {
  HostedHead,
  HostedProposal,
  HostedRepository,
  OpenedProposal,
} from './HostedRepository';

const repositorySchema = z.object({
  default_branch: z.string(),
  permissions: z.object({ push: z.boolean() }).optional(),
});
const branchSchema = z.object({
  commit: z.object({ id: z.string() }),
  protected: z.boolean(),
  user_can_push: z.boolean(),
});
const fileSchema = z.object({
  type: z.string(),
  sha: z.string(),
  encoding: z.string().nullish(),
  content: z.string().nullish(),
});
const commitSchema = z.object({
  sha: z.string(),
  commit: z.object({
    message: z.string(),
    author: z.object({ name: z.string(), date: z.string() }),
  }),
});
const writtenSchema = z.object({ commit: z.object({ sha: z.string() }) });
const pullSchema = z.object({
  number: z.number().int(),
  state: z.enum(['open', 'closed']),
  merged: z.boolean(),
  merge_commit_sha: z.string().nullish(),
  head: z.object({ ref: z.string(), repo_id: z.number() }),
  base: z.object({ repo_id: z.number() }),
});

/** That the file is another one than it was. */
const CHANGED = /sha does not match/i;
/** Of titles; one of `WORK_IN_PROGRESS_PREFIXES` as Gitea has it by itself, and until it is gone nobody merges. */
const DRAFT = 'WIP: ';

/** A repository of Gitea or Forgejo, by their API v1: https://docs.gitea.com/api/ */
export class GiteaRepository implements HostedRepository {
  readonly #host: GitHost;
  readonly #url: string;
  readonly #path: string;

  constructor(host: GitHost, { url, path }: { url: string; path: readonly string[] }) {
    this.#host = host;
    this.#url = url;
    this.#path = `/repos/${path.join('/')}`;
  }

  async head(): Promise<HostedHead> {
    const { default_branch: branch, permissions } = await this.#get('', repositorySchema);
    const { commit, user_can_push, ...found } = await this.#branch(branch);
    return {
      ...{ branch, commit: commit.id, isProtected: found.protected && !user_can_push },
      mayPush: permissions?.push ?? user_can_push,
    };
  }

  async text(path: string, commit: string) {
    const found = await this.#file(path, commit);
    return found.encoding === 'base64' ? textOf(found.content ?? '') : undefined;
  }

  async list(folder: string, commit: string) {
    const at = `/contents/${encodePath(folder)}`;
    const found = await this.#get(at, z.union([folderSchema, fileSchema]), { ref: commit });
    return entriesOf(found, folder);
  }

  async log(path: string, limit: number): Promise<readonly ForgeCommit[]> {
    const query = {
      ...{ path, limit: String(limit) },
      // Without what each commit changes it is a hundred times faster.
      ...{ stat: 'false', verification: 'false', files: 'false' },
    };
    const found = await this.#get('/commits', z.array(commitSchema), query);
    // Beside a path Gitea heeds no limit, and answers a page of its own size.
    return found.slice(0, limit).map(({ sha, commit: { message, author } }) => ({
      ...{ id: sha, message, author: author.name, at: Date.parse(author.date) || 0 },
    }));
  }

  async commit(change: ForgeChange, branch: string): Promise<string> {
    const { commit } = await this.#branch(branch);
    assertNotMoved({ branch, commit: commit.id }, change);
    const written = await this.#write(change, { branch });
    if (written instanceof HostRefusal) throw this.#host.errorOf(written, CHANGED);
    return written.commit.sha;
  }

  async branchOff(change: ForgeChange, branch: string, base: string): Promise<void> {
    const written = await this.#write(change, { branch: base, new_branch: branch });
    if (written instanceof HostRefusal && !/branch already exists/i.test(written.message))
      throw this.#host.errorOf(written, CHANGED);
  }

  async findPullRequest(branch: string) {
    const found = await this.#host.all({
      ...{ path: `${this.#path}/pulls`, url: this.#url, item: pullSchema },
      ...{ query: { state: 'all', sort: 'recentupdate' }, sizeKey: 'limit' },
    });
    // A fork may have a branch of the same name.
    return found.find(({ head, base }) => head.ref === branch && head.repo_id === base.repo_id)
      ?.number;
  }

  async openPullRequest(proposal: HostedProposal): Promise<OpenedProposal> {
    const { branch: head, base, body, isDraft = false } = proposal;
    const title = isDraft ? `${DRAFT}${proposal.title}` : proposal.title;
    const { number } = await this.#host.ask({
      ...{ method: 'POST', path: `${this.#path}/pulls`, url: this.#url },
      ...{ body: { head, base, title, body }, answer: pullSchema.pick({ number: true }) },
    });
    return { number, isDraft };
  }

  async pullRequest(number: number): Promise<ForgePullRequest> {
    const found = await this.#get(`/pulls/${number}`, pullSchema);
    if (!found.merged) return { state: found.state };
    const { merge_commit_sha: mergeCommit } = found;
    return { state: 'merged', ...(mergeCommit ? { mergeCommit } : {}) };
  }

  async close(number: number): Promise<void> {
    await this.#host.ask({
      ...{ method: 'PATCH', path: `${this.#path}/pulls/${number}`, url: this.#url },
      ...{ body: { state: 'closed' }, answer: z.unknown() },
    });
  }

  /** Gitea has no commit that must not find the branch moved; that the file has not been is held by its hash. */
  async #write(
    { path, text, message, head }: ForgeChange,
    branch: Readonly<Record<string, string>>,
  ) {
    const { sha } = await this.#file(path, head);
    return this.#host.try({
      ...{ method: 'PUT', path: `${this.#path}/contents/${encodePath(path)}`, url: this.#url },
      body: { ...branch, sha, message, content: Buffer.from(text, 'utf8').toString('base64') },
      answer: writtenSchema,
    });
  }

  async #file(path: string, ref: string) {
    const at = `/contents/${encodePath(path)}`;
    const found = await this.#get(at, z.union([fileSchema, folderSchema]), { ref });
    return fileOf(found, path);
  }

  #branch(name: string) {
    return this.#get(`/branches/${encodePath(name)}`, branchSchema);
  }

  #get<S extends z.ZodType>(at: string, answer: S, query?: Record<string, string>) {
    return this.#host.ask({ path: `${this.#path}${at}`, answer, query, url: this.#url });
  }
}
