import type { RootConfigService } from '@backstage/backend-plugin-api';

const PREFIX = 'kubemate:';

/** How catalog entities are called on clusters that are reached by impersonation. */
export function readIdentityPrefixes(config: RootConfigService) {
  const of = (key: 'userPrefix' | 'groupPrefix') =>
    config.getOptionalString(`kubemate.identity.${key}`) ?? PREFIX;
  return { userPrefix: of('userPrefix'), groupPrefix: of('groupPrefix') };
}
