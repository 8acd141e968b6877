import type { SxProps, Theme } from '@mui/material/styles';
import { fonts, radii, type } from '../theme/tokens';

/** The look of a text: lines that can be read, headings that can be found, tables that scroll by themselves. */
export const markdownStyles: SxProps<Theme> = theme => ({
  minWidth: 0,
  maxWidth: '80ch',
  typography: 'body1',
  overflowWrap: 'anywhere',
  '& > :first-of-type': { mt: 0 },
  '& h2, & h3, & h4, & h5, & h6': { mt: 3, mb: 1, scrollMarginTop: 16 },
  '& h2': { typography: 'h2' },
  '& h2[data-level="1"]': { typography: 'h1', mb: 2 },
  '& h3': { typography: 'h2', pt: 1 },
  '& h4, & h5, & h6': { typography: 'h3' },
  '& p, & ul, & ol, & blockquote, & table': { my: 1.5 },
  '& li': { my: 0.5 },
  '& li > input': { mr: 1 },
  '& blockquote': {
    mx: 0,
    px: 2,
    py: 0.5,
    borderLeft: `3px solid ${theme.palette.kubemate.brand.main}`,
    bgcolor: 'kubemate.surface.sunken',
    borderRadius: `${radii.small}px`,
  },
  '& code': {
    px: 0.5,
    bgcolor: 'kubemate.surface.sunken',
    borderRadius: `${radii.small}px`,
    fontFamily: fonts.mono,
    fontSize: '0.92em',
  },
  '& table': { borderCollapse: 'collapse', fontSize: type.dense.size },
  '& th, & td': { px: 1.5, py: 0.75, border: 1, borderColor: 'divider', textAlign: 'start' },
  '& th': { bgcolor: 'kubemate.surface.sunken', fontWeight: type.weight.medium },
  '& hr': { border: 0, borderTop: 1, borderColor: 'divider', my: 3 },
  '& img': { maxWidth: '100%' },
});
