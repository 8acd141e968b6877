import type { Theme } from '@mui/material/styles';
import { radii } from '../theme/tokens';

/** What every row has to press, as rules of the grid: its checkbox and the button of its menu. */
export function rowControls(theme: Theme) {
  const { surface, brand } = theme.palette.kubemate;
  return {
    '& [data-tick-box]': {
      display: 'flex',
      padding: 4,
      marginInlineStart: 8,
    },
    '& [data-tick]': {
      appearance: 'none',
      display: 'grid',
      placeContent: 'center',
      width: 16,
      height: 16,
      margin: 0,
      borderRadius: radii.small,
      border: `1.5px solid ${theme.palette.text.secondary}`,
      backgroundColor: surface.base,
      color: theme.palette.primary.contrastText,
      cursor: 'pointer',
    },
    '& [data-tick]:checked, & [data-tick]:indeterminate': {
      borderColor: theme.palette.primary.main,
      backgroundColor: theme.palette.primary.main,
    },
    '& [data-tick]:checked::after': {
      content: '""',
      width: 4,
      height: 8,
      marginTop: -2,
      border: 'solid currentColor',
      borderWidth: '0 2px 2px 0',
      transform: 'rotate(45deg)',
    },
    '& [data-tick]:indeterminate::after': {
      content: '""',
      width: 8,
      height: 2,
      backgroundColor: 'currentColor',
    },
    '& [data-tick]:focus-visible': { outline: `2px solid ${brand.main}`, outlineOffset: 1 },
    '& [data-card] [data-tick-box]': { marginInlineStart: 0 },
    '& [data-row-button]': {
      all: 'unset',
      display: 'inline-flex',
      padding: 4,
      borderRadius: radii.small,
      color: theme.palette.text.secondary,
      cursor: 'pointer',
    },
    '& [data-row-button]:hover': { backgroundColor: surface.pressed },
    '& [data-row-button]:focus-visible': { outline: `2px solid ${brand.main}` },
  };
}
