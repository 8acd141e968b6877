import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import { Link as RouterLink } from 'react-router-dom';

export interface LinkListProps {
  items: readonly {
    readonly key: string;
    readonly to: string;
    readonly title: string;
    readonly detail?: string;
    readonly icon?: ReactNode;
  }[];
  /** Says how the list gets its first item. */
  empty: string;
}

/** Links, one per line. */
export function LinkList({ items, empty }: LinkListProps) {
  if (items.length === 0)
    return (
      <Typography variant="body2" color="text.secondary" sx={{ p: 2 }}>
        {empty}
      </Typography>
    );
  return (
    <Box component="ul" sx={{ m: 0, p: 0.5, listStyle: 'none' }}>
      {items.map(({ key, to, title, detail, icon }) => (
        <Box
          key={key}
          component="li"
          sx={{ display: 'flex', alignItems: 'center', gap: 1.25, px: 1.5, py: 0.75 }}
        >
          {icon !== undefined && (
            <Box sx={{ display: 'flex', color: 'text.secondary' }}>{icon}</Box>
          )}
          <Box sx={{ minWidth: 0 }}>
            <Link component={RouterLink} to={to} variant="body2" noWrap sx={{ display: 'block' }}>
              {title}
            </Link>
            {detail !== undefined && (
              <Typography variant="caption" color="text.secondary" noWrap component="div">
                {detail}
              </Typography>
            )}
          </Box>
        </Box>
      ))}
    </Box>
  );
}
