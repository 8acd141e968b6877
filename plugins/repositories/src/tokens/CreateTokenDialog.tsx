import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { ACCESS_TOKEN_SCOPES, repositoryOperations } from '@kubemate/plugin-repositories-common';
import MenuItem from '@mui/material/MenuItem';
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import { useState } from 'react';
import { RepositoryDialog } from '../operations/RepositoryDialog';
import { repositoriesTranslationRef } from '../translations/repositoriesTranslationRef';

const DAYS = [7, 30, 90, 365] as const;

/** Makes a token, and hands it on: it cannot be read again. */
export function CreateTokenDialog(props: {
  opener: HTMLElement;
  onMade(made: { name: string; token: string }): void;
  onClose(): void;
}) {
  const { opener, onMade, onClose } = props;
  const { t } = useTranslationRef(repositoriesTranslationRef);
  const [typed, setName] = useState('');
  const [scope, setScope] = useState<(typeof ACCESS_TOKEN_SCOPES)[number]>('write');
  const [days, setDays] = useState<number>(90);
  const name = typed.trim();
  return (
    <RepositoryDialog
      contract={repositoryOperations.createAccessToken}
      input={name === '' ? undefined : { name, scope, days }}
      inputHint={t('tokens.nameFirst')}
      title={t('tokens.create')}
      runLabel={t('tokens.make')}
      opener={opener}
      onClose={onClose}
      onReceipt={({ output }) => {
        if (typeof output?.token === 'string') onMade({ name, token: output.token });
      }}
    >
      <Stack gap={2} sx={{ pt: 1 }}>
        <TextField
          size="small"
          label={t('tokens.name')}
          helperText={t('tokens.nameHint')}
          value={typed}
          onChange={event => setName(event.target.value)}
          inputProps={{ maxLength: 80 }}
        />
        <TextField
          select
          size="small"
          label={t('tokens.may')}
          value={scope}
          onChange={event => setScope(event.target.value === 'read' ? 'read' : 'write')}
        >
          {ACCESS_TOKEN_SCOPES.map(each => (
            <MenuItem key={each} value={each}>
              {t(`tokens.scope.${each}`)}
            </MenuItem>
          ))}
        </TextField>
        <TextField
          select
          size="small"
          label={t('tokens.validFor')}
          value={days}
          onChange={event => setDays(Number(event.target.value))}
        >
          {DAYS.map(each => (
            <MenuItem key={each} value={each}>
              {t('tokens.days', { count: each })}
            </MenuItem>
          ))}
        </TextField>
      </Stack>
    </RepositoryDialog>
  );
}
