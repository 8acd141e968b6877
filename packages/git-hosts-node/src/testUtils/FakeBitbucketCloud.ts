import type { IncomingHttpHeaders } from 'node:http';
import type { TreeEntry } from './BareRepository';
import { FakeHost, ok } from './FakeHost';
import type { Answer, Asked, FakePull } from './FakeHost';

const REPOSITORY = '/repositories/acme/deploy';
const STATES = { open: 'OPEN', merged: 'MERGED', closed: 'DECLINED' } as const;
/** Of what is asked for, at most. */
const MAX_PAGE = 50;
/** What pages are called: not by numbers one could guess. */
const PAGE = /^after-(\d+)$/;
const KINDS = { blob: 'commit_file', tree: 'commit_directory', commit: 'commit_file' } as const;

const bad = (status: number, message: string): Answer => ({
  ...{ status, body: { type: 'error', error: { message } } },
});

/** Bitbucket Cloud's API 2.0. */
export class FakeBitbucketCloud extends FakeHost {
  readonly root = '/2.0';
  protected readonly notFound = { type: 'error', error: { message: 'Repository not found' } };

  protected isSignedIn({ authorization }: IncomingHttpHeaders): boolean {
    return authorization === 'Bearer bitbucket-token';
  }

  protected route(asked: Asked): Answer | undefined {
    const { path, method, query, body } = asked;
    if (path !== REPOSITORY && !path.startsWith(`${REPOSITORY}/`)) return undefined;
    const [, first = '', ...rest] = decodeURIComponent(path.slice(REPOSITORY.length)).split('/');
    const name = rest.join('/');
    switch (`${method} ${first}`) {
      case 'GET ':
        return ok({ full_name: 'acme/deploy', mainbranch: { type: 'branch', name: 'main' } });
      case 'GET refs': {
        const hash = this.git.head(name.replace(/^branches\//, ''));
        return hash === undefined ? undefined : ok({ target: { hash } });
      }
      case 'GET branch-restrictions':
        return this.#paged(asked, [
          ...(this.isProtected
            ? [{ kind: 'push', branch_match_kind: 'glob', pattern: 'ma*', users: [], groups: [] }]
            : []),
          { kind: 'push', branch_match_kind: 'glob', pattern: 'release/*', users: [], groups: [] },
        ]);
      case 'GET src':
        return this.#source(asked, name);
      case 'GET commits': {
        const limit = Number(query.get('pagelen'));
        const found = this.git.log(name, query.get('path') ?? '', limit);
        return ok({
          values: found.map(({ sha, message, author, date }) => ({
            ...{ hash: sha, message, date, author: { raw: `${author} <bot@example.com>` } },
          })),
        });
      }
      case 'GET commit':
        return this.git.has(name) ? ok({ hash: this.git.fullOf(name) }) : undefined;
      case 'POST src':
        return this.#commit(asked);
      case 'GET pullrequests':
        return name === '' ? this.#pulls(asked) : this.#pull(this.pulls[Number(name) - 1]);
      case 'POST pullrequests':
        return name === '' ? this.#open(body) : this.#decline(name);
      default:
        return undefined;
    }
  }

  #source(asked: Asked, name: string): Answer | undefined {
    const [commit = '', ...rest] = name.split('/');
    const path = rest.join('/').replace(/\/$/, '');
    const entry = this.git.entry(commit, path);
    if (entry === undefined) return undefined;
    const told = ({ path: at, type, mode }: TreeEntry) => ({
      ...{ path: at, type: KINDS[type] },
      attributes: mode === '120000' ? ['link'] : mode === '100755' ? ['executable'] : [],
    });
    if (asked.query.get('format') === 'meta') return ok(told(entry));
    if (entry.type === 'tree') return this.#paged(asked, this.git.entries(commit, path).map(told));
    return { status: 200, raw: this.git.blob(entry.sha) };
  }

  #commit({ headers, text }: Asked): Answer {
    if (headers['content-type'] !== 'application/x-www-form-urlencoded')
      return bad(400, 'The fake takes forms alone');
    const form = new URLSearchParams(text);
    const branch = form.get('branch') ?? 'main';
    const parent = form.get('parents') ?? '';
    const head = this.git.head(branch);
    if (this.isProtected && branch === 'main')
      return bad(403, 'Permission denied to update branch main.');
    if (!this.git.has(parent)) return bad(400, `${parent} is no commit`);
    if (head !== undefined && head !== parent)
      return bad(409, `${parent} is not the tip of the branch ${branch}`);
    let tree = this.git.treeOf(parent);
    for (const [field, content] of form)
      if (field.startsWith('/'))
        tree = this.git.treeWith(tree, field.slice(1), Buffer.from(content));
    const commit = this.git.makeCommit(tree, [parent], form.get('message') ?? '');
    this.git.move(branch, commit, head);
    return { status: 201 };
  }

  /** With the one filter that is asked here. */
  #pulls(asked: Asked): Answer {
    const { query } = asked;
    const q = query.get('q') ?? '';
    const [, branch] = /^source\.branch\.name = "([^"\\]+)" AND \((.+)\)$/.exec(q) ?? [];
    if (branch === undefined || query.get('sort') !== '-created_on')
      return bad(400, `Invalid query: ${q}`);
    const states = [...q.matchAll(/state = "(\w+)"/g)].map(([, state]) => state);
    const found = this.pulls.filter(
      pull => pull.head === branch && states.includes(STATES[pull.state]),
    );
    return this.#paged(
      asked,
      found.reverse().map(({ number: id, head, isOfFork = false }) => ({
        id,
        source: {
          branch: { name: head },
          repository: { full_name: isOfFork ? 'mallory/deploy' : 'acme/deploy' },
        },
        destination: { repository: { full_name: 'acme/deploy' } },
      })),
    );
  }

  #open({ title, description, source, destination, draft = false }: any): Answer {
    const head = source.branch.name;
    const base = destination.branch.name;
    if (this.git.head(head) === undefined) return bad(400, `source: branch not found: ${head}`);
    const known = this.openPull(head);
    if (known) return bad(409, 'There is already an open pull request');
    const isDraft = draft && this.hasDrafts;
    const added = this.addPull({ head, base, title, body: description, isDraft });
    return { status: 201, body: { id: added.number, draft: isDraft } };
  }

  #decline(name: string): Answer | undefined {
    const pull = this.pulls[Number(name.replace(/\/decline$/, '')) - 1];
    if (pull?.state !== 'open') return pull && bad(555, 'It is not open');
    pull.state = 'closed';
    return this.#pull(pull);
  }

  #pull(pull: FakePull | undefined): Answer | undefined {
    if (pull === undefined) return undefined;
    const { number: id, state, mergeCommit } = pull;
    const hash = mergeCommit?.slice(0, 12);
    return ok({ id, state: STATES[state], merge_commit: hash === undefined ? null : { hash } });
  }

  #paged({ query, path }: Asked, all: readonly unknown[]): Answer {
    const size = Math.min(MAX_PAGE, Number(query.get('pagelen') ?? 10));
    const from = Number(PAGE.exec(query.get('page') ?? '')?.[1] ?? 0);
    const next = new URL(`https://api.bitbucket.org${this.root}${path}`);
    next.search = query.toString();
    next.searchParams.set('page', `after-${from + size}`);
    const values = all.slice(from, from + size);
    return ok({ values, ...(from + size < all.length ? { next: next.href } : {}) });
  }
}
