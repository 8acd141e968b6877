import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { ResourceId } from '@kubemate/kube-common';
import { SelectionBar } from '@kubemate/ui';
import Button from '@mui/material/Button';
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
    <SelectionBar count={count} onClear={onClear}>
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
    </SelectionBar>
  );
}
