import Box from '@mui/material/Box';
import type { ReactNode } from 'react';

export interface PageContentProps {
  children: ReactNode;
  /** `fill` gives one child, such as a table, all height that is left and does not scroll by itself. */
  layout?: 'scroll' | 'fill';
}

/** What stands under a {@link PageHeader}. */
export function PageContent({ children, layout = 'scroll' }: PageContentProps) {
  return (
    <Box
      component="main"
      sx={{
        flex: 1,
        minHeight: 0,
        display: 'flex',
        flexDirection: 'column',
        gap: 2,
        px: { xs: 2, md: 3 },
        py: 2,
        overflow: layout === 'fill' ? 'hidden' : 'auto',
        // Sections keep their height and the page scrolls, instead of each being squeezed into the window.
        ...(layout === 'scroll' && { '& > *': { flexShrink: 0 } }),
      }}
    >
      {children}
    </Box>
  );
}
