import type { DeliveryChoice } from '@kubemate/plugin-pipelines-common';
import type { GitSource } from '../environments/Components';
import type { TenantChoice } from './TenantChoices';

/** From what is asked least to what is asked most. */
const ORDER: readonly DeliveryChoice['by'][] = ['direct', 'commit', 'pull-request'];

/** The stricter of what the tenant asks and what the component says itself. */
export function chooseDelivery(
  git: Pick<GitSource, 'by'> | undefined,
  tenant: TenantChoice | undefined,
): DeliveryChoice {
  const own = git?.by ?? 'direct';
  if (tenant !== undefined && ORDER.indexOf(tenant.delivery) >= ORDER.indexOf(own))
    return {
      ...{ by: tenant.delivery, chosenBy: 'tenant', tenant: tenant.tenant },
      isPossible: tenant.delivery === 'direct' || git !== undefined,
    };
  return { by: own, chosenBy: git === undefined ? 'default' : 'component', isPossible: true };
}
