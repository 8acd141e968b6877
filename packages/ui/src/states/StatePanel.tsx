import Box from '@mui/material/Box';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';

export interface StatePanelProps {
  icon: ReactNode;
  title: string;
  /** Why it is so. */
  description?: ReactNode;
  /** What to do next: buttons or links. */
  action?: ReactNode;
  role: 'status' | 'alert';
  children?: ReactNode;
}

/** The shared shape of a screen or a card that has nothing to show. */
export function StatePanel({ icon, title, description, action, role, children }: StatePanelProps) {
  return (
    <Stack alignItems="center" justifyContent="center" sx={{ p: 4, minHeight: 200 }}>
      <Stack role={role} alignItems="center" gap={1} sx={{ maxWidth: 520, textAlign: 'center' }}>
        <Box sx={{ color: 'text.secondary', display: 'flex', mb: 0.5 }} aria-hidden>
          {icon}
        </Box>
        <Typography variant="h3" component="h2">
          {title}
        </Typography>
        {description !== undefined && (
          <Typography variant="body2" color="text.secondary" component="div">
            {description}
          </Typography>
        )}
        {children}
        {action !== undefined && <Box sx={{ mt: 1 }}>{action}</Box>}
      </Stack>
    </Stack>
  );
}
