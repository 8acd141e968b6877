import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { ResourceId } from '@kubemate/kube-common';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { RiCloseLine } from '@remixicon/react';
import { ActionIcon } from '../operations/ActionIcon';
import { bulkActionsFor, type Action } from '../operations/actionCatalog';
import { clustersTranslationRef } from '../translations/clustersTranslationRef';

export interface BulkBarProps {
  resource: ResourceId;
  count: number;
  onClear(): void;
  onStart(action: Action, opener: HTMLElement): void;
}

/** What can be done to the selected rows. To which of them the person may, the dialog says. */
export function BulkBar({ resource, count, onClear, onStart }: BulkBarProps) {
  const { t } = useTranslationRef(clustersTranslationRef);
  return (
    <Box
      role="toolbar"
      aria-label={t('operations.bulk.toolbar')}
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
        {t('operations.bulk.selected', { number: String(count) })}
      </Typography>
      {bulkActionsFor(resource).map(action => (
        <Button
          key={action.id}
          variant="outlined"
          color={action.danger ? 'error' : 'inherit'}
          startIcon={<ActionIcon id={action.id} />}
          onClick={event => onStart(action, event.currentTarget)}
          sx={{ bgcolor: 'background.paper' }}
        >
          {t(`operations.actions.${action.id}`)}
        </Button>
      ))}
      <Button
        color="inherit"
        onClick={onClear}
        startIcon={<RiCloseLine size={16} />}
        sx={{ ml: 'auto' }}
      >
        {t('operations.bulk.clear')}
      </Button>
    </Box>
  );
}
