import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { RiCloseLine } from '@remixicon/react';
import type { ReactNode } from 'react';
import { uiTranslationRef } from '../i18n/uiTranslationRef';

export interface SelectionBarProps {
  /** How many rows are selected. */
  count: number;
  onClear(): void;
  /** Buttons, one for each action. */
  children: ReactNode;
}

/** The line above a table while rows are selected: how many, what can be done to them, and how to let go. */
export function SelectionBar({ count, onClear, children }: SelectionBarProps) {
  const { t } = useTranslationRef(uiTranslationRef);
  return (
    <Box
      role="toolbar"
      aria-label={t('selection.toolbar')}
      sx={{
        display: 'flex',
        flexWrap: 'wrap',
        alignItems: 'center',
        gap: 1,
        px: 1.5,
        py: 0.75,
        borderRadius: 1.5,
        bgcolor: 'kubemate.brand.subtle',
        color: 'kubemate.brand.onSubtle',
      }}
    >
      <Typography variant="subtitle2" component="span" role="status" sx={{ mr: 1 }}>
        {t('selection.count', { number: count.toLocaleString() })}
      </Typography>
      {children}
      <Button
        color="inherit"
        onClick={onClear}
        startIcon={<RiCloseLine size={16} />}
        sx={{ ml: 'auto' }}
      >
        {t('selection.clear')}
      </Button>
    </Box>
  );
}
