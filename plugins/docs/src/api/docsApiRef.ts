import { createApiRef } from '@backstage/frontend-plugin-api';
import type { DocsApi } from '@kubemate/plugin-docs-common';

/** Everything the screens read; the browser talks to nothing else. */
export const docsApiRef = createApiRef<DocsApi>().with({
  id: 'plugin.docs.client',
  pluginId: 'docs',
});
