import { useTranslationRef } from '@backstage/frontend-plugin-api';
import Checkbox from '@mui/material/Checkbox';
import FormControlLabel from '@mui/material/FormControlLabel';
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import { useEffect, useState } from 'react';
import { clustersTranslationRef } from '../../translations/clustersTranslationRef';
import { objectInput } from '../Subject';
import type { FormProps } from './FormProps';

function seconds(text: string): number | undefined {
  return /^\d{1,5}$/.test(text.trim()) ? Number(text) : undefined;
}

/** What a drain may delete, and how long it waits: as `kubectl drain` asks. */
export function DrainForm({ subject, onInput }: FormProps) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const [force, setForce] = useState(false);
  const [deleteEmptyDirData, setEmptyDir] = useState(false);
  const [ignoreDaemonSets, setDaemonSets] = useState(true);
  const [timeout, setTimeoutText] = useState('300');
  const [grace, setGrace] = useState('');
  useEffect(() => {
    const gracePeriodSeconds = seconds(grace);
    const timeoutSeconds = seconds(timeout);
    const valid = (grace === '' || gracePeriodSeconds !== undefined) && timeoutSeconds;
    onInput(
      valid
        ? {
            node: objectInput(subject),
            force,
            deleteEmptyDirData,
            ignoreDaemonSets,
            timeoutSeconds,
            ...(gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds }),
          }
        : undefined,
    );
  }, [force, deleteEmptyDirData, ignoreDaemonSets, timeout, grace]); // eslint-disable-line react-hooks/exhaustive-deps
  const boxes = [
    { label: t('operations.drainDaemonSets'), value: ignoreDaemonSets, set: setDaemonSets },
    { label: t('operations.drainEmptyDir'), value: deleteEmptyDirData, set: setEmptyDir },
    { label: t('operations.drainForce'), value: force, set: setForce },
  ];
  return (
    <Stack gap={1}>
      {boxes.map(({ label, value, set }) => (
        <FormControlLabel
          key={label}
          label={label}
          slotProps={{ typography: { variant: 'body2' } }}
          control={<Checkbox checked={value} onChange={(_, on) => set(on)} />}
        />
      ))}
      <Stack direction="row" flexWrap="wrap" gap={2} sx={{ pt: 1 }}>
        <TextField
          size="small"
          label={t('operations.drainTimeout')}
          value={timeout}
          error={seconds(timeout) === undefined}
          onChange={event => setTimeoutText(event.target.value)}
          inputProps={{ inputMode: 'numeric' }}
        />
        <TextField
          size="small"
          label={t('operations.gracePeriod')}
          helperText={t('operations.graceDefault')}
          value={grace}
          error={grace !== '' && seconds(grace) === undefined}
          onChange={event => setGrace(event.target.value)}
          inputProps={{ inputMode: 'numeric' }}
        />
      </Stack>
    </Stack>
  );
}
