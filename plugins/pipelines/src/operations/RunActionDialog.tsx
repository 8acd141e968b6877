import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import type { OperationReceipt } from '@kubemate/operations-common';
import { CANCEL_MODES, pipelineOperations } from '@kubemate/plugin-pipelines-common';
import type { RunRef } from '@kubemate/plugin-pipelines-common';
import { OperationDialog, operationsApiRef } from '@kubemate/ui';
import FormControlLabel from '@mui/material/FormControlLabel';
import Radio from '@mui/material/Radio';
import RadioGroup from '@mui/material/RadioGroup';
import { useState } from 'react';
import { useSay } from '../board/useSay';
import { pipelinesTranslationRef } from '../translations/pipelinesTranslationRef';
import type { RunActionId } from './runActions';
import { useNoteReceipt } from './useNoteReceipt';

export interface RunActionDialogProps {
  action: RunActionId;
  run: RunRef;
  opener?: HTMLElement | null;
  onClose(): void;
  onDone?(receipt: OperationReceipt): void;
}

/** The dialog of one action on one run. */
export function RunActionDialog({ action, run, opener, onClose, onDone }: RunActionDialogProps) {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const say = useSay();
  const operations = useApi(operationsApiRef);
  const note = useNoteReceipt();
  const [mode, setMode] = useState<(typeof CANCEL_MODES)[number]>('Cancelled');
  const common = {
    ...{ say, operations, opener, onClose },
    title: t('actions.titleOf', { action: t(`actions.${action}`), name: run.name }),
    runLabel: t(`actions.${action}`),
    onReceipt: (receipt: OperationReceipt) => {
      note(receipt);
      onDone?.(receipt);
    },
  };
  switch (action) {
    case 'cancel':
      return (
        <OperationDialog {...common} contract={pipelineOperations.cancelRun} input={{ run, mode }}>
          {run.engine === 'tekton' && (
            <RadioGroup
              aria-label={t('cancelMode.label')}
              value={mode}
              onChange={(_, value) => setMode(CANCEL_MODES.find(each => each === value) ?? mode)}
            >
              {CANCEL_MODES.map(each => (
                <FormControlLabel
                  key={each}
                  value={each}
                  control={<Radio size="small" />}
                  label={t(`cancelMode.${each}`)}
                  slotProps={{ typography: { variant: 'body2' } }}
                />
              ))}
            </RadioGroup>
          )}
        </OperationDialog>
      );
    case 'delete':
      return (
        <OperationDialog {...common} contract={pipelineOperations.deleteRun} input={{ run }} />
      );
    default:
      return <OperationDialog {...common} contract={pipelineOperations.rerun} input={{ run }} />;
  }
}
