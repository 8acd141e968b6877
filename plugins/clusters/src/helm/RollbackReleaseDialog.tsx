import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  clustersOperations,
  type HelmReleaseRef,
  type HelmRevision,
} from '@kubemate/plugin-clusters-common';
import { OperationDialog, operationsApiRef } from '@kubemate/ui';
import Box from '@mui/material/Box';
import { useMemo, useState } from 'react';
import { useNoteReceipt } from '../operations/ActionDialog';
import { useSay } from '../operations/useSay';
import { clustersTranslationRef } from '../translations/clustersTranslationRef';
import { RevisionSelect } from './RevisionSelect';

/** Chooses a revision, shows what would change, and rolls back. */
export function RollbackReleaseDialog(props: {
  release: HelmReleaseRef;
  revisions: readonly HelmRevision[];
  /** The one before the newest where absent. */
  chosen: number | undefined;
  opener: HTMLElement | null;
  onClose(): void;
}) {
  const { release, revisions, chosen, opener, onClose } = props;
  const { t } = useTranslationRef(clustersTranslationRef);
  const say = useSay();
  const operations = useApi(operationsApiRef);
  const note = useNoteReceipt();
  const [revision, setRevision] = useState(chosen ?? revisions[1]?.revision ?? 0);
  // What the dialog was opened for, whatever the page reads meanwhile.
  const [{ cluster, namespace, name }] = useState(release);
  const input = useMemo(
    () => ({ release: { cluster, namespace, name }, revision }),
    [cluster, namespace, name, revision],
  );
  return (
    <OperationDialog
      say={say}
      operations={operations}
      contract={clustersOperations.rollbackHelmRelease}
      input={input}
      inputHint={t('helm.rollbackHint')}
      title={t('helm.rollbackOf', { name })}
      runLabel={t('helm.rollback')}
      opener={opener}
      onClose={onClose}
      onReceipt={note}
    >
      <Box sx={{ pt: 1 }}>
        <RevisionSelect
          label={t('helm.rollbackTo')}
          revisions={revisions.slice(1)}
          value={revision}
          onChange={setRevision}
        />
      </Box>
    </OperationDialog>
  );
}
