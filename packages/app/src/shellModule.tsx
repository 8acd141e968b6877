import { createFrontendModule } from '@backstage/frontend-plugin-api';
import { PaletteSourceBlueprint } from '@kubemate/ui';
import { NavContentBlueprint, SignInPageBlueprint } from '@backstage/plugin-app-react';
import { pluginWordsApi } from './create/pluginWordsApi';
import { templateWordsApi } from './create/words/templateWordsApi';
import { brokenPage, loadingPart, notFoundPage } from './errors/errorExtensions';
import { pageFrameExtension } from './layout/pageFrameExtension';
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

// Backstage's catalog does not know of the palette; the shell names it there, as it does in the navigation.
const paletteSource = PaletteSourceBlueprint.make({
  name: 'shell',
  params: { loader: async () => (await import('./navigation/useShellFinds')).useShellFinds },
});

/** What surrounds every page: theme, layout, navigation and sign-in. */
export const shellModule = createFrontendModule({
  pluginId: 'app',
  extensions: [
    lightTheme,
    darkTheme,
    layoutExtension,
    pageFrameExtension,
    navigation,
    signInPage,
    paletteSource,
    notFoundPage,
    brokenPage,
    loadingPart,
    ...backstageTranslations,
    oidcSessionApi,
    fetchApi,
    pluginWordsApi,
    templateWordsApi,
  ],
});
