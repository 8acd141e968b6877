import { useTranslationRef } from '@backstage/frontend-plugin-api';
import Button from '@mui/material/Button';
import IconButton from '@mui/material/IconButton';
import MenuItem from '@mui/material/MenuItem';
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { RiAddLine, RiDeleteBinLine } from '@remixicon/react';
import { useEffect, useState } from 'react';
import { Fields } from '../../object/Fields';
import { clustersTranslationRef } from '../../translations/clustersTranslationRef';
import { objectInput } from '../Subject';
import type { FormProps } from './FormProps';

const EFFECTS = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'] as const;

interface TaintLine {
  readonly id: number;
  readonly key: string;
  readonly value: string;
  readonly effect: (typeof EFFECTS)[number];
}

/** The taints of a node. */
export function TaintsForm({ subject, onInput }: FormProps) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const [taints, setTaints] = useState<readonly TaintLine[]>(() =>
    new Fields(subject.object).at('spec', 'taints').items.map((item, id) => ({
      id,
      key: item.at('key').text ?? '',
      value: item.at('value').text ?? '',
      effect: EFFECTS.find(effect => effect === item.at('effect').text) ?? 'NoSchedule',
    })),
  );
  const complete = taints.every(({ key }) => key.trim() !== '');
  useEffect(() => {
    onInput(
      complete
        ? {
            node: objectInput(subject),
            taints: taints.map(({ key, value, effect }) => ({
              key: key.trim(),
              ...(value.trim() === '' ? {} : { value: value.trim() }),
              effect,
            })),
          }
        : undefined,
    );
  }, [taints, complete]); // eslint-disable-line react-hooks/exhaustive-deps
  const change = (id: number, patch: Partial<TaintLine>) =>
    setTaints(taints.map(taint => (taint.id === id ? { ...taint, ...patch } : taint)));
  return (
    <Stack gap={1.5} sx={{ pt: 1 }}>
      {taints.length === 0 && (
        <Typography variant="body2" color="text.secondary">
          {t('operations.taint.none')}
        </Typography>
      )}
      {taints.map(({ id, key, value, effect }) => (
        <Stack key={id} direction="row" flexWrap="wrap" gap={1} alignItems="center">
          <TextField
            size="small"
            label={t('operations.taint.key')}
            value={key}
            onChange={event => change(id, { key: event.target.value })}
            sx={{ flex: '2 1 160px' }}
          />
          <TextField
            size="small"
            label={t('operations.taint.value')}
            value={value}
            onChange={event => change(id, { value: event.target.value })}
            sx={{ flex: '1 1 120px' }}
          />
          <TextField
            select
            size="small"
            label={t('operations.taint.effect')}
            value={effect}
            onChange={event =>
              change(id, { effect: EFFECTS.find(item => item === event.target.value) ?? effect })
            }
            sx={{ flex: '1 1 150px' }}
          >
            {EFFECTS.map(item => (
              <MenuItem key={item} value={item}>
                {item}
              </MenuItem>
            ))}
          </TextField>
          <IconButton
            aria-label={t('operations.taint.remove', { key })}
            onClick={() => setTaints(taints.filter(taint => taint.id !== id))}
          >
            <RiDeleteBinLine size={16} />
          </IconButton>
        </Stack>
      ))}
      <Button
        startIcon={<RiAddLine size={16} />}
        sx={{ alignSelf: 'flex-start' }}
        onClick={() => {
          const id = Math.max(-1, ...taints.map(taint => taint.id)) + 1;
          setTaints([...taints, { id, key: '', value: '', effect: 'NoSchedule' }]);
        }}
      >
        {t('operations.taint.add')}
      </Button>
    </Stack>
  );
}
