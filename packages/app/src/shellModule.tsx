import { createFrontendModule } from '@backstage/frontend-plugin-api';
import { NavContentBlueprint, SignInPageBlueprint } from '@backstage/plugin-app-react';
import { brokenPage, notFoundPage } from './errors/errorExtensions';
import { layoutExtension } from './layout/layoutExtension';
import { Navigation } from './navigation/Navigation';
import { backstageTranslations } from './translations/backstage/backstageTranslations';
import { fetchApi } from './signIn/fetchApi';
import { oidcSessionApi } from './signIn/oidcSessionApi';
import { darkTheme, lightTheme } from './theme/themes';

const navigation = NavContentBlueprint.make({
  name: 'kubemate',
  params: { component: Navigation },
});

// Without a name it takes the place of Backstage's own.
const signInPage = SignInPageBlueprint.make({
  params: { loader: () => import('./signIn/SignInPage').then(module => module.SignInPage) },
});

/** What surrounds every page: theme, layout, navigation and sign-in. */
export const shellModule = createFrontendModule({
  pluginId: 'app',
  extensions: [
    lightTheme,
    darkTheme,
    layoutExtension,
    navigation,
    signInPage,
    notFoundPage,
    brokenPage,
    ...backstageTranslations,
    oidcSessionApi,
    fetchApi,
  ],
});
