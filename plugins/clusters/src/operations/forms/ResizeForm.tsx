import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { parseQuantity } from '@kubemate/kube-common';
import TextField from '@mui/material/TextField';
import { useEffect, useState } from 'react';
import { Fields } from '../../object/Fields';
import { clustersTranslationRef } from '../../translations/clustersTranslationRef';
import { objectInput } from '../Subject';
import type { FormProps } from './FormProps';

/** How large a volume claim is to be. */
export function ResizeForm({ subject, onInput }: FormProps) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const now = new Fields(subject.object).at('spec', 'resources', 'requests', 'storage').text ?? '';
  const [size, setSize] = useState(now);
  const chosen = size.trim();
  const valid = parseQuantity(chosen) !== undefined && chosen !== '';
  useEffect(() => {
    onInput(valid && chosen !== now ? { claim: objectInput(subject), size: chosen } : undefined);
  }, [valid, chosen, now]); // eslint-disable-line react-hooks/exhaustive-deps
  return (
    <TextField
      size="small"
      label={t('operations.size')}
      value={size}
      error={!valid}
      helperText={t('operations.sizeNow', { size: now })}
      onChange={event => setSize(event.target.value)}
      inputProps={{ autoComplete: 'off', spellCheck: false }}
      sx={{ maxWidth: 360, mt: 1 }}
    />
  );
}
