import { createApp } from '@backstage/frontend-defaults';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import catalogGraphPlugin from '@backstage/plugin-catalog-graph/alpha';
import kubernetesPlugin from '@backstage/plugin-kubernetes/alpha';
import orgPlugin from '@backstage/plugin-org/alpha';
import scaffolderPlugin from '@backstage/plugin-scaffolder/alpha';
import auditPlugin from '@kubemate/plugin-audit';
import clustersPlugin from '@kubemate/plugin-clusters';
import docsPlugin from '@kubemate/plugin-docs';
import pipelinesPlugin from '@kubemate/plugin-pipelines';
import repositoriesPlugin from '@kubemate/plugin-repositories';
import tenantsPlugin from '@kubemate/plugin-tenants';
import { catalogModule } from './catalog/catalogModule';
import { discoverRouteRef } from './catalog/discover/discoverRouteRef';
import { createModule } from './create/createModule';
import { kubernetesModule } from './kubernetes/kubernetesModule';
import { settingsPlugin } from './settings/settingsPlugin';
import { shellModule } from './shellModule';

export default createApp({
  bindRoutes({ bind }) {
    bind(clustersPlugin.externalRoutes, { discover: discoverRouteRef });
  },
  features: [
    clustersPlugin,
    pipelinesPlugin,
    tenantsPlugin,
    auditPlugin,
    docsPlugin,
    catalogPlugin,
    catalogGraphPlugin,
    kubernetesPlugin,
    orgPlugin,
    scaffolderPlugin,
    catalogModule,
    createModule,
    kubernetesModule,
    // After the catalog, so that its card stands under what an entity is.
    repositoriesPlugin,
    settingsPlugin,
    shellModule,
  ],
});
