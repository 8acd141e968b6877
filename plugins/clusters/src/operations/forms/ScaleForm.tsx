import { useTranslationRef } from '@backstage/frontend-plugin-api';
import IconButton from '@mui/material/IconButton';
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import { RiAddLine, RiSubtractLine } from '@remixicon/react';
import { useEffect, useState } from 'react';
import { Fields } from '../../object/Fields';
import { clustersTranslationRef } from '../../translations/clustersTranslationRef';
import { objectInput } from '../Subject';
import type { FormProps } from './FormProps';

/** How many replicas there are to be. */
export function ScaleForm({ subject, onInput }: FormProps) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const now = new Fields(subject.object).at('spec', 'replicas').number;
  const [text, setText] = useState(String(now ?? 1));
  const replicas = /^\d{1,6}$/.test(text.trim()) ? Number(text) : undefined;
  useEffect(() => {
    onInput(
      replicas === undefined || replicas === now
        ? undefined
        : { workload: objectInput(subject), replicas },
    );
  }, [replicas, now]); // eslint-disable-line react-hooks/exhaustive-deps
  const step = (by: number) => setText(String(Math.max(0, (replicas ?? now ?? 0) + by)));
  return (
    <Stack direction="row" alignItems="flex-start" gap={1}>
      <IconButton onClick={() => step(-1)} aria-label={t('operations.fewer')} sx={{ mt: 0.5 }}>
        <RiSubtractLine size={18} />
      </IconButton>
      <TextField
        // The person opened this to give the number.
        // eslint-disable-next-line jsx-a11y/no-autofocus
        autoFocus
        size="small"
        label={t('operations.replicas')}
        value={text}
        error={replicas === undefined}
        helperText={
          now === undefined ? undefined : t('operations.replicasNow', { number: String(now) })
        }
        onChange={event => setText(event.target.value)}
        onFocus={event => event.target.select()}
        inputProps={{ inputMode: 'numeric', autoComplete: 'off' }}
        sx={{ width: 160 }}
      />
      <IconButton onClick={() => step(1)} aria-label={t('operations.more')} sx={{ mt: 0.5 }}>
        <RiAddLine size={18} />
      </IconButton>
    </Stack>
  );
}
