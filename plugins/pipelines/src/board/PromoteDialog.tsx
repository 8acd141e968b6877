import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { promotionOperations } from '@kubemate/plugin-pipelines-common';
import type { Board, BoardTransition } from '@kubemate/plugin-pipelines-common';
import { OperationDialog, operationsApiRef } from '@kubemate/ui';
import TextField from '@mui/material/TextField';
import { useState } from 'react';
import { useNoteReceipt } from '../operations/useNoteReceipt';
import { useSay } from './useSay';
import { pipelinesTranslationRef } from '../translations/pipelinesTranslationRef';
import { DifferenceList } from './DifferenceList';
import { leadsToNothing } from './environmentText';
import { GateList } from './GateList';
import { MIN_REASON } from './minReason';
import { routeOf } from './routeOf';

export interface RouteDialogProps {
  board: Board;
  transition: BoardTransition;
  opener?: HTMLElement | null;
  onClose(): void;
}

/** Takes the image of one environment to the next: what comes, what stands before it, and the plan. */
export function PromoteDialog({ board, transition, opener, onClose }: RouteDialogProps) {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const say = useSay();
  const operations = useApi(operationsApiRef);
  const note = useNoteReceipt();
  const [override, setOverride] = useState('');
  const { from, to, image, names } = routeOf(board, transition);
  const frozen = transition.gates.some(
    ({ kind, state }) => kind === 'freeze' && state === 'blocked',
  );
  const why = override.trim();
  const half = why !== '' && why.length < MIN_REASON;
  return (
    <OperationDialog
      say={say}
      operations={operations}
      contract={promotionOperations.promote}
      input={
        half
          ? undefined
          : {
              ...{ component: board.component, from, to },
              ...(image !== undefined && { image }),
              ...(frozen && why !== '' && { freezeOverride: why }),
            }
      }
      inputHint={t('promotion.longerReason')}
      title={t('promotion.titleOf', { component: board.title, ...names })}
      runLabel={t('board.promote')}
      keepOpen
      opener={opener}
      onClose={onClose}
      onReceipt={note}
    >
      <GateList gates={transition.gates} />
      <DifferenceList
        differences={transition.differences}
        none={t(leadsToNothing(board, transition) ? 'board.allNew' : 'board.onlyImage')}
      />
      {frozen && (
        <TextField
          size="small"
          multiline
          label={t('promotion.override')}
          helperText={t('promotion.overrideHint')}
          value={override}
          onChange={event => setOverride(event.target.value)}
          inputProps={{ maxLength: 500 }}
        />
      )}
    </OperationDialog>
  );
}
