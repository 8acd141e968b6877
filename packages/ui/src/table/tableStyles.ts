import { styled } from '@mui/material/styles';
import { radii, type } from '../theme/tokens';
import { rowControls } from './rowControls';
import type { Density } from './columnLayout';

/** Row heights in px. Fixed, so that a row's place follows from its number. */
export const ROW_HEIGHT: Readonly<Record<Density, number>> = { comfortable: 38, compact: 30 };
/** The same where a column has a second line. */
export const TWO_LINE_HEIGHT: Readonly<Record<Density, number>> = { comfortable: 54, compact: 46 };
export const CARD_HEIGHT = 62;
export const HEADER_HEIGHT = 36;
export const SELECT_WIDTH = 40;

/** The frame of the grid. Rows and cells are plain elements styled from here: one style rule for all of them. */
export const Grid = styled('div')(({ theme }) => {
  const { surface, brand, border } = theme.palette.kubemate;
  return {
    position: 'relative',
    flex: 1,
    minHeight: 120,
    height: '100%',
    overflow: 'auto',
    overscrollBehavior: 'contain',
    backgroundColor: surface.base,
    border: `1px solid ${theme.palette.divider}`,
    borderRadius: radii.large,
    fontSize: type.dense.size,
    lineHeight: `${type.dense.line}px`,
    '&:focus-visible': { outline: `2px solid ${brand.main}`, outlineOffset: -1 },
    '& [role=row]': {
      display: 'grid',
      alignItems: 'center',
      minWidth: '100%',
      contain: 'layout style',
      borderBottom: `1px solid ${border.subtle}`,
    },
    '& [data-header]': {
      position: 'sticky',
      top: 0,
      zIndex: 2,
      height: HEADER_HEIGHT,
      backgroundColor: surface.sunken,
      color: theme.palette.text.secondary,
      fontWeight: type.weight.medium,
    },
    '& [data-index]': { cursor: 'default', backgroundColor: surface.base },
    '& [data-openable] [data-index]': { cursor: 'pointer' },
    '& [data-index]:hover': { backgroundColor: surface.hover },
    '& [data-index][aria-selected=true]': { backgroundColor: brand.subtle },
    '&:focus-visible [data-active]': { boxShadow: `inset 3px 0 0 ${brand.main}` },
    '& [data-active]': { backgroundColor: surface.hover },
    '& [role=gridcell], & [role=columnheader]': {
      position: 'relative',
      minWidth: 0,
      padding: '0 12px',
      overflow: 'hidden',
      textOverflow: 'ellipsis',
      whiteSpace: 'nowrap',
    },
    '& [role=columnheader]': { padding: 0, overflow: 'visible', height: '100%' },
    '& [data-align=end]': { textAlign: 'end' },
    '& [data-primary] a': {
      color: theme.palette.text.primary,
      fontWeight: type.weight.medium,
      textDecoration: 'none',
    },
    '& [data-index]:hover [data-primary] a': { color: brand.main, textDecoration: 'underline' },
    '& [data-line]': { display: 'block', overflow: 'hidden', textOverflow: 'ellipsis' },
    '& [data-line=second]': {
      color: theme.palette.text.secondary,
      fontSize: type.caption.size,
      lineHeight: `${type.caption.line}px`,
    },
    ...rowControls(theme),
    '& [data-bone]': {
      height: 10,
      borderRadius: radii.small,
      backgroundColor: surface.pressed,
    },
    '& [data-card]': {
      display: 'flex',
      flexDirection: 'column',
      justifyContent: 'center',
      alignItems: 'stretch',
      gap: 4,
      padding: '0 12px',
    },
    '& [data-card] > div': { display: 'flex', gap: 10, alignItems: 'center', minWidth: 0 },
    '& [data-card] [role=gridcell]': { padding: 0 },
    '& [data-card] [data-primary]': { flex: 1 },
    '& [data-card] [data-second]': { color: theme.palette.text.secondary, flex: '0 1 auto' },
    '& [data-card] [data-second=whole]': { flex: 'none' },
  };
});

/** A header cell's button. */
export const HeaderButton = styled('button')(({ theme }) => ({
  all: 'unset',
  display: 'flex',
  alignItems: 'center',
  gap: 4,
  width: '100%',
  height: '100%',
  padding: '0 12px',
  boxSizing: 'border-box',
  cursor: 'pointer',
  '&:disabled': { cursor: 'default' },
  '&:not(:disabled):hover': { color: theme.palette.text.primary },
  '&:focus-visible': { outline: `2px solid ${theme.palette.primary.main}`, outlineOffset: -2 },
  '[data-align=end] > &': { flexDirection: 'row-reverse' },
  '& > span': { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  '& > svg': { flex: 'none' },
}));

/** The handle between two header cells. */
export const ResizeHandle = styled('div')(({ theme }) => ({
  position: 'absolute',
  insetBlock: 0,
  insetInlineEnd: -5,
  width: 10,
  zIndex: 1,
  cursor: 'col-resize',
  touchAction: 'none',
  '&::after': {
    content: '""',
    position: 'absolute',
    insetBlock: 9,
    insetInlineStart: 4,
    width: 1,
    backgroundColor: theme.palette.divider,
  },
  '&:hover::after, &:focus-visible::after': {
    backgroundColor: theme.palette.primary.main,
    width: 2,
    insetBlock: 0,
  },
  '&:focus-visible': { outline: 'none' },
}));
