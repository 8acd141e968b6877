import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  ownerNameSchema,
  repositoryNameSchema,
  repositoryOperations,
  type Visibility,
} from '@kubemate/plugin-repositories-common';
import { ChoiceField, useMyGroups } from '@kubemate/ui';
import FormControlLabel from '@mui/material/FormControlLabel';
import MenuItem from '@mui/material/MenuItem';
import Stack from '@mui/material/Stack';
import Switch from '@mui/material/Switch';
import TextField from '@mui/material/TextField';
import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { useLinks } from '../links/useLinks';
import { RepositoryDialog } from '../operations/RepositoryDialog';
import { repositoriesTranslationRef } from '../translations/repositoriesTranslationRef';

const VISIBILITIES: readonly Visibility[] = ['internal', 'private'];

/** Makes an empty repository that belongs to a group, and leads to it. */
export function CreateDialog({ opener, onClose }: { opener: HTMLElement; onClose(): void }) {
  const { t } = useTranslationRef(repositoriesTranslationRef);
  const links = useLinks();
  const navigate = useNavigate();
  const groups = ownersOf(useMyGroups());
  const [chosen, setOwner] = useState<string>();
  const [name, setName] = useState('');
  const [description, setDescription] = useState('');
  const [visibility, setVisibility] = useState<Visibility>('internal');
  const [protectDefaultBranch, setProtected] = useState(false);
  const owner = chosen ?? groups[0] ?? '';
  const isOwner = ownerNameSchema.safeParse(owner).success;
  const isName = repositoryNameSchema.safeParse(name).success;
  const said = description.trim();
  const input = {
    ...{ owner, name, visibility, protectDefaultBranch },
    ...(said === '' ? {} : { description: said }),
  };
  return (
    <RepositoryDialog
      contract={repositoryOperations.create}
      input={isOwner && isName ? input : undefined}
      inputHint={t(isOwner ? 'create.nameFirst' : 'create.ownerFirst')}
      title={t('list.create')}
      runLabel={t('create.run')}
      opener={opener}
      onClose={onClose}
      onReceipt={receipt => {
        if (receipt.status === 'succeeded') navigate(links.repository({ owner, name }));
      }}
    >
      <Stack gap={2} sx={{ pt: 1 }}>
        <ChoiceField
          label={t('create.owner')}
          helperText={t('create.ownerHint')}
          error={owner !== '' && !isOwner}
          options={groups}
          value={owner}
          onChange={setOwner}
        />
        <TextField
          label={t('create.name')}
          value={name}
          onChange={event => setName(event.target.value)}
          error={name !== '' && !isName}
          helperText={t('create.nameHint')}
        />
        <TextField
          label={t('create.description')}
          value={description}
          onChange={event => setDescription(event.target.value)}
          inputProps={{ maxLength: 500 }}
        />
        <TextField
          select
          label={t('list.visibility')}
          value={visibility}
          onChange={event => setVisibility(event.target.value as Visibility)}
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
          control={<Switch checked={protectDefaultBranch} onChange={(_, on) => setProtected(on)} />}
        />
      </Stack>
    </RepositoryDialog>
  );
}

/** Names of the groups that can own repositories. */
function ownersOf(groups: readonly string[]): string[] {
  return groups
    .flatMap(ref => /^group:default\/(.+)$/.exec(ref)?.[1] ?? [])
    .filter(name => ownerNameSchema.safeParse(name).success);
}
