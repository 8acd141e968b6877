import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { DEBUG_PROFILES } from '@kubemate/kube-common';
import { clustersOperations, debugContainerAddedSchema } from '@kubemate/plugin-clusters-common';
import { OperationDialog, operationsApiRef } from '@kubemate/ui';
import MenuItem from '@mui/material/MenuItem';
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import type { ObjectTarget } from '../links/useLinks';
import { useNoteReceipt } from '../operations/ActionDialog';
import { useSay } from '../operations/useSay';
import { clustersTranslationRef } from '../translations/clustersTranslationRef';

const DEFAULT_IMAGE = 'busybox:1.36';

export interface DebugDialogProps {
  target: ObjectTarget;
  containers: readonly string[];
  onClose(): void;
  /** Called with the container's name once the pod has it; it may not run yet. */
  onAdded(container: string): void;
}

/** Adds an ephemeral container to a pod. */
export function DebugDialog({ target, containers, onClose, onAdded }: DebugDialogProps) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const say = useSay();
  const operations = useApi(operationsApiRef);
  const note = useNoteReceipt();
  const [image, setImage] = useState(DEFAULT_IMAGE);
  const [sees, setSees] = useState(containers[0] ?? '');
  const [profile, setProfile] = useState<(typeof DEBUG_PROFILES)[number]>('general');
  const { cluster, namespace = '', name: pod } = target;
  const asked = { cluster, namespace, pod, image: image.trim(), profile };
  return (
    <OperationDialog
      say={say}
      operations={operations}
      contract={clustersOperations.addDebugContainer}
      input={asked.image === '' ? undefined : { ...asked, ...(sees !== '' && { target: sees }) }}
      inputHint={t('terminal.imageMissing')}
      title={t('terminal.debugTitle', { pod })}
      runLabel={t('terminal.add')}
      onClose={onClose}
      onReceipt={receipt => {
        note(receipt);
        const added = debugContainerAddedSchema.safeParse(receipt.output);
        if (receipt.status === 'succeeded' && added.success) onAdded(added.data.container);
      }}
    >
      <Typography variant="body2" color="text.secondary">
        {t('terminal.debugHint')}
      </Typography>
      <Stack direction={{ xs: 'column', sm: 'row' }} gap={2} sx={{ '& > *': { flex: 1 } }}>
        <TextField
          // eslint-disable-next-line jsx-a11y/no-autofocus
          autoFocus
          size="small"
          label={t('terminal.image')}
          value={image}
          onChange={event => setImage(event.target.value)}
        />
        <TextField
          select
          size="small"
          label={t('terminal.target')}
          value={sees}
          SelectProps={{ displayEmpty: true }}
          InputLabelProps={{ shrink: true }}
          onChange={event => setSees(event.target.value)}
        >
          <MenuItem value="">{t('terminal.noTarget')}</MenuItem>
          {containers.map(name => (
            <MenuItem key={name} value={name}>
              {name}
            </MenuItem>
          ))}
        </TextField>
        <TextField
          select
          size="small"
          label={t('terminal.profile')}
          value={profile}
          onChange={event =>
            setProfile(DEBUG_PROFILES.find(each => each === event.target.value) ?? 'general')
          }
        >
          {DEBUG_PROFILES.map(each => (
            <MenuItem key={each} value={each}>
              {t(`terminal.profiles.${each}`)}
            </MenuItem>
          ))}
        </TextField>
      </Stack>
    </OperationDialog>
  );
}
