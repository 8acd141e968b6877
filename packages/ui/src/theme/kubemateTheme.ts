import { createUnifiedTheme, genPageTheme, type UnifiedTheme } from '@backstage/theme';
import { componentStyles } from './componentStyles';
import { palette } from './palette';
import { colours, fonts, type Mode } from './tokens';
import { typography } from './typography';

function make(mode: Mode): UnifiedTheme {
  const c = colours[mode];
  // Backstage's coloured page header is flattened to the app's surface wherever one of its own pages still draws it.
  const flat = {
    ...genPageTheme({ colors: [c.surface.base, c.surface.base], shape: 'none' }),
    backgroundImage: 'none',
    fontColor: c.text.primary,
  };
  return createUnifiedTheme({
    palette: palette(mode),
    fontFamily: fonts.sans,
    typography,
    components: componentStyles as Parameters<typeof createUnifiedTheme>[0]['components'],
    defaultPageTheme: 'home',
    pageTheme: { home: flat },
  });
}

/** The light and the dark theme, for MUI 5 and, through Backstage, MUI 4. */
export const kubemateTheme: Readonly<Record<Mode, UnifiedTheme>> = {
  light: make('light'),
  dark: make('dark'),
};
