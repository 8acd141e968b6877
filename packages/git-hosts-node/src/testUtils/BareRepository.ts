import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface TreeEntry {
  readonly path: string;
  readonly type: 'blob' | 'tree' | 'commit';
  readonly mode: string;
  readonly sha: string;
}

export interface Logged {
  readonly sha: string;
  readonly message: string;
  readonly author: string;
  readonly date: string;
}

const PERSON = { name: 'Bot', email: 'bot@example.com' };

/** A real bare repository, for fakes of git hosts: what they answer about commits and branches is git's own. */
export class BareRepository {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'git-host-'));
  readonly #index = path.join(this.folder, 'fake-index');
  #at = Date.UTC(2026, 9, 1) / 1000;

  constructor() {
    this.#git(['init', '--quiet', '--bare', '--initial-branch=main', '.']);
  }

  /** The commit of a branch, or undefined. */
  head(branch: string): string | undefined {
    return this.#find(['rev-parse', '--verify', '--quiet', `refs/heads/${branch}^{commit}`]);
  }

  branches(): readonly string[] {
    return this.#git(['for-each-ref', '--format=%(refname:lstrip=2)', 'refs/heads'])
      .split('\n')
      .filter(each => each !== '');
  }

  /** Of the first digits of a commit. */
  fullOf(commit: string): string {
    return this.#git(['rev-parse', commit]).trim();
  }

  has(commit: string): boolean {
    return this.#find(['cat-file', '-t', `${commit}^{commit}`]) !== undefined;
  }

  treeOf(commit: string): string {
    return this.#git(['rev-parse', `${commit}^{tree}`]).trim();
  }

  entries(commit: string, folder: string): readonly TreeEntry[] {
    const at = folder === '' ? commit : `${commit}:${folder}`;
    const listed = this.#find(['ls-tree', '-z', at]);
    if (listed === undefined) return [];
    return listed.split('\0').flatMap(line => {
      const [, mode, type, sha, name] = /^(\d+) (\w+) (\w+)\t([^]+)$/.exec(line) ?? [];
      if (mode === undefined || sha === undefined || name === undefined) return [];
      const full = folder === '' ? name : `${folder}/${name}`;
      return [{ mode, sha, type: type as TreeEntry['type'], path: full }];
    });
  }

  entry(commit: string, file: string): TreeEntry | undefined {
    return this.entries(commit, path.posix.dirname(file).replace(/^\.$/, '')).find(
      each => each.path === file,
    );
  }

  blob(sha: string): Buffer {
    return execFileSync('git', ['cat-file', 'blob', sha], { cwd: this.folder });
  }

  log(range: string, file: string, limit: number): readonly Logged[] {
    const format = '--format=%H%x01%B%x01%an%x01%aI%x00';
    const asked = ['log', `-n${limit}`, format, range, '--', ...(file === '' ? [] : [file])];
    const told = this.#git(asked);
    return told
      .split('\0')
      .map(each => each.trim().split('\x01'))
      .filter(parts => parts.length === 4)
      .map(([sha = '', message = '', author = '', date = '']) => ({ sha, message, author, date }));
  }

  /** A tree that differs from another in one file. */
  treeWith(base: string | undefined, file: string, content: Buffer): string {
    rmSync(this.#index, { force: true });
    if (base !== undefined) this.#git(['read-tree', base]);
    const blob = this.#git(['hash-object', '-w', '--stdin'], content).trim();
    this.#git(['update-index', '--add', '--cacheinfo', `100644,${blob},${file}`]);
    return this.#git(['write-tree']).trim();
  }

  makeCommit(tree: string, parents: readonly string[], message: string): string {
    this.#at += 60;
    const args = ['commit-tree', tree, ...parents.flatMap(each => ['-p', each]), '-F', '-'];
    return this.#git(args, Buffer.from(message)).trim();
  }

  /** False where the branch is not where it was expected, as git decides it. */
  move(branch: string, to: string, from: string | undefined): boolean {
    const before = from ?? '0'.repeat(40);
    return this.#find(['update-ref', `refs/heads/${branch}`, to, before]) !== undefined;
  }

  isAncestor(before: string, after: string): boolean {
    return this.#find(['merge-base', '--is-ancestor', before, after]) !== undefined;
  }

  write(branch: string, file: string, content: string | Buffer): string {
    const head = this.head(branch);
    const tree = this.treeWith(head && this.treeOf(head), file, Buffer.from(content));
    const commit = this.makeCommit(tree, head ? [head] : [], `Write ${file}`);
    this.move(branch, commit, head);
    return commit;
  }

  /** By a merge commit, as somebody does who agrees. */
  merge(base: string, head: string): string {
    const [ours = '', theirs = ''] = [this.head(base), this.head(head)];
    const tree = this.#git(['merge-tree', '--write-tree', ours, theirs]).trim();
    const commit = this.makeCommit(tree, [ours, theirs], `Merge ${head}`);
    this.move(base, commit, ours);
    return commit;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  #find(args: readonly string[]): string | undefined {
    try {
      return this.#git(args).trim();
    } catch {
      return undefined;
    }
  }

  #git(args: readonly string[], input?: Buffer): string {
    const date = `${this.#at} +0000`;
    return execFileSync('git', [...args], {
      cwd: this.folder,
      ...(input === undefined ? {} : { input }),
      stdio: ['pipe', 'pipe', 'ignore'],
      encoding: 'utf8',
      env: {
        PATH: process.env.PATH,
        GIT_INDEX_FILE: this.#index,
        ...{ GIT_AUTHOR_NAME: PERSON.name, GIT_AUTHOR_EMAIL: PERSON.email, GIT_AUTHOR_DATE: date },
        ...{ GIT_COMMITTER_NAME: PERSON.name, GIT_COMMITTER_EMAIL: PERSON.email },
        GIT_COMMITTER_DATE: date,
      },
    });
  }
}
