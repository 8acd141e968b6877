import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { clustersOperations } from '@kubemate/plugin-clusters-common';
import { ActionButton, OperationDialog, operationsApiRef } from '@kubemate/ui';
import Box from '@mui/material/Box';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useNoteReceipt } from '../operations/ActionDialog';
import { useSay } from '../operations/useSay';
import { clustersTranslationRef } from '../translations/clustersTranslationRef';
import { NO_SOURCE, readSource, type SourceInput, type Way } from './clusterSource';
import { SourceForm } from './SourceForm';

/** Another credential for a cluster that was added. It is tried when the person says so, not with each letter that is typed. */
export function RotateCredentialDialog(props: {
  name: string;
  /** Where the cluster is now, as far as that is known. */
  server: string | undefined;
  opener: HTMLElement | null;
  onClose(): void;
}) {
  const { name, server = '', opener, onClose } = props;
  const { t } = useTranslationRef(clustersTranslationRef);
  const say = useSay();
  const operations = useApi(operationsApiRef);
  const note = useNoteReceipt();
  const [way, setWay] = useState<Way>('token');
  const [fields, setFields] = useState({ ...NO_SOURCE, server });
  const [input, setInput] = useState<SourceInput & { name: string }>();
  const reading = readSource(way, fields);
  return (
    <OperationDialog
      say={say}
      operations={operations}
      contract={clustersOperations.rotateClusterCredential}
      input={input}
      inputHint={t('registry.rotateInput')}
      title={t('registry.rotateOf', { name })}
      runLabel={t('registry.rotate')}
      opener={opener}
      onClose={onClose}
      onReceipt={note}
    >
      <Stack gap={2}>
        <Typography variant="body2" color="text.secondary">
          {t('registry.rotateHint')}
        </Typography>
        <SourceForm
          way={way}
          onWayChange={next => {
            setWay(next);
            setInput(undefined);
          }}
          fields={fields}
          onChange={next => {
            setFields(next);
            setInput(undefined);
          }}
        />
        <Box>
          <ActionButton
            variant="outlined"
            disabledReason={reading.complete ? undefined : t(`registry.missing.${reading.missing}`)}
            onClick={() => reading.complete && setInput({ name, ...reading.input })}
          >
            {t('registry.rotateTry')}
          </ActionButton>
        </Box>
      </Stack>
    </OperationDialog>
  );
}
