import Box from '@mui/material/Box';
import Card from '@mui/material/Card';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useId, type ReactNode } from 'react';

export interface SectionProps {
  title: string;
  /** Beside the title, at the end. */
  actions?: ReactNode;
  children: ReactNode;
  /** Without inner padding: for a list or a table that brings its own. */
  flush?: boolean;
}

/** A titled card. */
export function Section({ title, actions, children, flush = false }: SectionProps) {
  const id = useId();
  return (
    <Card component="section" aria-labelledby={id}>
      <Stack
        direction="row"
        alignItems="center"
        justifyContent="space-between"
        gap={1}
        sx={{ px: 2, minHeight: 44, borderBottom: 1, borderColor: 'divider' }}
      >
        <Typography id={id} variant="h3" component="h2" noWrap>
          {title}
        </Typography>
        {actions}
      </Stack>
      <Box sx={{ p: flush ? 0 : 2, minWidth: 0, flex: 1 }}>{children}</Box>
    </Card>
  );
}
