import type { IncomingHttpHeaders } from 'node:http';
import { FakeHost, ok } from './FakeHost';
import type { Answer, Asked, FakePull } from './FakeHost';

const PROJECT = '/projects/acme%2Fdeploy';
const CHANGED =
  'You are attempting to update a file that has changed since you started editing it.';

/** GitLab's REST API, v4. */
export class FakeGitlab extends FakeHost {
  readonly root = '/api/v4';
  protected readonly notFound = { message: '404 Project Not Found' };

  protected isSignedIn(headers: IncomingHttpHeaders): boolean {
    return (
      headers['private-token'] === 'gitlab-token' || headers.authorization === 'Bearer gitlab-token'
    );
  }

  protected route(asked: Asked): Answer | undefined {
    const { path, method } = asked;
    if (path !== PROJECT && !path.startsWith(`${PROJECT}/`)) return undefined;
    const parts = path.slice(PROJECT.length).split('/').slice(1).map(decodeURIComponent);
    if (method === 'GET') return this.#read(parts, asked.query);
    return this.#write(method, parts, asked.body);
  }

  #read([first, second, third = '']: readonly string[], query: URLSearchParams) {
    if (first === undefined) return ok({ default_branch: 'main' });
    if (first === 'merge_requests') return this.#requests(second, query);
    switch (second) {
      case 'branches': {
        const id = this.git.head(third);
        const told = { protected: this.isProtected, can_push: !this.isProtected };
        return id === undefined ? undefined : ok({ ...told, commit: { id } });
      }
      case 'files': {
        const ref = query.get('ref') ?? '';
        const entry = this.git.entry(ref, third);
        if (entry?.type !== 'blob') return { status: 404, body: { message: '404 File Not Found' } };
        const content = this.git.blob(entry.sha).toString('base64');
        return ok({ encoding: 'base64', content, last_commit_id: this.#lastOf(ref, third) });
      }
      case 'tree':
        return this.#tree(query);
      case 'commits': {
        const limit = Number(query.get('per_page') ?? 20);
        const found = this.git.log('main', query.get('path') ?? '', limit);
        return ok(
          found.map(({ sha, message, author, date }) => ({
            ...{ id: sha, message, author_name: author, committed_date: date },
          })),
        );
      }
      default:
        return undefined;
    }
  }

  #tree(query: URLSearchParams): Answer {
    const found = this.git.entries(query.get('ref') ?? '', query.get('path') ?? '');
    if (found.length === 0) return { status: 404, body: { message: '404 Tree Not Found' } };
    const [size, page] = [Number(query.get('per_page')), Number(query.get('page'))];
    return ok(
      found.slice((page - 1) * size, page * size).map(({ path, type }) => ({ path, type })),
    );
  }

  #requests(number: string | undefined, query: URLSearchParams): Answer | undefined {
    if (number !== undefined) return this.#request(this.pulls[Number(number) - 1]);
    const branch = query.get('source_branch');
    const found = this.pulls.filter(pull => pull.head === branch).reverse();
    const size = Number(query.get('per_page'));
    const from = (Number(query.get('page') ?? 1) - 1) * size;
    return ok(
      found.slice(from, from + size).map(({ number: iid, isOfFork = false }) => ({
        ...{ iid, source_project_id: isOfFork ? 2 : 1, target_project_id: 1 },
      })),
    );
  }

  #write(method: string, [first, second]: readonly string[], body: any): Answer | undefined {
    if (method === 'POST' && second === 'commits') return this.#commit(body);
    if (first !== 'merge_requests') return undefined;
    if (method === 'PUT') {
      const pull = this.pulls[Number(second) - 1];
      if (pull?.state === 'open' && body.state_event === 'close') pull.state = 'closed';
      return this.#request(pull);
    }
    const { source_branch: head, target_branch: base, title, description } = body;
    const known = this.openPull(head);
    if (known) {
      const told = `Another open merge request already exists for this source branch: !${known.number}`;
      return { status: 409, body: { message: [told] } };
    }
    const isDraft = /^(draft:|\[draft\]|\(draft\))/i.test(title);
    const added = this.addPull({ head, base, title, body: description, isDraft });
    return { ...ok({ iid: added.number }), status: 201 };
  }

  #commit({ branch, start_sha: start, commit_message: message, actions }: any): Answer {
    const [{ action, file_path: file, content, last_commit_id: last }] = actions;
    const bad = (told: string) => ({ status: 400, body: { message: told } });
    const head = this.git.head(branch);
    if (start !== undefined && head !== undefined)
      return bad(
        `A branch called '${branch}' already exists. Switch to that branch in order to make changes`,
      );
    const parent = start ?? head;
    if (this.isProtected && branch === 'main')
      return { status: 403, body: { message: 'You are not allowed to push into this branch' } };
    if (action !== 'update' || this.git.entry(parent, file) === undefined)
      return bad("A file with this name doesn't exist");
    if (last !== undefined && this.#lastOf(parent, file) !== last) return bad(CHANGED);
    const tree = this.git.treeWith(this.git.treeOf(parent), file, Buffer.from(content));
    const id = this.git.makeCommit(tree, [parent], message);
    this.git.move(branch, id, head);
    return { status: 201, body: { id } };
  }

  #lastOf(ref: string, file: string): string | undefined {
    return this.git.log(ref, file, 1)[0]?.sha;
  }

  #request(pull: FakePull | undefined): Answer | undefined {
    if (pull === undefined) return undefined;
    const { number: iid, state, mergeCommit = null, head } = pull;
    const told = { iid, state: state === 'open' ? 'opened' : state };
    return ok({
      ...told,
      merge_commit_sha: mergeCommit,
      squash_commit_sha: null,
      sha: this.git.head(head) ?? null,
    });
  }
}
