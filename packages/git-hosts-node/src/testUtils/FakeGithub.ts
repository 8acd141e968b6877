import type { IncomingHttpHeaders } from 'node:http';
import { createHash } from 'node:crypto';
import type { TreeEntry } from './BareRepository';
import { FakeHost, ok } from './FakeHost';
import type { Answer, Asked, FakePull } from './FakeHost';

const REPOSITORY = '/repos/acme/deploy';

/** GitHub's REST API, version 2022-11-28. */
export class FakeGithub extends FakeHost {
  readonly root = '/api/v3';
  protected readonly notFound = { message: 'Not Found', status: '404' };

  protected isSignedIn({ authorization }: IncomingHttpHeaders): boolean {
    return /^(?:token|Bearer) github-token$/.test(authorization ?? '');
  }

  protected route(asked: Asked): Answer | undefined {
    const { path, headers, method } = asked;
    if (headers['user-agent'] === undefined)
      return { status: 403, body: { message: 'Request forbidden by administrative rules' } };
    if (headers['x-github-api-version'] !== '2022-11-28')
      return { status: 400, body: { message: 'Unknown version' } };
    if (path !== REPOSITORY && !path.startsWith(`${REPOSITORY}/`)) return undefined;
    const at = decodeURIComponent(path.slice(REPOSITORY.length));
    const answer = method === 'GET' ? this.#read(at, asked) : this.#write(at, asked);
    if (method !== 'GET' || answer?.status !== 200) return answer;
    const etag = `W/"${createHash('sha256').update(JSON.stringify(answer.body)).digest('hex')}"`;
    return headers['if-none-match'] === etag
      ? { status: 304, headers: { etag } }
      : { ...answer, headers: { etag } };
  }

  #read(at: string, { query }: Asked): Answer | undefined {
    const [, first = '', ...rest] = at.split('/');
    const name = rest.join('/');
    switch (first) {
      case '':
        return ok({ default_branch: 'main', permissions: { push: true } });
      case 'branches': {
        const sha = this.git.head(name);
        return sha === undefined ? undefined : ok({ commit: { sha }, protected: this.isProtected });
      }
      case 'contents':
        return this.#contents(query.get('ref') ?? '', name);
      case 'commits': {
        const limit = Number(query.get('per_page') ?? 30);
        const found = this.git.log('main', query.get('path') ?? '', limit);
        return ok(
          found.map(({ sha, message, author, date }) => ({
            ...{ sha, commit: { message, author: { name: author, date } } },
          })),
        );
      }
      case 'git': {
        const sha = name.replace(/^commits\//, '');
        return this.git.has(sha) ? ok({ sha, tree: { sha: this.git.treeOf(sha) } }) : undefined;
      }
      case 'pulls': {
        if (name !== '') return this.#pull(this.pulls[Number(name) - 1]);
        const head = query.get('head')?.replace(/^acme:/, '');
        const found = this.pulls.filter(pull => pull.head === head && !pull.isOfFork).reverse();
        return ok(found.slice(0, Number(query.get('per_page'))).map(({ number }) => ({ number })));
      }
      default:
        return undefined;
    }
  }

  #contents(ref: string, path: string): Answer | undefined {
    const told = ({ path: full, type, sha }: TreeEntry) => ({
      ...{ path: full, sha, type: type === 'tree' ? 'dir' : 'file' },
    });
    const entry = this.git.entry(ref, path);
    if (entry === undefined) return undefined;
    if (entry.type === 'tree') return ok(this.git.entries(ref, path).map(told));
    // As GitHub does it: lines of sixty.
    const content = this.git
      .blob(entry.sha)
      .toString('base64')
      .replace(/(.{60})/g, '$1\n');
    return ok({ ...told(entry), encoding: 'base64', content });
  }

  #write(at: string, { method, body }: Asked): Answer | undefined {
    const route = `${method} ${at.replace(/\/heads\/.*|\/\d+$/, '')}`;
    switch (route) {
      case 'POST /git/trees': {
        const [{ path, content }] = body.tree;
        return { status: 201, body: { sha: this.git.treeWith(body.base_tree, path, content) } };
      }
      case 'POST /git/commits': {
        const sha = this.git.makeCommit(body.tree, body.parents, body.message);
        return { status: 201, body: { sha } };
      }
      case 'POST /git/refs': {
        const branch = body.ref.replace('refs/heads/', '');
        if (!this.git.move(branch, body.sha, undefined))
          return { status: 422, body: { message: 'Reference already exists' } };
        return { status: 201, body: { ref: body.ref } };
      }
      case 'PATCH /git/refs':
        return this.#moveTo(at.replace('/git/refs/heads/', ''), body.sha);
      case 'POST /pulls': {
        if (this.openPull(body.head)) {
          const message = `A pull request already exists for acme:${body.head}.`;
          const told = {
            message: 'Validation Failed',
            errors: [{ resource: 'PullRequest', message }],
          };
          return { status: 422, body: told };
        }
        const { head, base, title, body: text, draft: isDraft = false } = body;
        if (isDraft && !this.hasDrafts) {
          const message = 'Draft pull requests are not supported in this repository.';
          return { status: 422, body: { message } };
        }
        const { number } = this.addPull({ head, base, title, body: text, isDraft });
        return { status: 201, body: { number } };
      }
      case 'PATCH /pulls': {
        const pull = this.pulls[Number(at.split('/')[2]) - 1];
        if (pull?.state === 'open') pull.state = body.state;
        return this.#pull(pull);
      }
      default:
        return undefined;
    }
  }

  #moveTo(branch: string, sha: string): Answer {
    const before = this.git.head(branch);
    if (this.isProtected && branch === 'main')
      return {
        status: 422,
        body: { message: 'Protected branch update failed for refs/heads/main.' },
      };
    if (before === undefined || !this.git.isAncestor(before, sha))
      return { status: 422, body: { message: 'Update is not a fast forward' } };
    this.git.move(branch, sha, before);
    return ok({ ref: `refs/heads/${branch}` });
  }

  #pull(pull: FakePull | undefined): Answer | undefined {
    if (pull === undefined) return undefined;
    const { number, state, mergeCommit } = pull;
    return ok({
      ...{ number, state: state === 'open' ? 'open' : 'closed' },
      merged_at: state === 'merged' ? '2026-10-01T00:00:00Z' : null,
      // Of an open one GitHub tells a merge that it has tried.
      merge_commit_sha: mergeCommit ?? 'f'.repeat(40),
    });
  }
}
