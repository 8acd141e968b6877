import type { RootConfigService, UserInfoService } from '@backstage/backend-plugin-api';
import {
  DefaultGithubCredentialsProvider,
  DefaultGitlabCredentialsProvider,
  getGiteaRequestOptions,
  ScmIntegrations,
} from '@backstage/integration';
import type { Clock } from '@kubemate/kube-node';
import { isPlainHttp } from '@kubemate/upstream-node';
import { InputError } from '@backstage/errors';
import { readGitAccess } from './GitAccess';
import { GiteaRepository } from './GiteaRepository';
import { GitHost } from './GitHost';
import type { GitHostOptions } from './GitHost';
import { GITHUB_HEADERS, GithubRepository } from './GithubRepository';
import { GitlabRepository } from './GitlabRepository';
import { HostedForge } from './HostedForge';
import { HostedRemotes } from './HostedRemotes';
import type { FoundRemote, GitLogin } from './HostedRemotes';
import type { HostedName } from './hostedName';
import type { HostedRepository } from './HostedRepository';

type Make = (host: GitHost, place: { url: string; path: readonly string[] }) => HostedRepository;

/** A host with the way its repositories are spoken to. */
interface Known {
  readonly host: GitHost;
  readonly make: Make;
  /** Of the address, before the repository's own: where a server has its pages below a path. */
  readonly root: readonly string[];
  /** Where a browser and git find what the host keeps. */
  readonly base: string;
  /** Below the address of a repository. */
  readonly pulls: string;
  readonly login: (url: string) => Promise<GitLogin | undefined>;
}

const JSON_HEADERS = { accept: 'application/json', 'user-agent': 'kubemate' };

/**
 * The git hosts of Backstage's own `integrations`, as far as `kubemate.pipelines.gitRepositories` gives anybody a repository there.
 * @throws InputError naming the key of what is wrong in the configuration
 */
export function openHosts({
  config,
  userInfo,
  clock,
}: {
  config: RootConfigService;
  userInfo: Pick<UserInfoService, 'getUserInfo'>;
  clock: Clock;
}): {
  readonly forge: HostedForge;
  readonly remotes: HostedRemotes;
  readonly close: () => Promise<void>;
} {
  const access = readGitAccess(config);
  const integrations = ScmIntegrations.fromConfig(config);
  const known = new Map<string, Known>();
  for (const name of access.hosts) {
    const found = knownHost(name, integrations, clock);
    if (found === undefined)
      throw new InputError(
        `kubemate.pipelines.gitRepositories: integrations has no github, gitlab or gitea with the host ${name}`,
      );
    known.set(name, found);
  }
  const remoteOf = ({ host: name, path, url }: HostedName): FoundRemote | undefined => {
    const found = known.get(name);
    if (found === undefined) return undefined;
    const { host, make, root, base, pulls, login } = found;
    const isBelow = root.every((part, at) => path[at]?.toLowerCase() === part.toLowerCase());
    const own = path.slice(root.length);
    if (!isBelow || own.length < 2) return undefined;
    const page = [base, ...own].join('/');
    return {
      repository: make(host, { url, path: own }),
      ...{ cloneUrl: `${page}.git`, login: () => login(url) },
      pullRequestUrl: number => `${page}/${pulls}/${number}`,
    };
  };
  const repositoryOf = (name: HostedName) => remoteOf(name)?.repository;
  return {
    forge: new HostedForge({ access, userInfo, repositoryOf }),
    remotes: new HostedRemotes({ access, remoteOf }),
    close: async () => {
      await Promise.all([...known.values()].map(({ host }) => host.close()));
    },
  };
}

function knownHost(name: string, integrations: ScmIntegrations, clock: Clock): Known | undefined {
  const make = (options: Omit<GitHostOptions, 'name' | 'clock'>) => {
    if (isPlainHttp(options.apiUrl))
      throw new InputError(`integrations: the API of ${name} must be asked by https://`);
    return new GitHost({ ...options, name, clock });
  };
  const github = integrations.github.byHost(name);
  if (github !== undefined) {
    const provider = DefaultGithubCredentialsProvider.fromIntegrations(integrations);
    const apiUrl = trimmed(github.config.apiBaseUrl ?? `https://${name}/api/v3`);
    return {
      host: make({
        ...{ apiUrl, headers: GITHUB_HEADERS },
        credential: async url => lowered((await provider.getCredentials({ url })).headers),
      }),
      ...{ make: onlyTwo((...given) => new GithubRepository(...given)), root: [] },
      // Plain HTTP only where its API is asked so, which is on this machine alone.
      ...{ base: `${new URL(apiUrl).protocol}//${name}`, pulls: 'pull' },
      login: async url => {
        const { token } = await provider.getCredentials({ url });
        return token === undefined ? undefined : { username: 'x-access-token', password: token };
      },
    };
  }
  const gitlab = integrations.gitlab.byHost(name);
  if (gitlab !== undefined) {
    const provider = DefaultGitlabCredentialsProvider.fromIntegrations(integrations);
    return {
      host: make({
        ...{ apiUrl: trimmed(gitlab.config.apiBaseUrl), headers: JSON_HEADERS },
        credential: async url => lowered((await provider.getCredentials({ url })).headers),
      }),
      make: (...given) => new GitlabRepository(...given),
      ...{ root: partsOf(gitlab.config.baseUrl), base: trimmed(gitlab.config.baseUrl) },
      pulls: '-/merge_requests',
      login: async url => {
        const { token } = await provider.getCredentials({ url });
        return token === undefined ? undefined : { username: 'oauth2', password: token };
      },
    };
  }
  const gitea = integrations.gitea.byHost(name);
  if (gitea === undefined) return undefined;
  const base = trimmed(gitea.config.baseUrl ?? `https://${name}`);
  return {
    host: make({
      ...{ apiUrl: `${base}/api/v1`, headers: JSON_HEADERS },
      credential: async () => lowered(getGiteaRequestOptions(gitea.config).headers),
    }),
    ...{ make: onlyTwo((...given) => new GiteaRepository(...given)), root: partsOf(base) },
    ...{ base, pulls: 'pulls' },
    login: async () => {
      const { username = 'token', password } = gitea.config;
      return password === undefined ? undefined : { username, password };
    },
  };
}

/** Only GitLab has groups within groups; elsewhere a longer path is no repository. */
function onlyTwo(make: Make): Make {
  return (host, place) => {
    const { path, url } = place;
    if (path.length !== 2) throw new InputError(`${url} is no address of a repository`);
    return make(host, place);
  };
}

function trimmed(url: string): string {
  return url.replace(/\/+$/, '');
}

function partsOf(url: string): readonly string[] {
  return new URL(url).pathname.split('/').filter(part => part !== '');
}

/** By lower-case name, so that two spellings do not stand beside each other. */
function lowered(headers: Readonly<Record<string, string>> = {}): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
}
