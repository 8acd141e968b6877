import { createFrontendPlugin, PageBlueprint } from '@backstage/frontend-plugin-api';
import { FormFieldBlueprint } from '@backstage/plugin-scaffolder-react/alpha';
import { TenantsClient } from '@kubemate/plugin-tenants-common';
import { clientApi, PaletteSourceBlueprint, pluginQueries } from '@kubemate/ui';
import { RiKey2Line, RiOrganizationChart } from '@remixicon/react';
import { tenantsApiRef } from './api/tenantsApiRef';
import { entityExtensions } from './entity/entityExtensions';
import {
  accessRouteRef,
  changeTenantRouteRef,
  clusterRouteRef,
  createObjectsRouteRef,
  createTenantRouteRef,
  entityRouteRef,
  explorerRouteRef,
  objectRouteRef,
  tenantRouteRef,
  tenantsRouteRef,
} from './routes';

const tenantsApi = clientApi(tenantsApiRef, TenantsClient);

const tenantsPage = PageBlueprint.make({
  params: {
    path: '/tenants',
    title: 'Tenants',
    icon: <RiOrganizationChart />,
    routeRef: tenantsRouteRef,
    noHeader: true,
    loader: () => import('./TenantsRoutes').then(module => <module.TenantsRoutes />),
  },
});

const accessPage = PageBlueprint.make({
  name: 'access',
  params: {
    path: '/access',
    title: 'Access',
    icon: <RiKey2Line />,
    routeRef: accessRouteRef,
    noHeader: true,
    loader: () => import('./access/AccessPage').then(module => <module.AccessPage />),
  },
});

const paletteSource = PaletteSourceBlueprint.make({
  params: {
    loader: async () => (await import('./palette/useTenantFinds')).useTenantFinds,
  },
});

const environmentsField = FormFieldBlueprint.make({
  name: 'environments',
  params: {
    field: async () =>
      (await import('./environmentsField/environmentsFormField')).environmentsFormField,
  },
});

const clusterField = FormFieldBlueprint.make({
  name: 'cluster',
  params: {
    field: async () => (await import('./environmentsField/placeFormFields')).clusterFormField,
  },
});

const namespaceField = FormFieldBlueprint.make({
  name: 'namespace',
  params: {
    field: async () => (await import('./environmentsField/placeFormFields')).namespaceFormField,
  },
});

const tenantField = FormFieldBlueprint.make({
  name: 'tenant',
  params: {
    field: async () => (await import('./environmentsField/placeFormFields')).tenantFormField,
  },
});

/** Tenants over clusters, and who may do what on them. */
export const tenantsPlugin = createFrontendPlugin({
  pluginId: 'tenants',
  title: 'Tenants',
  icon: <RiOrganizationChart />,
  routes: {
    tenants: tenantsRouteRef,
    tenant: tenantRouteRef,
    createTenant: createTenantRouteRef,
    changeTenant: changeTenantRouteRef,
    access: accessRouteRef,
  },
  externalRoutes: {
    explorer: explorerRouteRef,
    createObjects: createObjectsRouteRef,
    cluster: clusterRouteRef,
    object: objectRouteRef,
    entity: entityRouteRef,
  },
  extensions: [
    tenantsApi,
    pluginQueries,
    tenantsPage,
    accessPage,
    paletteSource,
    environmentsField,
    clusterField,
    namespaceField,
    tenantField,
    ...entityExtensions,
  ],
});
