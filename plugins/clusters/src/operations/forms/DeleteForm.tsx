import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { PartialBanner } from '@kubemate/ui';
import FormControl from '@mui/material/FormControl';
import FormControlLabel from '@mui/material/FormControlLabel';
import FormLabel from '@mui/material/FormLabel';
import Radio from '@mui/material/Radio';
import RadioGroup from '@mui/material/RadioGroup';
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import { useEffect, useState } from 'react';
import { Fields } from '../../object/Fields';
import { clustersTranslationRef } from '../../translations/clustersTranslationRef';
import { objectInput } from '../Subject';
import type { FormProps } from './FormProps';

const PROPAGATIONS = ['Background', 'Foreground', 'Orphan'] as const;

/** What becomes of what the object owns, and why it may stay for a while. */
export function DeleteForm({ subject, onInput }: FormProps) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const [propagation, setPropagation] = useState<(typeof PROPAGATIONS)[number]>('Background');
  const [grace, setGrace] = useState('');
  const meta = new Fields(subject.object).at('metadata');
  const finalizers = meta.at('finalizers').texts;
  const isPod = subject.kind === 'Pod';
  const valid = grace === '' || /^\d{1,5}$/.test(grace);
  useEffect(() => {
    onInput(
      valid
        ? {
            object: objectInput(subject),
            ...(isPod ? {} : { propagation }),
            ...(grace === '' ? {} : { gracePeriodSeconds: Number(grace) }),
          }
        : undefined,
    );
  }, [propagation, grace, valid, isPod]); // eslint-disable-line react-hooks/exhaustive-deps
  return (
    <Stack gap={2}>
      {meta.at('deletionTimestamp').exists && (
        <PartialBanner severity="info" title={t('operations.deleting')} />
      )}
      {finalizers.length > 0 && (
        <PartialBanner
          severity="info"
          title={t('operations.finalizers', { finalizers: finalizers.join(', ') })}
        />
      )}
      {isPod ? (
        <TextField
          size="small"
          label={t('operations.gracePeriod')}
          helperText={t('operations.graceDefault')}
          value={grace}
          error={!valid}
          onChange={event => setGrace(event.target.value)}
          inputProps={{ inputMode: 'numeric' }}
          sx={{ maxWidth: 280, mt: 1 }}
        />
      ) : (
        <FormControl>
          <FormLabel id="propagation">{t('operations.propagation')}</FormLabel>
          <RadioGroup
            aria-labelledby="propagation"
            value={propagation}
            onChange={(_, value) =>
              setPropagation(PROPAGATIONS.find(item => item === value) ?? 'Background')
            }
          >
            {PROPAGATIONS.map(item => (
              <FormControlLabel
                key={item}
                value={item}
                control={<Radio size="small" />}
                label={t(`operations.propagationKinds.${item}`)}
                slotProps={{ typography: { variant: 'body2' } }}
              />
            ))}
          </RadioGroup>
        </FormControl>
      )}
    </Stack>
  );
}
