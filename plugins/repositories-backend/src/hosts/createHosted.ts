import type { RootConfigService, UserInfoService } from '@backstage/backend-plugin-api';
import { openHosts } from '@kubemate/git-hosts-node';
import { systemClock } from '@kubemate/kube-node';
import type { BareRepositories } from '../git/BareRepositories';
import type { RepositoryAccess } from '../repositories/RepositoryAccess';
import { HostedMirrors } from './HostedMirrors';
import { HostedRepositories } from './HostedRepositories';

/** The repositories of `kubemate.pipelines.gitRepositories`, with their copies beside the portal's own. */
export function createHosted(parts: {
  readonly config: RootConfigService;
  readonly userInfo: UserInfoService;
  readonly bare: BareRepositories;
  readonly access: RepositoryAccess;
}): { readonly repositories: HostedRepositories; readonly close: () => Promise<void> } {
  const { config, userInfo, bare, access } = parts;
  const { remotes, close } = openHosts({ config, userInfo, clock: systemClock });
  const mirrors = new HostedMirrors(bare.mirrors);
  return { repositories: new HostedRepositories({ remotes, mirrors, access }), close };
}
