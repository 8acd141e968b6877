import { createApiRef } from '@backstage/frontend-plugin-api';
import type { PromotionsApi } from '@kubemate/plugin-pipelines-common';

/** What runs in which environment, and how it came there. */
export const promotionsApiRef = createApiRef<PromotionsApi>().with({
  id: 'plugin.pipelines.promotions',
  pluginId: 'pipelines',
});
