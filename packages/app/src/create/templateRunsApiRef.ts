import { createApiRef } from '@backstage/frontend-plugin-api';
import type { TemplateRunsApi } from '@kubemate/plugin-template-runs-common';

/** What runs of templates have made. */
export const templateRunsApiRef = createApiRef<TemplateRunsApi>({ id: 'plugin.template-runs' });
