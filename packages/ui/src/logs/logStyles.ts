import { styled } from '@mui/material/styles';
import { fonts, radii, type, type ColourTokens } from '../theme/tokens';

/** The classes that `ansi_up` writes, in colours that can be read in this mode. */
function ansiColours({ health, text, series, surface }: ColourTokens) {
  const hues = {
    black: text.primary,
    red: health.failed.fg,
    green: health.ok.fg,
    yellow: health.warning.fg,
    blue: health.progressing.fg,
    magenta: series[3] ?? text.primary,
    cyan: series[1] ?? text.primary,
    white: text.secondary,
  };
  return Object.fromEntries(
    Object.entries(hues).flatMap(([name, colour]) => [
      [`& .ansi-${name}-fg, & .ansi-bright-${name}-fg`, { color: colour }],
      [
        `& .ansi-${name}-bg, & .ansi-bright-${name}-bg`,
        { backgroundColor: colour, color: surface.base },
      ],
    ]),
  );
}

/** The frame of the lines. Lines are plain elements styled from here: one rule for all of them. */
export const LogFrame = styled('div')<{ wrap: 'on' | 'off' }>(({ theme, wrap }) => {
  const { surface, text, match, brand, health } = theme.palette.kubemate;
  return {
    position: 'relative',
    flex: 1,
    minHeight: 160,
    backgroundColor: surface.base,
    border: `1px solid ${theme.palette.divider}`,
    borderRadius: radii.large,
    overflow: 'hidden',
    fontFamily: fonts.mono,
    fontSize: type.caption.size,
    lineHeight: `${type.dense.line}px`,
    '& [data-line]': {
      display: 'flex',
      gap: 10,
      padding: '0 12px 0 0',
      minWidth: wrap === 'on' ? 0 : 'max-content',
      borderInlineStart: '3px solid transparent',
    },
    '& [data-line]:hover': { backgroundColor: surface.hover },
    '& [data-line][data-selected]': {
      backgroundColor: brand.subtle,
      borderInlineStartColor: brand.main,
    },
    '& [data-level=error]': { borderInlineStartColor: health.failed.fg, color: health.failed.fg },
    '& [data-level=warning]': {
      borderInlineStartColor: health.warning.fg,
      color: health.warning.fg,
    },
    '& [data-level=debug]': { color: text.tertiary },
    '& [data-number]': {
      all: 'unset',
      flex: 'none',
      minWidth: 54,
      textAlign: 'end',
      color: text.tertiary,
      userSelect: 'none',
      alignSelf: 'flex-start',
    },
    '& button[data-number]': { cursor: 'pointer' },
    '& button[data-number]:hover, & button[data-number]:focus-visible': {
      color: brand.main,
      textDecoration: 'underline',
    },
    '& time': { flex: 'none', color: text.tertiary },
    '& [data-source]': {
      flex: 'none',
      maxWidth: 260,
      overflow: 'hidden',
      textOverflow: 'ellipsis',
      whiteSpace: 'nowrap',
    },
    '& [data-text]': {
      flex: 1,
      minWidth: 0,
      whiteSpace: wrap === 'on' ? 'pre-wrap' : 'pre',
      overflowWrap: wrap === 'on' ? 'anywhere' : 'normal',
    },
    ...ansiColours(theme.palette.kubemate),
    // On a narrow screen the text goes under its number and source, and keeps the whole width.
    [theme.breakpoints.down('sm')]: {
      '& [data-line]': { flexWrap: wrap === 'on' ? 'wrap' : 'nowrap', columnGap: 8, rowGap: 0 },
      '& [data-text]': { flexBasis: wrap === 'on' ? '100%' : 0, paddingInlineStart: 8 },
    },
    '& mark': { backgroundColor: match.any, color: match.on, borderRadius: 2 },
    '& [data-current] mark': { backgroundColor: match.current },
  };
});
