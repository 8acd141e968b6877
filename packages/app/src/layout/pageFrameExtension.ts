import { PageLayout } from '@backstage/frontend-plugin-api';
import { SwappableComponentBlueprint } from '@backstage/plugin-app-react';

// The name is that of Backstage's own, in whose place this stands.
export const pageFrameExtension = SwappableComponentBlueprint.make({
  name: 'core-page-layout',
  params: define =>
    define({
      component: PageLayout,
      loader: () => import('./PageFrame').then(module => module.PageFrame),
    }),
});
