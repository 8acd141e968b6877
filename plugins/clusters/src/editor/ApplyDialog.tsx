import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  type FieldConflict,
  OperationDialog,
  operationsApiRef,
  type OperationState,
  PartialBanner,
} from '@kubemate/ui';
import type { Phrase } from '@kubemate/operations-common';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Stack from '@mui/material/Stack';
import { useCallback, useState } from 'react';
import type { ObjectTarget } from '../links/useLinks';
import { useNoteReceipt } from '../operations/ActionDialog';
import { useSay } from '../operations/useSay';
import { clustersOperations } from '@kubemate/plugin-clusters-common';
import { clustersTranslationRef } from '../translations/clustersTranslationRef';
import { withoutFields } from './withoutFields';

export interface ApplyDialogProps {
  target: ObjectTarget;
  text: string;
  /** The text with the version that it replaces. */
  manifest: string;
  /** The sentences of other plugins in the plan. */
  say?(phrase: Phrase): string | undefined;
  /** Called where the person leaves fields to their owners. */
  onText(text: string): void;
  onClose(): void;
  onApplied(): void;
}

/** Applies a text, and asks what to do about fields that belong to others. */
export function ApplyDialog({
  target,
  text,
  manifest,
  say,
  onText,
  onClose,
  onApplied,
}: ApplyDialogProps) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const operations = useApi(operationsApiRef);
  const note = useNoteReceipt();
  const own = useSay();
  const words = useCallback((phrase: Phrase) => own(phrase) ?? say?.(phrase), [own, say]);
  const [force, setForce] = useState(false);
  return (
    <OperationDialog
      operations={operations}
      contract={clustersOperations.applyManifest}
      say={words}
      input={{ cluster: target.cluster, manifest, force }}
      title={t('operations.edit.title', { name: target.name })}
      runLabel={t('operations.edit.apply')}
      onClose={onClose}
      onReceipt={receipt => {
        note(receipt);
        if (receipt.status === 'succeeded' && receipt.undoOf === undefined) onApplied();
      }}
      renderFailure={state => {
        const conflicts = conflictsOf(state);
        return conflicts.length === 0 ? undefined : (
          <FieldConflicts
            conflicts={conflicts}
            onTakeOver={() => setForce(true)}
            onKeep={() =>
              onText(
                withoutFields(
                  text,
                  conflicts.map(({ field }) => field),
                ),
              )
            }
          />
        );
      }}
    >
      {force && <PartialBanner title={t('operations.edit.takingOver')} />}
    </OperationDialog>
  );
}

function conflictsOf({ planFailure, runFailure }: OperationState): readonly FieldConflict[] {
  return planFailure?.conflicts ?? runFailure?.conflicts ?? [];
}

function FieldConflicts(props: {
  conflicts: readonly FieldConflict[];
  onTakeOver(): void;
  onKeep(): void;
}) {
  const { conflicts, onTakeOver, onKeep } = props;
  const { t } = useTranslationRef(clustersTranslationRef);
  return (
    <Box role="alert" sx={{ display: 'flex', flexDirection: 'column', gap: 1 }}>
      <PartialBanner
        title={t('operations.edit.conflictTitle')}
        items={[
          ...conflicts.map(({ field, manager, note }) => ({
            key: `${manager} ${field}`,
            text: `${t('operations.edit.conflictLine', { field, manager })}${note === undefined ? '' : ` (${note})`}`,
          })),
          { key: 'hint', text: t('operations.edit.conflictHint') },
        ]}
      />
      <Stack direction="row" gap={1}>
        <Button variant="outlined" onClick={onTakeOver}>
          {t('operations.edit.takeOver')}
        </Button>
        <Button variant="outlined" color="inherit" onClick={onKeep}>
          {t('operations.edit.keepTheirs')}
        </Button>
      </Stack>
    </Box>
  );
}
