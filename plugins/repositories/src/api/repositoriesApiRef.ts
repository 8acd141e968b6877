import { createApiRef } from '@backstage/frontend-plugin-api';
import type { RepositoriesApi } from '@kubemate/plugin-repositories-common';

/** Everything the screens read; what they change are operations. */
export const repositoriesApiRef = createApiRef<RepositoriesApi>().with({
  id: 'plugin.repositories.client',
  pluginId: 'repositories',
});
