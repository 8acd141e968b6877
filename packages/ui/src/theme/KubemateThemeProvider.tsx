import { UnifiedThemeProvider } from '@backstage/theme';
import { Global } from '@emotion/react';
import type { ReactNode } from 'react';
import { buiCss } from './buiVariables';
import { kubemateTheme } from './kubemateTheme';
import { colours, fonts, type, type Mode } from './tokens';

/** Backstage renders no CssBaseline, so the page's ground, font and focus ring are set here. */
function baseCss(mode: Mode): string {
  const c = colours[mode];
  return `
    :root { color-scheme: ${mode}; }
    html, body, #root { height: 100%; }
    body {
      margin: 0; background: ${c.surface.app}; color: ${c.text.primary};
      font-family: ${fonts.sans}; font-size: ${type.body.size}px; line-height: ${type.body.line / type.body.size};
      -webkit-font-smoothing: antialiased; font-variant-numeric: tabular-nums;
      scrollbar-color: ${c.border.control} transparent;
    }
    a { color: inherit; }
    /* Backstage's tabs of an entity squeeze their words on a phone: they are moved sideways, as ours are. */
    .bui-HeaderNavList { overflow-x: auto; scrollbar-width: none; }
    .bui-HeaderNavItem { white-space: nowrap; }
    *, *::before, *::after { box-sizing: border-box; }
    @media (prefers-reduced-motion: reduce) {
      *, *::before, *::after { animation-duration: 0.01ms !important; transition-duration: 0.01ms !important; scroll-behavior: auto !important; }
    }
  `;
}

/** Kubemate's look in one mode, for MUI 4 and 5 and Backstage UI. */
export function KubemateThemeProvider(props: { mode: Mode; children: ReactNode }) {
  const { mode, children } = props;
  return (
    <UnifiedThemeProvider theme={kubemateTheme[mode]} themeName="kubemate">
      <Global styles={baseCss(mode)} />
      <Global styles={buiCss(mode)} />
      {children}
    </UnifiedThemeProvider>
  );
}
