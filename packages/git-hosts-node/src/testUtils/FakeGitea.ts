import type { IncomingHttpHeaders } from 'node:http';
import type { TreeEntry } from './BareRepository';
import { FakeHost, ok } from './FakeHost';
import type { Answer, Asked, FakePull } from './FakeHost';

const REPOSITORY = '/repos/acme/deploy';
/** Whatever is asked for: a setting of the server. */
const MAX_PAGE = 50;

/** Gitea's API, v1. */
export class FakeGitea extends FakeHost {
  readonly root = '/api/v1';
  protected readonly notFound = { message: 'GetUserByName', errors: [] };

  protected isSignedIn({ authorization }: IncomingHttpHeaders): boolean {
    return (
      authorization?.replace(/^basic /i, 'Basic ') ===
        `Basic ${Buffer.from('bot:gitea-token').toString('base64')}` ||
      authorization === 'token gitea-token'
    );
  }

  protected route({ path, method, query, body }: Asked): Answer | undefined {
    if (path !== REPOSITORY && !path.startsWith(`${REPOSITORY}/`)) return undefined;
    const [, first = '', ...rest] = decodeURIComponent(path.slice(REPOSITORY.length)).split('/');
    const name = rest.join('/');
    switch (`${method} ${first}`) {
      case 'GET ':
        return ok({ default_branch: 'main', permissions: { push: true } });
      case 'GET branches': {
        const id = this.git.head(name);
        const told = { protected: this.isProtected, user_can_push: !this.isProtected };
        return id === undefined ? undefined : ok({ ...told, commit: { id } });
      }
      case 'GET contents':
        return this.#contents(query.get('ref') ?? '', name);
      case 'GET commits': {
        const below = query.get('path') ?? '';
        const limit = below === '' ? Number(query.get('limit') ?? 30) : MAX_PAGE;
        const found = this.git.log('main', below, limit);
        return ok(
          found.map(({ sha, message, author, date }) => ({
            ...{ sha, commit: { message, author: { name: author, date } } },
          })),
        );
      }
      case 'PUT contents':
        return this.#put(name, body);
      case 'GET pulls': {
        if (name !== '') return this.#pull(this.pulls[Number(name) - 1]);
        const size = Math.min(MAX_PAGE, Number(query.get('limit')));
        const from = (Number(query.get('page')) - 1) * size;
        const found = [...this.pulls].reverse().slice(from, from + size);
        return ok(found.map(pull => this.#told(pull)));
      }
      case 'POST pulls': {
        const { head, base, title, body: text } = body;
        if (this.openPull(head))
          return {
            status: 409,
            body: { message: 'pull request already exists for these targets' },
          };
        const isDraft = /^(WIP:|\[WIP\])/i.test(title);
        const added = this.addPull({ head, base, title, body: text, isDraft });
        return { status: 201, body: this.#told(added) };
      }
      case 'PATCH pulls': {
        const pull = this.pulls[Number(name) - 1];
        if (pull?.state === 'open') pull.state = body.state;
        const answer = this.#pull(pull);
        return answer && { ...answer, status: 201 };
      }
      default:
        return undefined;
    }
  }

  #contents(ref: string, path: string): Answer | undefined {
    const told = ({ path: full, type, sha }: TreeEntry) => ({
      ...{ path: full, sha, type: type === 'tree' ? 'dir' : 'file' },
      ...{ encoding: null, content: null },
    });
    const entry = this.git.entry(ref, path);
    if (entry === undefined) return undefined;
    if (entry.type === 'tree') return ok(this.git.entries(ref, path).map(told));
    const content = this.git.blob(entry.sha).toString('base64');
    return ok({ ...told(entry), encoding: 'base64', content });
  }

  #put(path: string, { branch, new_branch: made = branch, sha, content, message }: any): Answer {
    const bad = (status: number, told: string) => ({ status, body: { message: told } });
    const head = this.git.head(branch) ?? '';
    if (made !== branch && this.git.head(made) !== undefined)
      return bad(422, `branch already exists [name: ${made}]`);
    if (this.isProtected && made === 'main')
      return bad(403, 'user should have a permission to write to the target branch');
    const expected = this.git.entry(head, path)?.sha;
    if (sha !== expected)
      return bad(422, `sha does not match [given: ${sha}, expected: ${expected}]`);
    const bytes = Buffer.from(content, 'base64');
    const commit = this.git.makeCommit(
      this.git.treeWith(this.git.treeOf(head), path, bytes),
      [head],
      message,
    );
    this.git.move(made, commit, made === branch ? head : undefined);
    return ok({ commit: { sha: commit } });
  }

  #told({ number, state, head, mergeCommit, isOfFork = false }: FakePull) {
    return {
      ...{ number, state: state === 'open' ? 'open' : 'closed', merged: state === 'merged' },
      ...{ merge_commit_sha: mergeCommit ?? null, base: { repo_id: 1 } },
      head: { ref: head, repo_id: isOfFork ? 2 : 1 },
    };
  }

  #pull(pull: FakePull | undefined): Answer | undefined {
    return pull && ok(this.#told(pull));
  }
}
