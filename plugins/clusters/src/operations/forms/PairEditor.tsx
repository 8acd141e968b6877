import { useTranslationRef } from '@backstage/frontend-plugin-api';
import Button from '@mui/material/Button';
import IconButton from '@mui/material/IconButton';
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { RiAddLine, RiDeleteBinLine } from '@remixicon/react';
import { useState } from 'react';
import { clustersTranslationRef } from '../../translations/clustersTranslationRef';
import type { Pairs } from './pairChanges';

interface Line {
  readonly id: number;
  readonly key: string;
  readonly value: string;
}

/** Keys and values, as of labels. */
export function PairEditor(props: { title: string; initial: Pairs; onChange(pairs: Pairs): void }) {
  const { title, initial, onChange } = props;
  const { t } = useTranslationRef(clustersTranslationRef);
  const [lines, setLines] = useState<readonly Line[]>(() =>
    Object.entries(initial).map(([key, value], id) => ({ id, key, value })),
  );
  const set = (next: readonly Line[]) => {
    setLines(next);
    onChange(
      Object.fromEntries(
        next.filter(({ key }) => key.trim() !== '').map(({ key, value }) => [key.trim(), value]),
      ),
    );
  };
  const change = (id: number, patch: Partial<Line>) =>
    set(lines.map(line => (line.id === id ? { ...line, ...patch } : line)));
  return (
    <Stack component="fieldset" gap={1} sx={{ border: 0, m: 0, p: 0, minWidth: 0 }}>
      <Typography component="legend" variant="subtitle2" sx={{ mb: 1, p: 0 }}>
        {title}
      </Typography>
      {lines.length === 0 && (
        <Typography variant="body2" color="text.secondary">
          {t('operations.pairNone')}
        </Typography>
      )}
      {lines.map(({ id, key, value }) => (
        <Stack key={id} direction="row" gap={1} alignItems="center" sx={{ flexWrap: 'wrap' }}>
          <TextField
            size="small"
            label={t('operations.pairKey')}
            value={key}
            onChange={event => change(id, { key: event.target.value })}
            sx={{ flex: '1 1 200px' }}
          />
          <TextField
            size="small"
            label={t('operations.pairValue')}
            value={value}
            multiline
            maxRows={4}
            onChange={event => change(id, { value: event.target.value })}
            sx={{ flex: '1 1 200px' }}
          />
          <IconButton
            aria-label={t('operations.pairRemove', { key })}
            onClick={() => set(lines.filter(line => line.id !== id))}
          >
            <RiDeleteBinLine size={16} />
          </IconButton>
        </Stack>
      ))}
      <Button
        startIcon={<RiAddLine size={16} />}
        sx={{ alignSelf: 'flex-start' }}
        onClick={() =>
          setLines([
            ...lines,
            { id: Math.max(-1, ...lines.map(line => line.id)) + 1, key: '', value: '' },
          ])
        }
      >
        {t('operations.pairAdd')}
      </Button>
    </Stack>
  );
}
