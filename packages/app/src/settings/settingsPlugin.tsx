import {
  createFrontendPlugin,
  createRouteRef,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import { RiSettings3Line } from '@remixicon/react';

export const settingsRouteRef = createRouteRef();

/** The settings page: the account, and how the portal looks and speaks. */
export const settingsPlugin = createFrontendPlugin({
  pluginId: 'settings',
  title: 'Settings',
  icon: <RiSettings3Line />,
  extensions: [
    PageBlueprint.make({
      params: {
        path: '/settings',
        routeRef: settingsRouteRef,
        noHeader: true,
        loader: () => import('./SettingsPage').then(module => <module.SettingsPage />),
      },
    }),
  ],
  routes: { root: settingsRouteRef },
});
