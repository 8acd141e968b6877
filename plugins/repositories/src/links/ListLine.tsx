import Box from '@mui/material/Box';
import type { ReactNode } from 'react';

/** One line of a list: what it is, and at its end what can be done or how it stands. */
export function ListLine({ children }: { children: ReactNode }) {
  return (
    <Box
      component="li"
      sx={{
        display: 'flex',
        flexWrap: 'wrap',
        alignItems: 'center',
        gap: 1,
        px: 2,
        py: 1,
        '&:not(:last-child)': { borderBottom: 1, borderColor: 'divider' },
      }}
    >
      {children}
    </Box>
  );
}
