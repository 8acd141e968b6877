import { InputError } from '@backstage/errors';
import {
  DefaultGithubCredentialsProvider,
  DefaultGitlabCredentialsProvider,
  getBitbucketCloudRequestOptions,
  getBitbucketServerRequestOptions,
  getGiteaRequestOptions,
} from '@backstage/integration';
import type { BitbucketCloudIntegrationConfig, ScmIntegrations } from '@backstage/integration';
import type { Clock } from '@kubemate/kube-node';
import { isPlainHttp } from '@kubemate/upstream-node';
import { BitbucketCloudRepository } from './BitbucketCloudRepository';
import { BITBUCKET_SERVER_HEADERS, BitbucketServerRepository } from './BitbucketServerRepository';
import { GiteaRepository } from './GiteaRepository';
import { GitHost } from './GitHost';
import type { GitHostOptions } from './GitHost';
import { GITHUB_HEADERS, GithubRepository } from './GithubRepository';
import { GitlabRepository } from './GitlabRepository';
import type { GitLogin } from './HostedRemotes';
import type { HostedRepository } from './HostedRepository';

type Make = (host: GitHost, place: { url: string; path: readonly string[] }) => HostedRepository;

/** A host with the way its repositories are spoken to. */
export interface KnownHost {
  readonly host: GitHost;
  readonly make: Make;
  /** Of the address, before the repository's own: where a server has its pages below a path. */
  readonly root: readonly string[];
  /** Where a browser and git find what the host keeps. */
  readonly base: string;
  /** Below the address of a repository. */
  readonly pulls: string;
  /** Below the base, of a repository's path, without `.git`; that path itself where absent. */
  readonly cloned?: (path: readonly string[]) => string;
  readonly login: (url: string) => Promise<GitLogin | undefined>;
}

/** Where Bitbucket Cloud is: Backstage's `integrations` name no other place for it. */
export interface BitbucketCloudPlace {
  readonly host: string;
  readonly apiUrl: string;
  readonly base: string;
}

export const BITBUCKET_CLOUD: BitbucketCloudPlace = {
  host: 'bitbucket.org',
  apiUrl: 'https://api.bitbucket.org/2.0',
  base: 'https://bitbucket.org',
};

interface Search {
  readonly name: string;
  readonly integrations: ScmIntegrations;
  readonly clock: Clock;
  readonly bitbucketCloud: BitbucketCloudPlace;
}

const JSON_HEADERS = { accept: 'application/json', 'user-agent': 'kubemate' };

/**
 * Undefined where no integration has that host.
 * @throws InputError where its API would be asked in plain text
 */
export function knownHost(search: Search): KnownHost | undefined {
  const kinds = [githubHost, gitlabHost, giteaHost, bitbucketCloudHost, bitbucketServerHost];
  for (const kind of kinds) {
    const found = kind(search);
    if (found !== undefined) return found;
  }
  return undefined;
}

function hostOf({ name, clock }: Search, options: Omit<GitHostOptions, 'name' | 'clock'>): GitHost {
  if (isPlainHttp(options.apiUrl))
    throw new InputError(`integrations: the API of ${name} must be asked by https://`);
  return new GitHost({ ...options, name, clock });
}

function githubHost(search: Search): KnownHost | undefined {
  const { name, integrations } = search;
  const github = integrations.github.byHost(name);
  if (github === undefined) return undefined;
  const provider = DefaultGithubCredentialsProvider.fromIntegrations(integrations);
  const apiUrl = trimmed(github.config.apiBaseUrl ?? `https://${name}/api/v3`);
  return {
    host: hostOf(search, {
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

function gitlabHost(search: Search): KnownHost | undefined {
  const { name, integrations } = search;
  const gitlab = integrations.gitlab.byHost(name);
  if (gitlab === undefined) return undefined;
  const provider = DefaultGitlabCredentialsProvider.fromIntegrations(integrations);
  return {
    host: hostOf(search, {
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

function giteaHost(search: Search): KnownHost | undefined {
  const { name, integrations } = search;
  const gitea = integrations.gitea.byHost(name);
  if (gitea === undefined) return undefined;
  const base = trimmed(gitea.config.baseUrl ?? `https://${name}`);
  return {
    host: hostOf(search, {
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

function bitbucketCloudHost(search: Search): KnownHost | undefined {
  const { name, integrations, bitbucketCloud } = search;
  // Backstage has one also where nobody has configured it.
  const [config] = integrations.bitbucketCloud.list().map(each => each.config);
  if (name !== bitbucketCloud.host || config === undefined) return undefined;
  if (!config.token && !config.appPassword && !config.clientId) return undefined;
  return {
    host: hostOf(search, {
      ...{ apiUrl: bitbucketCloud.apiUrl, headers: JSON_HEADERS },
      credential: async () => lowered((await getBitbucketCloudRequestOptions(config)).headers),
    }),
    ...{ make: onlyTwo((...given) => new BitbucketCloudRepository(...given)), root: [] },
    ...{ base: bitbucketCloud.base, pulls: 'pull-requests' },
    login: () => bitbucketCloudLogin(config),
  };
}

/** Git knows tokens by names of their own, whatever the API calls their owner. */
async function bitbucketCloudLogin(config: BitbucketCloudIntegrationConfig): Promise<GitLogin> {
  const { username, token, appPassword, clientId } = config;
  if (username !== undefined && token !== undefined && clientId === undefined)
    return { username: 'x-bitbucket-api-token-auth', password: token };
  if (username !== undefined && appPassword !== undefined && clientId === undefined)
    return { username, password: appPassword };
  const { headers } = await getBitbucketCloudRequestOptions(config);
  const password = lowered(headers).authorization?.replace(/^Bearer /, '') ?? '';
  return { username: 'x-token-auth', password };
}

function bitbucketServerHost(search: Search): KnownHost | undefined {
  const { name, integrations } = search;
  const config = integrations.bitbucketServer.byHost(name)?.config;
  if (config === undefined) return undefined;
  // Its permissions of branches are beside the API that Backstage knows.
  const apiUrl = trimmed(config.apiBaseUrl).replace(/\/api\/[^/]+$/, '');
  const base = apiUrl.replace(/\/rest$/, '');
  const { token: bearer, username, password } = config;
  return {
    host: hostOf(search, {
      ...{ apiUrl, headers: BITBUCKET_SERVER_HEADERS },
      credential: async () => lowered(getBitbucketServerRequestOptions(config).headers),
    }),
    make: (host, place) => {
      const { path, url } = place;
      const [projects, , repos] = path;
      if (path.length !== 4 || projects !== 'projects' || repos !== 'repos')
        throw new InputError(`${url} is no address of a repository: /projects/<key>/repos/<slug>`);
      return new BitbucketServerRepository(host, place);
    },
    ...{ root: partsOf(base), base, pulls: 'pull-requests' },
    cloned: ([, key = '', , slug = '']) => `scm/${key.toLowerCase()}/${slug}`,
    login: async () => {
      if (bearer !== undefined) return { bearer };
      if (username === undefined || password === undefined) return undefined;
      return { username, password };
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
