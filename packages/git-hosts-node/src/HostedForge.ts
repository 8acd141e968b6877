import type { UserInfoService } from '@backstage/backend-plugin-api';
import { ConflictError, InputError, NotAllowedError, NotFoundError } from '@backstage/errors';
import { assertNotMoved } from './assertNotMoved';
import type {
  Forge,
  ForgeChange,
  ForgeCommit,
  ForgeFile,
  ForgeProposal,
  ForgePullRequest,
  ForgeRepository,
  ForgeUser,
  TriedCommit,
} from './Forge';
import type { GitAccess, GitPerson } from './GitAccess';
import { parseHostedName } from './hostedName';
import type { HostedName } from './hostedName';
import type { HostedRepository } from './HostedRepository';

const MAX_FILES = 40;
const MAX_FOLDERS = 20;
const MAX_TITLE = 250;

export interface HostedForgeOptions {
  readonly access: GitAccess;
  /** Undefined where no integration has that host. */
  readonly repositoryOf: (name: HostedName) => HostedRepository | undefined;
  readonly userInfo: Pick<UserInfoService, 'getUserInfo'>;
}

interface Parts extends HostedForgeOptions {
  readonly name: HostedName;
  readonly hosted: HostedRepository;
  readonly user: ForgeUser;
}

class GuardedRepository implements ForgeRepository {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  async read(path: string): Promise<ForgeFile> {
    const { hosted } = await this.#readable();
    const { branch, commit, isProtected } = await hosted.head();
    const text = await hosted.text(path, commit);
    if (text === undefined) throw new InputError(`${path} is no text file`);
    return { text, branch, isProtected, head: commit };
  }

  async folder(path: string): Promise<ReadonlyMap<string, string>> {
    const { hosted } = await this.#readable();
    const { commit } = await hosted.head();
    const texts = new Map<string, string>();
    const folders = [path];
    let files = 0;
    for (let at = 0; at < Math.min(folders.length, MAX_FOLDERS); at += 1) {
      for (const each of await hosted.list(folders[at] ?? path, commit)) {
        if (each.kind === 'folder') folders.push(each.path);
        if (each.kind !== 'file' || files >= MAX_FILES) continue;
        files += 1;
        const text = await hosted.text(each.path, commit);
        if (text !== undefined) texts.set(each.path.slice(path.length + 1), text);
      }
    }
    // A folder that git does not have is empty to some hosts and not found to others.
    if (files === 0 && folders.length === 1) throw new NotFoundError(`There is no folder ${path}`);
    return texts;
  }

  async log(path: string, limit: number): Promise<readonly ForgeCommit[]> {
    const { hosted } = await this.#readable();
    return hosted.log(path, limit);
  }

  async tryCommit(change: ForgeChange & { branch?: string }): Promise<TriedCommit> {
    const { hosted, person } = await this.#readable();
    const { name } = this.#parts;
    const { path, text: after, branch } = change;
    const head = await hosted.head();
    if (branch === undefined) assertNotMoved(head, change);
    const before = await hosted.text(path, change.head);
    const refusal = this.#whyNot(person, { ...head, isOwnBranch: branch !== undefined });
    const target = { kind: 'File', name: `${name.url}:${path}` };
    const sizes = {
      ...(before === undefined ? {} : { before: `${before.length} characters` }),
      after: `${after.length} characters`,
    };
    return {
      diff:
        before === after
          ? []
          : [
              {
                ...{ target, after, changes: [{ path, ...sizes }] },
                ...(before === undefined ? {} : { before }),
              },
            ],
      ...(refusal === undefined ? {} : { refusal }),
    };
  }

  async commit(change: ForgeChange): Promise<string> {
    const { hosted, person } = await this.#readable();
    const head = await hosted.head();
    const refusal = this.#whyNot(person, { ...head, isOwnBranch: false });
    if (refusal !== undefined) throw new NotAllowedError(refusal);
    return hosted.commit(signed(change, person), head.branch);
  }

