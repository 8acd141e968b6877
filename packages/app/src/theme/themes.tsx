import { ThemeBlueprint } from '@backstage/plugin-app-react';
import { KubemateThemeProvider } from '@kubemate/ui';
import type { Mode } from '@kubemate/ui';

function themeExtension(mode: Mode, title: string) {
  return ThemeBlueprint.make({
    name: `kubemate-${mode}`,
    params: {
      theme: {
        id: `kubemate-${mode}`,
        title,
        variant: mode,
        Provider: ({ children }) => (
          <KubemateThemeProvider mode={mode}>{children}</KubemateThemeProvider>
        ),
      },
    },
  });
}

/** Backstage follows the system setting between the two as long as no theme is chosen. */
export const lightTheme = themeExtension('light', 'Light');
export const darkTheme = themeExtension('dark', 'Dark');
