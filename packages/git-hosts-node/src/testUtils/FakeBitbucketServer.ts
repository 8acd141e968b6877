import type { IncomingHttpHeaders } from 'node:http';
import { FakeHost, ok } from './FakeHost';
import type { Answer, Asked, FakePull } from './FakeHost';

const WITHIN = '/projects/acme/repos/deploy';
const STATES = { open: 'OPEN', merged: 'MERGED', closed: 'DECLINED' } as const;
const TYPES = { blob: 'FILE', tree: 'DIRECTORY', commit: 'SUBMODULE' } as const;
/** `page.max` of what is asked for: a setting of the server. */
const MAX_PAGE = 25;

const bad = (status: number, message: string): Answer => ({
  ...{ status, body: { errors: [{ context: null, message, exceptionName: 'com.atlassian' }] } },
});

/** The REST API of Bitbucket Data Center, 1.0, and that of its permissions of branches, 2.0. */
export class FakeBitbucketServer extends FakeHost {
  readonly root = '/rest';
  override readonly page: string = '/projects/acme/repos/deploy';
  override readonly cloned: string = '/scm/acme/deploy.git';
  protected readonly notFound = { errors: [{ context: null, message: 'It does not exist.' }] };

  protected isSignedIn({ authorization }: IncomingHttpHeaders): boolean {
    return authorization === 'Bearer bitbucket-server-token';
  }

