import { ConflictError, NotAllowedError, ServiceUnavailableError } from '@backstage/errors';
import type { GitLogin, HostedRemote } from '@kubemate/git-hosts-node';
import { createHash, randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { GitError, gitText, runGit } from '../git/Git';
import { headOf } from '../git/Snapshot';

/** Of the transport alone: git speaks to the host of the configuration, goes nowhere else, and gives up on one that stalls. */
const TRANSPORT = [
  ...['protocol.https.allow=always', 'protocol.http.allow=always', 'http.followRedirects=false'],
  ...['http.lowSpeedLimit=1000', 'http.lowSpeedTime=20', 'credential.helper='],
].flatMap(setting => ['-c', setting]);

const FETCH = ['fetch', '--quiet', '--no-tags', '--no-write-fetch-head', '--no-recurse-submodules'];

/** Copies of the default branches of repositories on other hosts, for what needs git itself. They can be thrown away at any time. */
export class HostedMirrors {
  readonly #running = new Map<string, Promise<unknown>>();

  constructor(private readonly folder: string) {}

  /**
   * A bare repository that has this commit of the branch, with all that led to it.
   * @throws ServiceUnavailableError where the host does not give it
   */
  async open(remote: HostedRemote, at: { branch: string; commit: string }): Promise<string> {
    const { key } = remote.name;
    const mirror = path.join(this.folder, `${createHash('sha256').update(key).digest('hex')}.git`);
    const before = this.#running.get(mirror) ?? Promise.resolve();
    const update = () => this.#update(mirror, remote, at);
    const mine = before.then(update, update);
    this.#running.set(mirror, mine);
    try {
      await mine;
    } finally {
      if (this.#running.get(mirror) === mine) this.#running.delete(mirror);
    }
    return mirror;
  }

  /**
   * Pushes a commit as a new branch. One that is there already with the same files is left as it is: it was pushed before.
   * @throws ConflictError where there is a branch of that name with something else
   * @throws NotAllowedError where the host refuses
   */
  async push(
    mirror: string,
    remote: HostedRemote,
    { commit, branch }: { commit: string; branch: string },
  ): Promise<void> {
    const ref = `refs/heads/${branch}`;
    const pushed = ['push', '--quiet', `--force-with-lease=${ref}:`, remote.cloneUrl];
    try {
      await this.#ask(mirror, remote, [...pushed, `${commit}:${ref}`]);
    } catch (error) {
      if (!(error instanceof GitError)) throw error;
      const there = await this.#treeOf(mirror, remote, ref);
      if (there === undefined)
        throw new NotAllowedError(`${remote.name.host} refuses the push: ${lineOf(error)}`);
      if (there !== (await gitText(['rev-parse', `${commit}^{tree}`], { repository: mirror })))
        throw new ConflictError(`There is a branch ${branch} in ${remote.name.url} already`);
    }
  }

  async #update(
    mirror: string,
    remote: HostedRemote,
    { branch, commit }: { branch: string; commit: string },
  ): Promise<void> {
    await mkdir(this.folder, { recursive: true });
    // Repeating it changes nothing.
    await runGit(['init', '--quiet', '--bare', '--template=', mirror]);
    if ((await headOf(mirror, branch)) === commit) return;
    const ref = `+refs/heads/${branch}:refs/heads/${branch}`;
    try {
      await this.#ask(mirror, remote, [...FETCH, remote.cloneUrl, ref]);
    } catch (error) {
      if (!(error instanceof GitError)) throw error;
      throw new ServiceUnavailableError(
        `${remote.name.host} does not give ${remote.name.url} to git: ${lineOf(error)}`,
      );
    }
  }

  /** Of a branch on the host; undefined where it has none. */
  async #treeOf(mirror: string, remote: HostedRemote, ref: string): Promise<string | undefined> {
    const kept = `refs/kubemate/${randomUUID()}`;
    try {
      await this.#ask(mirror, remote, [...FETCH, remote.cloneUrl, `+${ref}:${kept}`]);
      return await gitText(['rev-parse', `${kept}^{tree}`], { repository: mirror });
    } catch (error) {
      if (error instanceof GitError) return undefined;
      throw error;
    } finally {
      await runGit(['update-ref', '-d', kept], { repository: mirror });
    }
  }

  async #ask(repository: string, remote: HostedRemote, args: readonly string[]): Promise<void> {
    const login = await remote.login();
    await runGit([...TRANSPORT, ...args], { repository, environment: environmentOf(login) });
  }
}

/** In the environment, which other users of the machine do not see, as they see arguments. */
function environmentOf(login: GitLogin | undefined): Readonly<Record<string, string>> {
  if (login === undefined) return {};
  const proof =
    'bearer' in login
      ? `Bearer ${login.bearer}`
      : `Basic ${Buffer.from(`${login.username}:${login.password}`).toString('base64')}`;
  return {
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: 'http.extraHeader',
    GIT_CONFIG_VALUE_0: `Authorization: ${proof}`,
  };
}

/** What git says ends with the reason. */
function lineOf({ message }: Error): string {
  return message.split('\n').at(-1)?.slice(0, 300) ?? '';
}
