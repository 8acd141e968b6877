import {
  ApiBlueprint,
  AppRootElementBlueprint,
  createExtensionInput,
  createFrontendPlugin,
  discoveryApiRef,
  fetchApiRef,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import { FormFieldBlueprint } from '@backstage/plugin-scaffolder-react/alpha';
import { ClustersClient } from '@kubemate/plugin-clusters-common';
import { OperationsClient } from '@kubemate/operations-common';
import {
  ActivitySourceBlueprint,
  clientApi,
  ManifestLintBlueprint,
  ObjectProposalBlueprint,
  ObjectTabBlueprint,
  operationsApiRef,
  PaletteSourceBlueprint,
  pluginQueries,
  ReceiptTray,
  receiptTrayApiRef,
} from '@kubemate/ui';
import {
  RiCompass3Line,
  RiHome5Line,
  RiNodeTree,
  RiServerLine,
  RiSteering2Line,
  RiTerminalBoxLine,
} from '@remixicon/react';
import { BrowserPodClient } from './api/BrowserPodClient';
import { clustersApiRef } from './api/clustersApiRef';
import { podApiRef } from './api/podApiRef';
import { entityExtensions } from './entity/entityExtensions';
import { OperationsIcon } from './operations/page/OperationsIcon';
import { ToastsElement } from './operations/ToastsElement';
import { PaletteElement } from './palette/PaletteElement';
import {
  clusterRouteRef,
  clustersRouteRef,
  createObjectsRouteRef,
  discoverRouteRef,
  entityRouteRef,
  explorerRouteRef,
  helmRouteRef,
  homeRouteRef,
  identityRouteRef,
  logsRouteRef,
  mapRouteRef,
  objectRouteRef,
  operationsRouteRef,
} from './routes';

const clustersApi = clientApi(clustersApiRef, ClustersClient);

const podApi = ApiBlueprint.make({
  name: 'pods',
  params: defineParams =>
    defineParams({
      api: podApiRef,
      deps: { fetchApi: fetchApiRef, discoveryApi: discoveryApiRef },
      factory: ({ fetchApi, discoveryApi }) =>
        new BrowserPodClient({
          fetch: fetchApi.fetch,
          baseUrl: () => discoveryApi.getBaseUrl('clusters'),
        }),
    }),
});

const operationsApi = ApiBlueprint.make({
  name: 'operations',
  params: defineParams =>
    defineParams({
      api: operationsApiRef,
      deps: { fetchApi: fetchApiRef },
      factory: ({ fetchApi }) => new OperationsClient({ fetch: fetchApi.fetch }),
    }),
});

const receiptTrayApi = ApiBlueprint.make({
  name: 'receipt-tray',
  params: defineParams =>
    defineParams({
      api: receiptTrayApiRef,
      deps: { operations: operationsApiRef },
      factory: ({ operations }) => new ReceiptTray(operations),
    }),
});

const homePage = PageBlueprint.make({
  name: 'home',
  params: {
    path: '/',
    title: 'Home',
    icon: <RiHome5Line />,
    routeRef: homeRouteRef,
    noHeader: true,
    loader: () => import('./home/HomePage').then(module => <module.HomePage />),
  },
});

const clustersPage = PageBlueprint.make({
  name: 'clusters',
  params: {
    path: '/clusters',
    title: 'Clusters',
    icon: <RiServerLine />,
    routeRef: clustersRouteRef,
    noHeader: true,
    loader: () => import('./clusters/ClustersRoutes').then(module => <module.ClustersRoutes />),
  },
});

const explorerPage = PageBlueprint.makeWithOverrides({
  name: 'explorer',
  inputs: {
    objectTabs: createExtensionInput([ObjectTabBlueprint.dataRefs.tab]),
    objectProposals: createExtensionInput([ObjectProposalBlueprint.dataRefs.proposal]),
    manifestLints: createExtensionInput([ManifestLintBlueprint.dataRefs.lint]),
  },
  factory: (original, { inputs }) => {
    const objectTabs = inputs.objectTabs.map(input => input.get(ObjectTabBlueprint.dataRefs.tab));
    const proposals = inputs.objectProposals.map(input =>
      input.get(ObjectProposalBlueprint.dataRefs.proposal),
    );
    const lints = inputs.manifestLints.map(input => input.get(ManifestLintBlueprint.dataRefs.lint));
    return original({
      path: '/explore',
      title: 'Explorer',
      icon: <RiCompass3Line />,
      routeRef: explorerRouteRef,
      noHeader: true,
      loader: () =>
        import('./explorer/ExplorerRoutes').then(module => (
          <module.ExplorerRoutes {...{ objectTabs, proposals, lints }} />
        )),
    });
  },
});

const mapPage = PageBlueprint.make({
  name: 'map',
  params: {
    path: '/map',
    title: 'Map',
    icon: <RiNodeTree />,
    routeRef: mapRouteRef,
    noHeader: true,
    loader: () => import('./map/MapPage').then(module => <module.MapPage />),
  },
});

const logsPage = PageBlueprint.make({
  name: 'logs',
  params: {
    path: '/logs',
    title: 'Logs',
    icon: <RiTerminalBoxLine />,
    routeRef: logsRouteRef,
    noHeader: true,
    loader: () => import('./logs/LogsPage').then(module => <module.LogsPage />),
  },
});

const identityPage = PageBlueprint.make({
  name: 'identity',
  params: {
    path: '/identity',
    title: 'Identity',
    routeRef: identityRouteRef,
    noHeader: true,
    loader: () => import('./identity/IdentityPage').then(module => <module.IdentityPage />),
  },
});

const operationsPage = PageBlueprint.make({
  name: 'operations',
  params: {
    path: '/operations',
    title: 'Operations',
    icon: <OperationsIcon />,
    routeRef: operationsRouteRef,
    noHeader: true,
    loader: () =>
      import('./operations/page/OperationsPage').then(module => <module.OperationsPage />),
  },
});

const helmPage = PageBlueprint.make({
  name: 'helm',
  params: {
    path: '/helm',
    title: 'Helm',
    icon: <RiSteering2Line />,
    routeRef: helmRouteRef,
    noHeader: true,
    loader: () => import('./helm/HelmRoutes').then(module => <module.HelmRoutes />),
  },
});

const toasts = AppRootElementBlueprint.make({
  name: 'toasts',
  params: { element: <ToastsElement /> },
});

const palette = AppRootElementBlueprint.makeWithOverrides({
  name: 'palette',
  inputs: { sources: createExtensionInput([PaletteSourceBlueprint.dataRefs.source]) },
  factory: (original, { inputs }) => {
    const sources = inputs.sources.map(input => input.get(PaletteSourceBlueprint.dataRefs.source));
    return original({ element: <PaletteElement sources={sources} /> });
  },
});

const activitySource = ActivitySourceBlueprint.make({
  params: {
    loader: async () => (await import('./activity/useClusterActivity')).useClusterActivity,
  },
});

const gpuField = FormFieldBlueprint.make({
  name: 'gpu',
  params: { field: async () => (await import('./gpuField/gpuFormField')).gpuFormField },
});

/** Clusters and everything in them: home, clusters, explorer, objects, logs, and the palette over all. */
export const clustersPlugin = createFrontendPlugin({
  pluginId: 'clusters',
  title: 'Clusters',
  icon: <RiServerLine />,
  routes: {
    home: homeRouteRef,
    clusters: clustersRouteRef,
    cluster: clusterRouteRef,
    explorer: explorerRouteRef,
    object: objectRouteRef,
    createObjects: createObjectsRouteRef,
    map: mapRouteRef,
    logs: logsRouteRef,
    identity: identityRouteRef,
    operations: operationsRouteRef,
    helm: helmRouteRef,
  },
  externalRoutes: { entity: entityRouteRef, discover: discoverRouteRef },
  extensions: [
    clustersApi,
    podApi,
    operationsApi,
    receiptTrayApi,
    pluginQueries,
    homePage,
    clustersPage,
    explorerPage,
    mapPage,
    logsPage,
    identityPage,
    operationsPage,
    helmPage,
    toasts,
    palette,
    activitySource,
    gpuField,
    ...entityExtensions,
  ],
});
