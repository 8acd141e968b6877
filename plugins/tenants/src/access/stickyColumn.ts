/** The first column of a wide table stays while the others scroll under it. */
export const stickyColumn = {
  position: 'sticky',
  left: 0,
  zIndex: 1,
  bgcolor: 'background.paper',
  borderRight: 1,
  borderRightColor: 'divider',
  minWidth: { xs: 130, sm: 200 },
  maxWidth: { xs: 150, sm: 320 },
  overflowWrap: 'anywhere',
} as const;
