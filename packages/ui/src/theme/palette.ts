import { colours, type ColourTokens, type Mode } from './tokens';

declare module '@mui/material/styles' {
  interface Palette {
    /** Kubemate's own tokens, for what MUI's palette has no name for. */
    kubemate: ColourTokens;
  }
  interface PaletteOptions {
    kubemate?: ColourTokens;
  }
}

function muiPalette(c: ColourTokens) {
  const tone = ({ fg, border }: { fg: string; border: string }) => ({
    main: fg,
    light: border,
    dark: fg,
    contrastText: c.onTone,
  });
  return {
    primary: {
      main: c.brand.main,
      light: c.brand.hover,
      dark: c.brand.pressed,
      contrastText: c.brand.on,
    },
    secondary: { main: c.text.secondary, contrastText: c.surface.base },
    error: tone(c.health.failed),
    warning: tone(c.health.warning),
    success: tone(c.health.ok),
    info: tone(c.info),
    background: { default: c.surface.app, paper: c.surface.base },
    text: { primary: c.text.primary, secondary: c.text.secondary, disabled: c.text.disabled },
    divider: c.border.subtle,
    action: {
      active: c.text.secondary,
      hover: c.surface.hover,
      selected: c.brand.subtle,
      focus: c.surface.pressed,
      disabled: c.text.disabled,
      disabledBackground: c.surface.sunken,
    },
  };
}

/** The names Backstage's own components read, on the same tokens. */
function backstagePalette(c: ColourTokens) {
  return {
    status: {
      ok: c.health.ok.fg,
      warning: c.health.warning.fg,
      error: c.health.failed.fg,
      running: c.health.progressing.fg,
      pending: c.health.warning.fg,
      aborted: c.health.idle.fg,
    },
    border: c.border.subtle,
    textContrast: c.text.primary,
    textVerySubtle: c.border.subtle,
    textSubtle: c.text.secondary,
    highlight: c.flash,
    errorBackground: c.health.failed.bg,
    warningBackground: c.health.warning.bg,
    infoBackground: c.info.bg,
    errorText: c.health.failed.fg,
    infoText: c.info.fg,
    warningText: c.health.warning.fg,
    link: c.brand.main,
    linkHover: c.brand.hover,
    gold: c.health.warning.fg,
    navigation: {
      background: c.surface.base,
      indicator: c.brand.main,
      color: c.text.secondary,
      selectedColor: c.brand.onSubtle,
      navItem: { hoverBackground: c.surface.hover },
      submenu: { background: c.surface.raised },
    },
    tabbar: { indicator: c.brand.main },
    bursts: {
      fontColor: c.text.primary,
      slackChannelText: c.text.secondary,
      backgroundColor: { default: c.surface.base },
      gradient: { linear: c.surface.base },
    },
    pinSidebarButton: { icon: c.text.secondary, background: c.surface.sunken },
    banner: {
      info: c.info.bg,
      error: c.health.failed.bg,
      warning: c.health.warning.bg,
      text: c.text.primary,
      link: c.brand.main,
      closeButtonColor: c.text.primary,
    },
    code: { background: c.surface.sunken },
  };
}

/** The palette of one mode for MUI 4, MUI 5 and Backstage's own components. */
export function palette(mode: Mode) {
  const c = colours[mode];
  return { mode, type: mode, ...muiPalette(c), ...backstagePalette(c), kubemate: c };
}
