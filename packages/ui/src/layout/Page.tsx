import Box from '@mui/material/Box';
import type { ReactNode } from 'react';

/** A page of the portal: header and content share the height that the app's frame leaves. */
export function Page({ children }: { children: ReactNode }) {
  return (
    <Box
      sx={{ display: 'flex', flexDirection: 'column', height: '100%', minHeight: 0, minWidth: 0 }}
    >
      {children}
    </Box>
  );
}
