import { createApp } from '@backstage/frontend-defaults';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import orgPlugin from '@backstage/plugin-org/alpha';
import auditPlugin from '@kubemate/plugin-audit';
import clustersPlugin from '@kubemate/plugin-clusters';
import pipelinesPlugin from '@kubemate/plugin-pipelines';
import tenantsPlugin from '@kubemate/plugin-tenants';
import { catalogModule } from './catalog/catalogModule';
import { settingsPlugin } from './settings/settingsPlugin';
import { shellModule } from './shellModule';

export default createApp({
  features: [
    clustersPlugin,
    pipelinesPlugin,
    tenantsPlugin,
    auditPlugin,
    catalogPlugin,
    orgPlugin,
    catalogModule,
    settingsPlugin,
    shellModule,
  ],
});
