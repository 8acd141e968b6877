import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { pipelineOperations } from '@kubemate/plugin-pipelines-common';
import type { Run, RunRef } from '@kubemate/plugin-pipelines-common';
import { BulkDialog, operationsApiRef, SelectionBar } from '@kubemate/ui';
import Button from '@mui/material/Button';
import { RiArrowLeftRightLine } from '@remixicon/react';
import { useState } from 'react';
import { Link as RouterLink } from 'react-router-dom';
import { useSay } from '../board/useSay';
import { runAddress } from '../compare/runAddress';
import { useLinks } from '../links/useLinks';
import { hasEnded } from '../operations/runActions';
import { useNoteReceipt } from '../operations/useNoteReceipt';
import { RUN_ACTION_ICONS } from '../operations/useRunActionItems';
import { pipelinesTranslationRef } from '../translations/pipelinesTranslationRef';

const targetOf = ({ run }: { run: RunRef }) => ({
  ...{ cluster: run.place, namespace: run.folder, name: run.name },
  ...(run.engine === 'jenkins'
    ? { apiVersion: 'jenkins', kind: 'Build' }
    : { apiVersion: 'tekton.dev/v1', kind: 'PipelineRun' }),
});

/** What can be done to the selected runs. To which of them the person may, the dialog says. */
export function BulkBar({ runs, onClear }: { runs: readonly Run[]; onClear(): void }) {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const operations = useApi(operationsApiRef);
  const note = useNoteReceipt();
  const [open, setOpen] = useState<{ action: 'cancel' | 'delete'; opener: HTMLElement }>();
  const going = runs.filter(run => !hasEnded(run));
  const present = runs.filter(run => !run.isArchived);
  const links = useLinks();
  const [later, earlier, ...others] = [...runs].sort((a, b) => b.createdAt - a.createdAt);
  const common = { operations, targetOf, onReceipt: note, say: useSay() };
  const button = (action: 'cancel' | 'delete', count: number) => (
    <Button
      variant="outlined"
      color={action === 'delete' ? 'error' : 'inherit'}
      startIcon={RUN_ACTION_ICONS[action]}
      disabled={count === 0}
      onClick={event => setOpen({ action, opener: event.currentTarget })}
      sx={{ bgcolor: 'background.paper' }}
    >
      {t('runs.bulkOf', { action: t(`actions.${action}`), number: String(count) })}
    </Button>
  );
  return (
    <SelectionBar count={runs.length} onClear={onClear}>
      {later !== undefined && earlier !== undefined && others.length === 0 && (
        <Button
          variant="outlined"
          color="inherit"
          startIcon={<RiArrowLeftRightLine size={16} />}
          component={RouterLink}
          to={links.compare(runAddress(later.ref), runAddress(earlier.ref))}
          sx={{ bgcolor: 'background.paper' }}
        >
          {t('compare.action')}
        </Button>
      )}
      {button('cancel', going.length)}
      {button('delete', present.length)}
      {open?.action === 'cancel' && (
        <BulkDialog
          {...common}
          contract={pipelineOperations.cancelRun}
          inputs={going.map(({ ref }) => ({ run: ref, mode: 'Cancelled' as const }))}
          title={t('actions.cancel')}
          opener={open.opener}
          onClose={() => setOpen(undefined)}
        />
      )}
      {open?.action === 'delete' && (
        <BulkDialog
          {...common}
          contract={pipelineOperations.deleteRun}
          inputs={present.map(({ ref }) => ({ run: ref }))}
          title={t('actions.delete')}
          opener={open.opener}
          onClose={() => setOpen(undefined)}
        />
      )}
    </SelectionBar>
  );
}
