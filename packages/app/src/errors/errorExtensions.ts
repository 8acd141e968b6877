import { ErrorDisplay, NotFoundErrorPage, Progress } from '@backstage/frontend-plugin-api';
import { SwappableComponentBlueprint } from '@backstage/plugin-app-react';
import { LoadingPart } from './LoadingPart';

// The names are those of Backstage's own, in whose place these stand.
export const notFoundPage = SwappableComponentBlueprint.make({
  name: 'core-not-found-error-page',
  params: define =>
    define({
      component: NotFoundErrorPage,
      loader: () => import('./NotFoundPage').then(module => module.NotFoundPage),
    }),
});

export const brokenPage = SwappableComponentBlueprint.make({
  name: 'core-error-display',
  params: define =>
    define({
      component: ErrorDisplay,
      loader: () => import('./BrokenPage').then(module => module.BrokenPage),
    }),
});

export const loadingPart = SwappableComponentBlueprint.make({
  name: 'core-progress',
  params: define => define({ component: Progress, loader: () => LoadingPart }),
});
