import { ConflictError, NotAllowedError } from '@backstage/errors';
import { z } from 'zod';
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

/** https://docs.github.com/en/rest, version 2022-11-28. GitHub refuses requests that do not say what sends them. */
export const GITHUB_HEADERS = {
  accept: 'application/vnd.github+json',
  'x-github-api-version': '2022-11-28',
  'user-agent': 'kubemate',
};

const repositorySchema = z.object({
  default_branch: z.string(),
  permissions: z.object({ push: z.boolean() }).optional(),
});
const branchSchema = z.object({ commit: z.object({ sha: z.string() }), protected: z.boolean() });
const fileSchema = z.object({
  type: z.string(),
  encoding: z.string().optional(),
  content: z.string().optional(),
});
const commitSchema = z.object({
  sha: z.string(),
  commit: z.object({
    message: z.string(),
    author: z.object({ name: z.string(), date: z.string() }).nullable(),
  }),
});
const shaSchema = z.object({ sha: z.string() });
const numberSchema = z.object({ number: z.number().int() });
const pullSchema = z.object({
  state: z.enum(['open', 'closed']),
  merged_at: z.string().nullable(),
  merge_commit_sha: z.string().nullable(),
});

const NO_DRAFTS = /draft pull requests are not supported/i;

/** A repository of GitHub, or of GitHub Enterprise Server. */
export class GithubRepository implements HostedRepository {
  readonly #host: GitHost;
  readonly #url: string;
  readonly #owner: string;
  readonly #path: string;

  constructor(host: GitHost, { url, path }: { url: string; path: readonly string[] }) {
    this.#host = host;
    this.#url = url;
    this.#owner = path[0] ?? '';
    this.#path = `/repos/${path.join('/')}`;
  }

  async head(): Promise<HostedHead> {
    const { default_branch: branch, permissions } = await this.#get('', repositorySchema);
    const found = await this.#get(`/branches/${encodePath(branch)}`, branchSchema);
    return {
      ...{ branch, commit: found.commit.sha, isProtected: found.protected },
      // An App's token is not told its rights here.
      mayPush: permissions?.push ?? true,
    };
  }

  async text(path: string, commit: string) {
    const at = `/contents/${encodePath(path)}`;
    const found = fileOf(
      await this.#get(at, z.union([fileSchema, folderSchema]), { ref: commit }),
      path,
    );
    // Above a megabyte there is no content.
    return found.encoding === 'base64' ? textOf(found.content ?? '') : undefined;
  }

  async list(folder: string, commit: string) {
    const at = `/contents/${encodePath(folder)}`;
    const found = await this.#get(at, z.union([folderSchema, fileSchema]), { ref: commit });
    return entriesOf(found, folder);
  }

  async log(path: string, limit: number): Promise<readonly ForgeCommit[]> {
    const query = { path, per_page: String(limit) };
    const found = await this.#get('/commits', z.array(commitSchema), query);
    return found.map(({ sha, commit: { message, author } }) => ({
      ...{ id: sha, message, author: author?.name ?? '' },
      at: Date.parse(author?.date ?? '') || 0,
    }));
  }

  async commit(change: ForgeChange, branch: string): Promise<string> {
    const sha = await this.#make(change);
    const moved = await this.#host.try({
      ...{ method: 'PATCH', url: this.#url, answer: z.unknown() },
      path: `${this.#path}/git/refs/heads/${encodePath(branch)}`,
      body: { sha, force: false },
    });
    if (moved instanceof HostRefusal) {
      if (/not a fast.forward/i.test(moved.message))
        throw new ConflictError(`Branch ${branch} has moved since ${change.head}`);
      if (moved.status === 422 && /protected|rule/i.test(moved.message))
        throw new NotAllowedError(`${this.#host.name}: ${moved.message}`);
      throw this.#host.errorOf(moved);
    }
    return sha;
  }

  async branchOff(change: ForgeChange, branch: string): Promise<void> {
    const sha = await this.#make(change);
    const made = await this.#host.try({
      ...{ method: 'POST', url: this.#url, answer: z.unknown() },
      path: `${this.#path}/git/refs`,
      body: { ref: `refs/heads/${branch}`, sha },
    });
    if (made instanceof HostRefusal && !/already exists/i.test(made.message))
      throw this.#host.errorOf(made);
  }

  async findPullRequest(branch: string) {
    const query = { head: `${this.#owner}:${branch}`, state: 'all', per_page: '1' };
    const [found] = await this.#get('/pulls', z.array(numberSchema), query);
    return found?.number;
  }

  async openPullRequest(proposal: HostedProposal): Promise<OpenedProposal> {
    const { branch: head, base, title, body, isDraft = false } = proposal;
    const open = (draft: boolean) =>
      this.#host.try({
        ...{ method: 'POST', path: `${this.#path}/pulls`, url: this.#url, answer: numberSchema },
        body: { head, base, title, body, ...(draft ? { draft } : {}) },
      });
    const opened = await open(isDraft);
    if (!(opened instanceof HostRefusal)) return { ...opened, isDraft };
    // Private repositories of GitHub's smaller plans have none.
    const second = isDraft && NO_DRAFTS.test(opened.message) ? await open(false) : opened;
    if (second instanceof HostRefusal) throw this.#host.errorOf(second);
    return { ...second, isDraft: false };
  }

  async pullRequest(number: number): Promise<ForgePullRequest> {
    const found = await this.#get(`/pulls/${number}`, pullSchema);
    if (found.merged_at !== null)
      return {
        state: 'merged',
        ...(found.merge_commit_sha === null ? {} : { mergeCommit: found.merge_commit_sha }),
      };
    return { state: found.state };
  }

  async close(number: number): Promise<void> {
    await this.#host.ask({
      ...{ method: 'PATCH', url: this.#url, answer: z.unknown() },
      ...{ path: `${this.#path}/pulls/${number}`, body: { state: 'closed' } },
    });
  }

  /** A commit that no branch has yet. Made of its parts, for only so can a branch be moved from just that commit. */
  async #make({ path, text, message, head }: ForgeChange): Promise<string> {
    const parent = await this.#get(`/git/commits/${head}`, z.object({ tree: shaSchema }));
    const tree = await this.#post(
      '/git/trees',
      {
        base_tree: parent.tree.sha,
        tree: [{ path, mode: '100644', type: 'blob', content: text }],
      },
      shaSchema,
    );
    const body = { message, tree: tree.sha, parents: [head] };
    return (await this.#post('/git/commits', body, shaSchema)).sha;
  }

  #get<S extends z.ZodType>(at: string, answer: S, query?: Record<string, string>) {
    return this.#host.ask({ path: `${this.#path}${at}`, answer, query, url: this.#url });
  }

  #post<S extends z.ZodType>(at: string, body: object, answer: S) {
    const path = `${this.#path}${at}`;
    return this.#host.ask({ method: 'POST', path, body, answer, url: this.#url });
  }
}
