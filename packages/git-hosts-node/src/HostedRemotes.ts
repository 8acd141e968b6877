import { InputError, NotFoundError } from '@backstage/errors';
import type { GitAccess, GitPerson } from './GitAccess';
import { parseHostedName } from './hostedName';
import type { HostedName } from './hostedName';
import type { HostedRepository } from './HostedRepository';

/** By HTTP Basic, as git proves who it is, or by a token without a name. */
export type GitLogin =
  { readonly username: string; readonly password: string } | { readonly bearer: string };

/** Where git itself finds a repository of another host, and where people do. */
export interface GitPlace {
  /** With the host of the configuration, never with what a person wrote. */
  readonly cloneUrl: string;
  /** Undefined where the integration has no credential. */
  login(): Promise<GitLogin | undefined>;
  pullRequestUrl(number: number): string;
}

export interface HostedRemote extends GitPlace {
  readonly name: HostedName;
  readonly repository: HostedRepository;
  /** Entity refs, or `*`, that the configuration names as owners. */
  readonly owners: readonly string[];
  readonly mayWrite: boolean;
}

export type FoundRemote = GitPlace & { readonly repository: HostedRepository };

/** Repositories of other hosts for whoever works on them by git itself. Who reaches which is said by the configuration. */
export class HostedRemotes {
  constructor(
    private readonly options: {
      readonly access: GitAccess;
      readonly remoteOf: (name: HostedName) => FoundRemote | undefined;
    },
  ) {}

  /**
   * @param address - of the repository, or of something in it
   * @throws InputError where it names no host of an integration
   * @throws NotFoundError where the configuration gives the repository to others
   */
  open(address: string, person: GitPerson): HostedRemote {
    const { access, remoteOf } = this.options;
    const name = parseHostedName(address);
    if (name === undefined)
      throw new InputError(
        `${address} is no address of a repository, such as https://github.com/acme/deploy`,
      );
    const found = remoteOf(name);
    if (found === undefined || !access.mayRead(name.key, person))
      throw new NotFoundError(
        `There is no repository ${name.url}, or kubemate.pipelines.gitRepositories gives it to others`,
      );
    return {
      ...{ ...found, name, owners: access.ownersOf(name.key) },
      mayWrite: access.mayWrite(name.key, person),
    };
  }
}
