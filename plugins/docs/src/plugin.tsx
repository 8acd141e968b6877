import { createFrontendPlugin } from '@backstage/frontend-plugin-api';
import { EntityContentBlueprint } from '@backstage/plugin-catalog-react/alpha';
import { DOCS_ANNOTATION, DocsClient } from '@kubemate/plugin-docs-common';
import { clientApi, pluginQueries } from '@kubemate/ui';
import { RiBookOpenLine } from '@remixicon/react';
import { docsApiRef } from './api/docsApiRef';

const docsApi = clientApi(docsApiRef, DocsClient);

const docsContent = EntityContentBlueprint.make({
  name: 'pages',
  params: {
    path: '/docs',
    title: 'Docs',
    filter: entity => entity.metadata.annotations?.[DOCS_ANNOTATION] !== undefined,
    loader: () => import('./entity/DocsContent').then(module => <module.DocsContent />),
  },
});

/** What teams write beside their code, on the pages of their entities. */
export const docsPlugin = createFrontendPlugin({
  pluginId: 'docs',
  title: 'Docs',
  icon: <RiBookOpenLine />,
  extensions: [docsApi, pluginQueries, docsContent],
});
