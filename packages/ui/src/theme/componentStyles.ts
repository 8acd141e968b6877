import type { Components, Theme } from '@mui/material/styles';
import { radii, shadows, type } from './tokens';

const controls: Components<Theme> = {
  MuiButtonBase: {
    defaultProps: { disableRipple: true },
    styleOverrides: {
      root: ({ theme }) => ({
        '&:focus-visible': { outline: `2px solid ${theme.palette.primary.main}`, outlineOffset: 1 },
      }),
    },
  },
  MuiButton: {
    defaultProps: { disableElevation: true, size: 'small' },
    styleOverrides: {
      root: {
        borderRadius: radii.medium,
        minHeight: 32,
        padding: '4px 12px',
        whiteSpace: 'nowrap',
      },
      sizeSmall: { minHeight: 30, padding: '3px 10px' },
      outlinedInherit: ({ theme }) => ({ borderColor: theme.palette.divider }),
      text: { padding: '3px 8px' },
    },
  },
  MuiIconButton: {
    defaultProps: { size: 'small' },
    styleOverrides: { root: { borderRadius: radii.medium } },
  },
  MuiOutlinedInput: {
    defaultProps: { size: 'small' },
    styleOverrides: {
      root: ({ theme }) => ({
        borderRadius: radii.medium,
        backgroundColor: theme.palette.background.paper,
        fontSize: type.dense.size,
      }),
      notchedOutline: ({ theme }) => ({ borderColor: theme.palette.kubemate.border.control }),
      inputSizeSmall: { paddingTop: 6, paddingBottom: 6, height: 20 },
    },
  },
  MuiFormControl: { defaultProps: { size: 'small' } },
  // Outlined by themselves in MUI 5; the forms of templates are drawn with MUI 4.
  MuiTextField: { defaultProps: { size: 'small', variant: 'outlined' } },
  // As large as the text of the input, which the gap in its border is measured by; in its middle until there is a text.
  MuiInputLabel: {
    styleOverrides: {
      root: { fontSize: type.dense.size },
      formControl: { transform: 'translate(14px, 6px) scale(1)' },
      shrink: { transform: 'translate(14px, -9px) scale(0.75)' },
    },
  },
  MuiCheckbox: { defaultProps: { size: 'small' } },
  // MUI pulls the label out by the padding of its larger controls; a small switch has this much.
  MuiFormControlLabel: { styleOverrides: { root: { marginLeft: -4 } } },
  MuiChip: {
    defaultProps: { size: 'small' },
    styleOverrides: {
      root: { borderRadius: radii.small, margin: 0, fontSize: type.caption.size },
      sizeSmall: { height: 22 },
    },
  },
  MuiToggleButton: {
    defaultProps: { size: 'small' },
    styleOverrides: {
      root: ({ theme }) => ({
        textTransform: 'none',
        padding: '3px 10px',
        borderColor: theme.palette.divider,
      }),
    },
  },
};

const surfaces: Components<Theme> = {
  MuiPaper: {
    defaultProps: { elevation: 0 },
    styleOverrides: { root: { backgroundImage: 'none' } },
  },
  MuiCard: {
    defaultProps: { variant: 'outlined' },
    styleOverrides: {
      root: ({ theme }) => ({
        borderRadius: radii.large,
        borderColor: theme.palette.divider,
        display: 'flex',
        flexDirection: 'column',
      }),
    },
  },
  MuiMenu: {
    styleOverrides: {
      paper: ({ theme }) => ({
        border: `1px solid ${theme.palette.divider}`,
        borderRadius: radii.large,
        backgroundColor: theme.palette.kubemate.surface.raised,
        boxShadow: shadows[theme.palette.mode].raised,
      }),
    },
  },
  MuiPopover: {
    styleOverrides: {
      paper: ({ theme }) => ({
        border: `1px solid ${theme.palette.divider}`,
        borderRadius: radii.large,
        backgroundColor: theme.palette.kubemate.surface.raised,
        boxShadow: shadows[theme.palette.mode].raised,
      }),
    },
  },
  MuiMenuItem: { styleOverrides: { root: { fontSize: type.dense.size, minHeight: 32 } } },
  MuiDialog: {
    styleOverrides: {
      paper: ({ theme }) => ({
        borderRadius: radii.large,
        backgroundColor: theme.palette.kubemate.surface.raised,
        border: `1px solid ${theme.palette.divider}`,
        boxShadow: shadows[theme.palette.mode].overlay,
      }),
    },
  },
  MuiBackdrop: {
    styleOverrides: {
      // Backstage translates these for MUI 4 too, where no ownerState is given.
      root: ({ theme }) => ({ backgroundColor: theme.palette.kubemate.surface.scrim }),
      invisible: { backgroundColor: 'transparent' },
    },
  },
  MuiTooltip: {
    defaultProps: { enterDelay: 400, arrow: false },
    styleOverrides: {
      tooltip: ({ theme }) => ({
        backgroundColor: theme.palette.text.primary,
        color: theme.palette.background.paper,
        fontSize: type.caption.size,
        borderRadius: radii.small,
        fontWeight: type.weight.regular,
      }),
    },
  },
};

const text: Components<Theme> = {
  MuiTypography: {
    defaultProps: {
      // Subtitles are words in bold, not headings: as MUI's h6 they would break the outline of a page.
      variantMapping: {
        h1: 'h1',
        h2: 'h2',
        h3: 'h3',
        h4: 'h4',
        h5: 'h5',
        h6: 'h6',
        subtitle1: 'div',
        subtitle2: 'div',
        body1: 'p',
        body2: 'p',
      },
    },
  },
};

const navigation: Components<Theme> = {
  MuiTabs: {
    styleOverrides: { root: { minHeight: 38 }, indicator: { height: 2 } },
  },
  MuiTab: {
    styleOverrides: {
      root: ({ theme }) => ({
        textTransform: 'none',
        minHeight: 38,
        minWidth: 0,
        padding: '8px 2px',
        marginRight: theme.spacing(2.5),
        fontSize: type.dense.size,
        fontWeight: type.weight.medium,
        color: theme.palette.text.secondary,
        '&:hover': { color: theme.palette.text.primary },
      }),
    },
  },
  MuiLink: {
    defaultProps: { underline: 'hover' },
    styleOverrides: {
      root: ({ theme }) => ({
        '&:focus-visible': {
          outline: `2px solid ${theme.palette.primary.main}`,
          outlineOffset: 1,
          borderRadius: 2,
        },
      }),
    },
  },
  MuiTableRow: { styleOverrides: { root: {} } },
  MuiTableCell: {
    styleOverrides: {
      root: ({ theme }) => ({
        padding: '8px 12px',
        fontSize: type.dense.size,
        borderBottom: `1px solid ${theme.palette.divider}`,
      }),
      head: ({ theme }) => ({
        color: theme.palette.text.secondary,
        fontWeight: type.weight.medium,
        whiteSpace: 'nowrap',
      }),
    },
  },
};

/** How MUI's components look in Kubemate; read by both modes. */
export const componentStyles: Components<Theme> = {
  ...controls,
  ...surfaces,
  ...text,
  ...navigation,
};
