import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { repositoryOperations } from '@kubemate/plugin-repositories-common';
import type { RepositoryDetail, Visibility } from '@kubemate/plugin-repositories-common';
import { ActionButton, Section } from '@kubemate/ui';
import Box from '@mui/material/Box';
import FormControlLabel from '@mui/material/FormControlLabel';
import MenuItem from '@mui/material/MenuItem';
import Stack from '@mui/material/Stack';
import Switch from '@mui/material/Switch';
import TextField from '@mui/material/TextField';
import { useState } from 'react';
import { RepositoryDialog } from '../operations/RepositoryDialog';
import { repositoriesTranslationRef } from '../translations/repositoriesTranslationRef';

const VISIBILITIES: readonly Visibility[] = ['internal', 'private'];

interface Changes {
  readonly description?: string;
  readonly visibility?: Visibility;
  readonly protectDefaultBranch?: boolean;
}

/** Description, who sees it, protection of the default branch. What is written here is nowhere until it is saved. */
export function GeneralSettings({ repository }: { repository: RepositoryDetail }) {
  const { t } = useTranslationRef(repositoriesTranslationRef);
  const [typed, setTyped] = useState<Changes>({});
  const [opener, setOpener] = useState<HTMLElement>();
  const { owner, name, description: known = '' } = repository;
  const { description = known, visibility = repository.visibility } = typed;
  const { protectDefaultBranch = repository.protectDefaultBranch } = typed;
  const changes: Changes = {
    ...(description.trim() === known ? {} : { description: description.trim() }),
    ...(visibility === repository.visibility ? {} : { visibility }),
    ...(protectDefaultBranch === repository.protectDefaultBranch ? {} : { protectDefaultBranch }),
  };
  const isChanged = Object.keys(changes).length > 0;
  const type = (more: Changes) => setTyped(before => ({ ...before, ...more }));
  return (
    <Section title={t('settings.general')}>
      <Stack gap={2} sx={{ maxWidth: 640 }}>
        <TextField
          label={t('create.description')}
          value={description}
          onChange={event => type({ description: event.target.value })}
          inputProps={{ maxLength: 500 }}
        />
        <TextField
          select
          label={t('list.visibility')}
          value={visibility}
          onChange={event => type({ visibility: event.target.value as Visibility })}
          helperText={t(`create.visibilityHint.${visibility}`)}
        >
          {VISIBILITIES.map(each => (
            <MenuItem key={each} value={each}>
              {t(`visibility.${each}`)}
            </MenuItem>
          ))}
        </TextField>
        <FormControlLabel
          label={t('create.protect')}
          control={
            <Switch
              checked={protectDefaultBranch}
              onChange={(_, on) => type({ protectDefaultBranch: on })}
            />
          }
        />
        <Box>
          <ActionButton
            variant="contained"
            disabledReason={isChanged ? undefined : t('settings.unchanged')}
            onClick={event => setOpener(event.currentTarget)}
          >
            {t('settings.save')}
          </ActionButton>
        </Box>
      </Stack>
      {opener && (
        <RepositoryDialog
          contract={repositoryOperations.change}
          input={{ owner, name, ...changes }}
          title={t('settings.saveTitle', { name: `${owner}/${name}` })}
          runLabel={t('settings.save')}
          opener={opener}
          onClose={() => setOpener(undefined)}
          onReceipt={({ status }) => {
            if (status === 'succeeded') setTyped({});
          }}
        />
      )}
    </Section>
  );
}
