import type { ITheme } from '@xterm/xterm';
import { colours, type Mode } from '../theme/tokens';

/** The colours of a terminal in one mode: the sixteen of ANSI from the tokens of health and syntax. */
export function terminalTheme(mode: Mode): ITheme {
  const { surface, text, border, brand, health, code, match } = colours[mode];
  const dark = mode === 'dark';
  return {
    background: surface.base,
    foreground: text.primary,
    cursor: brand.main,
    cursorAccent: surface.base,
    selectionBackground: brand.subtle,
    selectionForeground: brand.onSubtle,
    scrollbarSliderBackground: border.subtle,
    scrollbarSliderHoverBackground: border.control,
    black: dark ? surface.pressed : text.primary,
    brightBlack: text.tertiary,
    white: text.secondary,
    brightWhite: text.primary,
    red: health.failed.fg,
    brightRed: health.failed.fg,
    green: health.ok.fg,
    brightGreen: health.ok.fg,
    yellow: health.warning.fg,
    brightYellow: health.warning.fg,
    blue: health.progressing.fg,
    brightBlue: health.progressing.fg,
    magenta: code.keyword,
    brightMagenta: code.keyword,
    cyan: code.string,
    brightCyan: code.key,
    overviewRulerBorder: match.any,
  };
}
