import type { RootConfigService, UserInfoService } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import { ScmIntegrations } from '@backstage/integration';
import type { Clock } from '@kubemate/kube-node';
import { readGitAccess } from './GitAccess';
import { HostedForge } from './HostedForge';
import { HostedRemotes } from './HostedRemotes';
import type { FoundRemote } from './HostedRemotes';
import type { HostedName } from './hostedName';
import { BITBUCKET_CLOUD, knownHost } from './knownHost';
import type { BitbucketCloudPlace, KnownHost } from './knownHost';

/**
 * The git hosts of Backstage's own `integrations`, as far as `kubemate.pipelines.gitRepositories` gives anybody a repository there.
 * @throws InputError naming the key of what is wrong in the configuration
 */
export function openHosts({
  config,
  userInfo,
  clock,
  bitbucketCloud = BITBUCKET_CLOUD,
}: {
  config: RootConfigService;
  userInfo: Pick<UserInfoService, 'getUserInfo'>;
  clock: Clock;
  bitbucketCloud?: BitbucketCloudPlace;
}): {
  readonly forge: HostedForge;
  readonly remotes: HostedRemotes;
  readonly close: () => Promise<void>;
} {
  const access = readGitAccess(config);
  const integrations = ScmIntegrations.fromConfig(config);
  const known = new Map<string, KnownHost>();
  for (const name of access.hosts) {
    const found = knownHost({ name, integrations, clock, bitbucketCloud });
    if (found === undefined)
      throw new InputError(
        `kubemate.pipelines.gitRepositories: integrations has no github, gitlab, gitea, bitbucketCloud or bitbucketServer with the host ${name}`,
      );
    known.set(name, found);
  }
  const remoteOf = ({ host: name, path, url }: HostedName): FoundRemote | undefined => {
    const found = known.get(name);
    if (found === undefined) return undefined;
    const { host, make, root, base, pulls, cloned, login } = found;
    const isBelow = root.every((part, at) => path[at]?.toLowerCase() === part.toLowerCase());
    const own = path.slice(root.length);
    if (!isBelow || own.length < 2) return undefined;
    const page = [base, ...own].join('/');
    return {
      repository: make(host, { url, path: own }),
      cloneUrl: `${[base, cloned?.(own) ?? own.join('/')].join('/')}.git`,
      ...{ login: () => login(url) },
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
