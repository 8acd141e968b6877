import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { promotionOperations } from '@kubemate/plugin-pipelines-common';
import { MultiSelect, OperationDialog, operationsApiRef } from '@kubemate/ui';
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import { useState } from 'react';
import { useComponentChoices, useEnvironments } from '../api/promotionQueries';
import { ReasonField } from '../board/ReasonField';
import { useNoteReceipt } from '../operations/useNoteReceipt';
import { useSay } from '../board/useSay';
import { pipelinesTranslationRef } from '../translations/pipelinesTranslationRef';
import { newFreeze, readFreeze, type FreezeDraft } from './freezeDraft';

/** Adds a window in which nothing is promoted. */
export function FreezeDialog({ opener, onClose }: { opener: HTMLElement; onClose(): void }) {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const say = useSay();
  const operations = useApi(operationsApiRef);
  const note = useNoteReceipt();
  const environments = useEnvironments();
  const components = useComponentChoices().data ?? [];
  const [now] = useState(() => Date.now());
  const [draft, setDraft] = useState<FreezeDraft>(() => newFreeze(now));
  const set = (patch: Partial<FreezeDraft>) => setDraft(before => ({ ...before, ...patch }));
  const read = readFreeze(draft, now);
  const time = (key: 'startsAt' | 'endsAt') => (
    <TextField
      size="small"
      type="datetime-local"
      label={t(`freezes.${key}`)}
      value={draft[key]}
      onChange={event => set({ [key]: event.target.value })}
      InputLabelProps={{ shrink: true }}
      sx={{ flex: '1 1 200px' }}
    />
  );
  return (
    <OperationDialog
      say={say}
      operations={operations}
      contract={promotionOperations.freeze}
      input={'input' in read ? read.input : undefined}
      inputHint={'problem' in read ? t(`freezes.problem.${read.problem}`) : undefined}
      title={t('freezes.add')}
      runLabel={t('freezes.add')}
      opener={opener}
      onClose={onClose}
      onReceipt={note}
    >
      <Stack direction="row" flexWrap="wrap" gap={1}>
        <MultiSelect
          label={t('freezes.environments')}
          none={t('freezes.noEnvironments')}
          options={(environments.data ?? []).map(({ name, title }) => ({ value: name, title }))}
          value={draft.environments}
          onChange={value => set({ environments: value })}
        />
        <MultiSelect
          label={t('freezes.components')}
          none={t('freezes.everything')}
          options={components.map(({ component, title }) => ({ value: component, title }))}
          value={draft.components}
          onChange={value => set({ components: value })}
        />
      </Stack>
      <Stack direction="row" flexWrap="wrap" gap={2}>
        {time('startsAt')}
        {time('endsAt')}
      </Stack>
      <ReasonField
        label={t('approvals.reason')}
        hint={t('freezes.reasonHint')}
        value={draft.reason}
        onChange={reason => set({ reason })}
      />
    </OperationDialog>
  );
}
