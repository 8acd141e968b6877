import { createFrontendPlugin, PageBlueprint } from '@backstage/frontend-plugin-api';
import { FormFieldBlueprint } from '@backstage/plugin-scaffolder-react/alpha';
import { PipelinesClient, PromotionsClient } from '@kubemate/plugin-pipelines-common';
import {
  ActivitySourceBlueprint,
  clientApi,
  ManifestLintBlueprint,
  PaletteSourceBlueprint,
  pluginQueries,
} from '@kubemate/ui';
import { RiGitMergeLine } from '@remixicon/react';
import { pipelinesApiRef } from './api/pipelinesApiRef';
import { promotionsApiRef } from './api/promotionsApiRef';
import { entityExtensions } from './entity/entityExtensions';
import {
  approvalsRouteRef,
  boardRouteRef,
  componentBoardRouteRef,
  definitionRouteRef,
  definitionsRouteRef,
  objectRouteRef,
  pipelinesRouteRef,
  runRouteRef,
} from './routes';

const pipelinesApi = clientApi(pipelinesApiRef, PipelinesClient);

const promotionsApi = clientApi(promotionsApiRef, PromotionsClient, 'promotions');

const pipelinesPage = PageBlueprint.make({
  params: {
    path: '/pipelines',
    title: 'Pipelines',
    icon: <RiGitMergeLine />,
    routeRef: pipelinesRouteRef,
    noHeader: true,
    loader: () => import('./PipelinesRoutes').then(module => <module.PipelinesRoutes />),
  },
});

const paletteSource = PaletteSourceBlueprint.make({
  params: {
    loader: async () => (await import('./palette/usePipelineFinds')).usePipelineFinds,
  },
});

const activitySource = ActivitySourceBlueprint.make({
  params: {
    loader: async () => (await import('./activity/usePipelineActivity')).usePipelineActivity,
  },
});

const definitionLint = ManifestLintBlueprint.make({
  params: { loader: async () => (await import('./lint/TektonLint')).TektonLint },
});

const pipelineField = FormFieldBlueprint.make({
  name: 'pipeline',
  params: {
    field: async () => (await import('./fields/formFields')).pipelineFormField,
  },
});

const imageField = FormFieldBlueprint.make({
  name: 'image',
  params: {
    field: async () => (await import('./fields/formFields')).imageFormField,
  },
});

/** Runs of pipelines over all clusters, and what they are made of. */
export const pipelinesPlugin = createFrontendPlugin({
  pluginId: 'pipelines',
  title: 'Pipelines',
  icon: <RiGitMergeLine />,
  routes: {
    pipelines: pipelinesRouteRef,
    run: runRouteRef,
    definitions: definitionsRouteRef,
    definition: definitionRouteRef,
    board: boardRouteRef,
    componentBoard: componentBoardRouteRef,
    approvals: approvalsRouteRef,
  },
  externalRoutes: { object: objectRouteRef },
  extensions: [
    pipelinesApi,
    promotionsApi,
    pluginQueries,
    pipelinesPage,
    paletteSource,
    activitySource,
    definitionLint,
    pipelineField,
    imageField,
    ...entityExtensions,
  ],
});
