import { createFrontendPlugin, PageBlueprint } from '@backstage/frontend-plugin-api';
import { AuditClient } from '@kubemate/plugin-audit-common';
import {
  ActivitySourceBlueprint,
  clientApi,
  ObjectTabBlueprint,
  PaletteSourceBlueprint,
  pluginQueries,
} from '@kubemate/ui';
import { RiShieldCheckLine } from '@remixicon/react';
import { auditApiRef } from './api/auditApiRef';
import { auditRouteRef } from './routes';
import { ActivityTitle } from './timeline/ActivityTitle';

const auditApi = clientApi(auditApiRef, AuditClient);

const auditPage = PageBlueprint.make({
  params: {
    path: '/audit',
    title: 'Audit',
    icon: <RiShieldCheckLine />,
    routeRef: auditRouteRef,
    noHeader: true,
    loader: () => import('./search/AuditPage').then(module => <module.AuditPage />),
  },
});

const activityTab = ObjectTabBlueprint.make({
  name: 'activity',
  params: {
    id: 'activity',
    Title: ActivityTitle,
    loader: async () => (await import('./timeline/ActivityTab')).ActivityTab,
  },
});

const paletteSource = PaletteSourceBlueprint.make({
  params: {
    loader: async () => (await import('./palette/useAuditFinds')).useAuditFinds,
  },
});

const activitySource = ActivitySourceBlueprint.make({
  params: {
    loader: async () => (await import('./activity/useAuditActivity')).useAuditActivity,
  },
});

/** Who did what, and whether the record of it is whole. */
export const auditPlugin = createFrontendPlugin({
  pluginId: 'audit',
  title: 'Audit',
  icon: <RiShieldCheckLine />,
  routes: { audit: auditRouteRef },
  extensions: [auditApi, pluginQueries, auditPage, activityTab, paletteSource, activitySource],
});
