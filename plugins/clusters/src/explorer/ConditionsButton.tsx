import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Health } from '@kubemate/kube-common';
import { HEALTH_ORDER, PopoverButton, StatusChip } from '@kubemate/ui';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import Typography from '@mui/material/Typography';
import { RiFilter3Line } from '@remixicon/react';
import { useState, type FormEvent } from 'react';
import { clustersTranslationRef } from '../translations/clustersTranslationRef';
import type { ExplorerState } from './explorerState';

type Conditions = Pick<ExplorerState, 'health' | 'filter' | 'labelSelector'>;

export interface ConditionsButtonProps {
  value: Conditions;
  onChange(patch: Partial<Conditions>): void;
}

/** Conditions beyond words: health, columns, labels. */
export function ConditionsButton({ value, onChange }: ConditionsButtonProps) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const active =
    value.health.length + Number(value.filter !== '') + Number(value.labelSelector !== '');
  return (
    <PopoverButton
      label={t('explorer.advanced')}
      icon={<RiFilter3Line size={16} />}
      badge={active > 0 ? ` (${active})` : undefined}
      align="left"
    >
      {close => (
        <ConditionsForm
          value={value}
          onChange={patch => {
            onChange(patch);
            close();
          }}
          onHealth={health => onChange({ health })}
        />
      )}
    </PopoverButton>
  );
}

function ConditionsForm(
  props: ConditionsButtonProps & { onHealth(health: readonly Health[]): void },
) {
  const { value, onChange, onHealth } = props;
  const { t } = useTranslationRef(clustersTranslationRef);
  const [filter, setFilter] = useState(value.filter);
  const [labelSelector, setLabelSelector] = useState(value.labelSelector);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onChange({ filter: filter.trim(), labelSelector: labelSelector.trim() });
  };
  return (
    <Box component="form" onSubmit={submit} sx={{ p: 2, width: 420, maxWidth: '92vw' }}>
      <Typography variant="subtitle2" sx={{ mb: 0.75 }}>
        {t('explorer.health')}
      </Typography>
      <ToggleButtonGroup
        size="small"
        value={value.health}
        aria-label={t('explorer.health')}
        onChange={(_, health: Health[]) => onHealth(health)}
        sx={{ flexWrap: 'wrap', mb: 2 }}
      >
        {HEALTH_ORDER.map(health => (
          <ToggleButton key={health} value={health}>
            <StatusChip health={health} variant="plain" />
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
      <Stack gap={2}>
        <TextField
          size="small"
          label={t('explorer.filter')}
          value={filter}
          onChange={event => setFilter(event.target.value)}
          helperText={t('explorer.filterHint')}
          inputProps={{ spellCheck: false, autoCapitalize: 'off' }}
        />
        <TextField
          size="small"
          label={t('explorer.labels')}
          value={labelSelector}
          onChange={event => setLabelSelector(event.target.value)}
          helperText={t('explorer.labelsHint')}
          inputProps={{ spellCheck: false, autoCapitalize: 'off' }}
        />
        <Button type="submit" variant="contained" sx={{ alignSelf: 'flex-end' }}>
          {t('explorer.apply')}
        </Button>
      </Stack>
    </Box>
  );
}
