import { ConflictError, NotFoundError } from '@backstage/errors';
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type {
  Forge,
  ForgeChange,
  ForgeCommit,
  ForgeProposal,
  ForgePullRequest,
  ForgeRepository,
} from '@kubemate/git-hosts-node';

interface Stored {
  files: Record<string, string>;
  isProtected: boolean;
  commits: (ForgeCommit & { readonly path: string })[];
  requests: (ForgePullRequest & { readonly proposal: ForgeProposal })[];
}

/** A forge of one repository in a file, which outlives the processes that use it. Its conflicts and its answers are those of the portal's own. */
export class FolderForge implements Forge {
  readonly #file: string;

  constructor(folder: string) {
    this.#file = path.join(folder, 'forge.json');
    if (!existsSync(this.#file))
      this.save({ files: {}, isProtected: false, commits: [], requests: [] });
  }

  open(): ForgeRepository {
    return {
      read: async file => {
        const { files, isProtected, commits } = this.load();
        const text = files[file];
        if (text === undefined) throw new NotFoundError(`There is no ${file} in main`);
        return { text, isProtected, branch: 'main', head: commits[0]?.id ?? '' };
      },
      folder: async folder =>
        new Map(
          Object.entries(this.load().files)
            .filter(([file]) => file.startsWith(`${folder}/`))
            .map(([file, text]) => [file.slice(folder.length + 1), text]),
        ),
      log: async (file, limit) =>
        this.load()
          .commits.filter(each => each.path.startsWith(file))
          .slice(0, limit),
      tryCommit: async change => ({
        diff: [
          {
            target: { kind: 'File', name: change.path },
            changes: [{ path: change.path, after: change.text }],
          },
        ],
      }),
      commit: async change => this.commit(change),
      propose: async proposal => {
        const stored = this.load();
        const known = stored.requests.findIndex(each => each.proposal.branch === proposal.branch);
        if (known >= 0) return known + 1;
        stored.requests.push({ state: 'open', proposal });
        this.save(stored);
        return stored.requests.length;
      },
      pullRequest: async number => this.#request(number),
      close: async number => this.#end(number, { state: 'closed' }),
    };
  }

  /** As somebody does who agrees. */
  merge(number: number): void {
    const mergeCommit = this.commit({ ...this.#request(number).proposal, head: this.head() });
    this.#end(number, { state: 'merged', mergeCommit });
  }

  write(file: string, text: string): void {
    this.commit({ path: file, text, message: 'By somebody', head: this.head() });
  }

  commit({ path: file, text, message, head }: ForgeChange): string {
    const stored = this.load();
    if (head !== this.head()) throw new ConflictError('Branch main is elsewhere');
    stored.files[file] = text;
    const id = randomBytes(20).toString('hex');
    stored.commits.unshift({ id, message, author: 'dana', at: Date.now(), path: file });
    this.save(stored);
    return id;
  }

  head(): string {
    return this.load().commits[0]?.id ?? '';
  }

  load(): Stored {
    const stored: Stored = JSON.parse(readFileSync(this.#file, 'utf8'));
    return stored;
  }

  /** In one step, as a process may be killed in between. */
  save(stored: Stored): void {
    const beside = `${this.#file}.${process.pid}`;
    writeFileSync(beside, JSON.stringify(stored));
    renameSync(beside, this.#file);
  }

  #request(number: number) {
    const found = this.load().requests[number - 1];
    if (found === undefined) throw new NotFoundError(`There is no pull request ${number}`);
    return found;
  }

  #end(number: number, end: ForgePullRequest): void {
    const stored = this.load();
    const found = stored.requests[number - 1];
    if (found?.state !== 'open') throw new ConflictError(`Pull request ${number} has ended`);
    stored.requests[number - 1] = { ...found, ...end };
    this.save(stored);
  }
}