  async propose(proposal: ForgeProposal): Promise<number> {
    const { hosted, person } = await this.#readable();
    const { branch: base, ...head } = await hosted.head();
    const refusal = this.#whyNot(person, { branch: base, ...head, isOwnBranch: true });
    if (refusal !== undefined) throw new NotAllowedError(refusal);
    const { branch } = proposal;
    const known = await hosted.findPullRequest(branch);
    if (known !== undefined) return known;
    const { message, ...change } = signed(proposal, person);
    await hosted.branchOff({ ...change, message }, branch, base);
    const [title = '', ...body] = message.split('\n');
    try {
      const opened = await hosted.openPullRequest({
        ...{ branch, base, title: title.slice(0, MAX_TITLE), body: body.join('\n').trim() },
      });
      return opened.number;
    } catch (error) {
      // Another process that went on with the same promotion may have been faster.
      const other = await hosted.findPullRequest(branch);
      if (other === undefined) throw error;
      return other;
    }
  }

  async pullRequest(number: number): Promise<ForgePullRequest> {
    const { hosted } = await this.#readable();
    return hosted.pullRequest(number);
  }

  async close(number: number): Promise<void> {
    const { hosted, person } = await this.#readable();
    const refusal = this.#whyNotTheirs(person);
    if (refusal !== undefined) throw new NotAllowedError(refusal);
    const { state } = await hosted.pullRequest(number);
    if (state !== 'open') throw new ConflictError(`Pull request ${number} is not open any more`);
    await hosted.close(number);
  }

  async #readable(): Promise<{ hosted: HostedRepository; person: GitPerson }> {
    const { access, hosted, name } = this.#parts;
    const person = await this.#person();
    if (!access.mayRead(name.key, person))
      throw new NotFoundError(
        `There is no repository ${name.url}, or kubemate.pipelines.gitRepositories gives it to others`,
      );
    return { hosted, person };
  }

  async #person(): Promise<GitPerson> {
    const { user, userInfo } = this.#parts;
    if ('user' in user) return user;
    const { userEntityRef, ownershipEntityRefs } = await userInfo.getUserInfo(user.credentials);
    return { user: userEntityRef, groups: ownershipEntityRefs };
  }

  #whyNotTheirs(person: GitPerson): string | undefined {
    const { access, name } = this.#parts;
    if (access.mayWrite(name.key, person)) return undefined;
    return `${name.url} belongs to others: kubemate.pipelines.gitRepositories has its owners`;
  }

  #whyNot(
    person: GitPerson,
    head: { mayPush: boolean; isProtected: boolean; branch: string; isOwnBranch: boolean },
  ): string | undefined {
    const { name } = this.#parts;
    const theirs = this.#whyNotTheirs(person);
    if (theirs !== undefined) return theirs;
    if (!head.mayPush) return `The integration of ${name.host} may not push to ${name.url}`;
    if (head.isProtected && !head.isOwnBranch)
      return `Branch ${head.branch} is protected: open a pull request instead`;
    return undefined;
  }
}

/** Repositories of other git hosts, by the credentials of the portal's integrations, for those whom the configuration names. */
export class HostedForge implements Forge {
  readonly #options: HostedForgeOptions;

  constructor(options: HostedForgeOptions) {
    this.#options = options;
  }

  open(repository: string, user: ForgeUser): ForgeRepository {
    const name = parseHostedName(repository);
    const hosted = name && this.#options.repositoryOf(name);
    if (name === undefined)
      throw new InputError(
        `${repository} is no address of a repository, such as https://github.com/acme/deploy`,
      );
    if (hosted === undefined)
      throw new InputError(`The portal has no integration for ${name.host}: see integrations`);
    return new GuardedRepository({ name, hosted, user, ...this.#options });
  }
}

/** The host records the integration's account, so the message says for whom. */
function signed<C extends ForgeChange>(change: C, { user }: GitPerson): C {
  return { ...change, message: `${change.message.trimEnd()}\n\nRequested-by: ${user}` };
}