  protected route(asked: Asked): Answer | undefined {
    const { path, method, headers } = asked;
    if (path === `/branch-permissions/2.0${WITHIN}/restrictions`) {
      const type = 'pull-request-only';
      const isAsked = asked.query.get('matcherId') === 'refs/heads/main' && this.isProtected;
      return this.#paged(asked, [
        ...(isAsked ? [{ id: 1, type }] : []),
        { id: 2, type: 'no-deletes' },
      ]);
    }
    const root = `/api/1.0${WITHIN}`;
    if (!path.startsWith(`${root}/`)) return undefined;
    if (method !== 'GET' && headers['x-atlassian-token'] !== 'no-check')
      return bad(403, 'XSRF check failed');
    const [, first = '', ...rest] = decodeURIComponent(path.slice(root.length)).split('/');
    const name = rest.join('/');
    return method === 'GET' ? this.#read(first, name, asked) : this.#write(first, name, asked);
  }

  #read(first: string, name: string, asked: Asked): Answer | undefined {
    const { query } = asked;
    switch (first) {
      case 'default-branch':
        return ok({ id: 'refs/heads/main', displayId: 'main', type: 'BRANCH' });
      case 'branches': {
        const filter = query.get('filterText') ?? '';
        const found = this.git.branches().filter(each => each.includes(filter));
        return this.#paged(
          asked,
          found.map(displayId => ({ id: `refs/heads/${displayId}`, displayId })),
        );
      }
      case 'commits': {
        const until = query.get('until') ?? 'refs/heads/main';
        if (this.git.head(until.replace('refs/heads/', '')) === undefined) return undefined;
        const found = this.git.log(until, query.get('path') ?? '', 1000);
        return this.#paged(
          asked,
          found.map(({ sha: id, message, author, date }) => ({
            ...{ id, message, author: { name: author }, authorTimestamp: Date.parse(date) },
          })),
        );
      }
      case 'browse':
        return this.#browse(name, asked);
      case 'raw': {
        const entry = this.git.entry(query.get('at') ?? '', name);
        return entry?.type === 'blob' ? { status: 200, raw: this.git.blob(entry.sha) } : undefined;
      }
      case 'pull-requests':
        return name === '' ? this.#pulls(asked) : this.#pull(this.pulls[Number(name) - 1]);
      default:
        return undefined;
    }
  }

  #browse(path: string, asked: Asked): Answer | undefined {
    const at = asked.query.get('at') ?? '';
    const entry = this.git.entry(at, path);
    if (entry === undefined) return undefined;
    if (asked.query.get('type') === 'true') return ok({ type: TYPES[entry.type] });
    if (entry.type !== 'tree') return ok({ lines: [], start: 0, size: 0, isLastPage: true });
    const found = this.git.entries(at, path).map(({ path: full, type }) => {
      const name = full.slice(path.length + 1);
      return { path: { components: [name], name, toString: name }, type: TYPES[type] };
    });
    const { body } = this.#paged(asked, found);
    return ok({ path: { components: path.split('/') }, revision: at, children: body });
  }

  #write(first: string, name: string, asked: Asked): Answer | undefined {
    if (first === 'browse') return this.#edit(name, asked);
    if (first !== 'pull-requests') return undefined;
    const { query, body } = asked;
    if (name !== '') {
      const pull = this.pulls[Number(name.replace(/\/decline$/, '')) - 1];
      if (pull === undefined) return undefined;
      if (pull.state !== 'open' || query.get('version') !== '3')
        return bad(409, 'It has been updated since');
      pull.state = 'closed';
      return this.#pull(pull);
    }
    const { title, description, fromRef, toRef, draft = false } = body;
    const [head, base] = [fromRef, toRef].map(({ id }: any) => id.replace('refs/heads/', ''));
    if (this.openPull(head)) return bad(409, 'Only one pull request may be open');
    // A server before 8.18 knows nothing of drafts.
    const told = this.hasDrafts ? { draft } : {};
    const added = this.addPull({
      ...{ head, base, title, body: description, isDraft: draft && this.hasDrafts },
    });
    return { status: 201, body: { id: added.number, ...told } };
  }

  #edit(path: string, { headers, text }: Asked): Answer {
    const [, boundary] =
      /^multipart\/form-data; boundary=(.+)$/.exec(headers['content-type'] ?? '') ?? [];
    if (boundary === undefined) return bad(415, 'Unsupported Media Type');
    const form = partsOf(text, boundary);
    const branch = form.get('branch') ?? '';
    const source = form.get('sourceBranch');
    const head = this.git.head(branch);
    if (this.isProtected && branch === 'main')
      return bad(409, 'Branch main can only be changed by pull requests');
    if (source !== undefined && head !== undefined)
      return bad(409, `The branch ${branch} exists already`);
    const parent = source === undefined ? head : this.git.head(source);
    if (parent === undefined) return bad(404, `There is no branch ${source ?? branch}`);
    const before = this.git.entry(form.get('sourceCommitId') ?? '', path);
    if (before === undefined || this.git.entry(parent, path)?.sha !== before.sha)
      return bad(409, `The file '${path}' could not be edited: it has changed`);
    const tree = this.git.treeWith(
      this.git.treeOf(parent),
      path,
      Buffer.from(form.get('content') ?? ''),
    );
    const id = this.git.makeCommit(tree, [parent], form.get('message') ?? '');
    this.git.move(branch, id, head);
    return ok({ id });
  }

  #pulls(asked: Asked): Answer {
    const { query } = asked;
    if (query.get('direction') !== 'OUTGOING' || query.get('state') !== 'ALL')
      return bad(400, 'The fake knows those from here alone');
    const found = this.pulls.filter(({ head }) => `refs/heads/${head}` === query.get('at'));
    return this.#paged(
      asked,
      found.reverse().map(({ number: id, head, isOfFork = false }) => ({
        id,
        fromRef: { id: `refs/heads/${head}`, repository: { id: 1 } },
        // From here to where it was forked from.
        toRef: { id: 'refs/heads/main', repository: { id: isOfFork ? 2 : 1 } },
      })),
    );
  }

  #pull(pull: FakePull | undefined): Answer | undefined {
    if (pull === undefined) return undefined;
    const { number: id, state, mergeCommit } = pull;
    const properties = mergeCommit === undefined ? {} : { mergeCommit: { id: mergeCommit } };
    return ok({ id, version: 3, state: STATES[state], properties });
  }

  #paged({ query }: Asked, all: readonly unknown[]): Answer {
    const size = Math.min(MAX_PAGE, Number(query.get('limit') ?? 25));
    const start = Number(query.get('start') ?? 0);
    const isLastPage = start + size >= all.length;
    const nextPageStart = isLastPage ? null : start + size;
    return ok({ values: all.slice(start, start + size), start, isLastPage, nextPageStart });
  }
}

function partsOf(text: string, boundary: string): ReadonlyMap<string, string> {
  return new Map(
    text
      .split(`--${boundary}`)
      .slice(1, -1)
      .map(part => {
        const [, name = '', value = ''] = /name="([^"]+)"[^]*?\r\n\r\n([^]*)\r\n$/.exec(part) ?? [];
        return [name, value] as const;
      }),
  );
}
