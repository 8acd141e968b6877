import { createApiRef } from '@backstage/frontend-plugin-api';
import type { ClustersApi } from '@kubemate/plugin-clusters-common';

/** Everything the screens read; the browser talks to nothing else. */
export const clustersApiRef = createApiRef<ClustersApi>().with({
  id: 'plugin.clusters.client',
  pluginId: 'clusters',
});
