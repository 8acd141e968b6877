import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { clustersOperations, type Registration } from '@kubemate/plugin-clusters-common';
import { OperationDialog, operationsApiRef } from '@kubemate/ui';
import Stack from '@mui/material/Stack';
import { useMemo, useState } from 'react';
import { useNoteReceipt } from '../operations/ActionDialog';
import { useSay } from '../operations/useSay';
import { clustersTranslationRef } from '../translations/clustersTranslationRef';
import { fromRegistration, settingsProblems, toSettings } from './clusterSettings';
import { IdentitySelect } from './IdentitySelect';
import { SettingsForm } from './SettingsForm';

/** What a cluster that was added is called, whose it is, and as whom people act there. */
export function EditClusterDialog(props: {
  registration: Registration;
  opener: HTMLElement | null;
  onClose(): void;
}) {
  const { registration, opener, onClose } = props;
  const { name, title } = registration;
  const { t } = useTranslationRef(clustersTranslationRef);
  const say = useSay();
  const operations = useApi(operationsApiRef);
  const note = useNoteReceipt();
  const [fields, setFields] = useState(() => fromRegistration(registration));
  const { owner } = settingsProblems(fields);
  const input = useMemo(() => (owner ? undefined : toSettings(fields)), [fields, owner]);
  return (
    <OperationDialog
      say={say}
      operations={operations}
      contract={clustersOperations.changeCluster}
      input={input}
      inputHint={t('registry.ownerInvalid')}
      title={t('registry.editOf', { name: title || name })}
      runLabel={t('registry.edit')}
      opener={opener}
      onClose={onClose}
      onReceipt={note}
    >
      <Stack gap={2} sx={{ pt: 1 }}>
        <SettingsForm named fields={fields} onChange={setFields} />
        <IdentitySelect
          value={fields.identity}
          onChange={identity => setFields({ ...fields, identity })}
        />
      </Stack>
    </OperationDialog>
  );
}
