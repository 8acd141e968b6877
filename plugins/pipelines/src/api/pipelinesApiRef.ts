import { createApiRef } from '@backstage/frontend-plugin-api';
import type { PipelinesApi } from '@kubemate/plugin-pipelines-common';

/** Everything the screens read; what they change are operations. */
export const pipelinesApiRef = createApiRef<PipelinesApi>().with({
  id: 'plugin.pipelines.client',
  pluginId: 'pipelines',
});
