import Box from '@mui/material/Box';
import type { ReactNode } from 'react';

export interface KeyValueListProps {
  items: readonly { readonly key: string; readonly label: string; readonly value: ReactNode }[];
}

/** Facts as label and value; the labels go above their values where there is little room. */
export function KeyValueList({ items }: KeyValueListProps) {
  return (
    <Box
      component="dl"
      sx={{
        m: 0,
        display: 'grid',
        gridTemplateColumns: { xs: '1fr', sm: 'minmax(88px, min(32%, 180px)) minmax(0, 1fr)' },
        columnGap: 2,
        rowGap: { xs: 0.25, sm: 1 },
        typography: 'body2',
      }}
    >
      {items.map(({ key, label, value }) => (
        <Box key={key} sx={{ display: 'contents' }}>
          <Box component="dt" sx={{ color: 'text.secondary', mt: { xs: 1, sm: 0 } }}>
            {label}
          </Box>
          <Box component="dd" sx={{ m: 0, minWidth: 0, overflowWrap: 'anywhere' }}>
            {value}
          </Box>
        </Box>
      ))}
    </Box>
  );
}
