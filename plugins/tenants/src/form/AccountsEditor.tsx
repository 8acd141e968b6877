import { useTranslationRef } from '@backstage/frontend-plugin-api';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import IconButton from '@mui/material/IconButton';
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { RiAddLine, RiDeleteBinLine } from '@remixicon/react';
import { tenantsTranslationRef } from '../translations/tenantsTranslationRef';
import { accountProblems, addAccount } from './accountDraft';
import type { AccountDraft, AccountProblem } from './accountDraft';
import { TagsField } from './TagsField';

export interface AccountsEditorProps {
  accounts: readonly AccountDraft[];
  onChange(accounts: readonly AccountDraft[]): void;
}

/** The service accounts that every namespace of the tenant has. */
export function AccountsEditor({ accounts, onChange }: AccountsEditorProps) {
  const { t } = useTranslationRef(tenantsTranslationRef);
  const problems = accountProblems(accounts);
  return (
    <Stack gap={2}>
      <Typography variant="body2" color="text.secondary">
        {t('form.accountsHint')}
      </Typography>
      {accounts.map(account => (
        <AccountLine
          key={account.id}
          account={account}
          problem={problems.get(account.id)}
          onChange={patch =>
            onChange(accounts.map(each => (each.id === account.id ? { ...each, ...patch } : each)))
          }
          onRemove={() => onChange(accounts.filter(each => each.id !== account.id))}
        />
      ))}
      <Button
        variant="outlined"
        startIcon={<RiAddLine size={16} />}
        onClick={() => onChange(addAccount(accounts))}
        sx={{ alignSelf: 'flex-start' }}
      >
        {t('form.addAccount')}
      </Button>
    </Stack>
  );
}

function AccountLine(props: {
  account: AccountDraft;
  problem: AccountProblem | undefined;
  onChange(patch: Partial<AccountDraft>): void;
  onRemove(): void;
}) {
  const { account, problem, onChange, onRemove } = props;
  const { t } = useTranslationRef(tenantsTranslationRef);
  // An empty line is unfinished, not wrong.
  const error =
    problem === undefined || problem === 'missing'
      ? undefined
      : t(problem === 'twice' ? 'problem.accountTwice' : 'problem.accountInvalid');
  const label = account.name === '' ? t('form.newAccount') : account.name;
  return (
    <Box
      role="group"
      aria-label={label}
      sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, alignItems: 'flex-start' }}
    >
      <TextField
        size="small"
        label={t('form.accountName')}
        value={account.name}
        onChange={event => onChange({ name: event.target.value.trim() })}
        error={error !== undefined}
        helperText={error}
        inputProps={{ maxLength: 63, spellCheck: false }}
        sx={{ flex: '1 1 180px' }}
      />
      <TagsField
        label={t('form.pullSecrets')}
        value={account.imagePullSecrets}
        onChange={secrets => onChange({ imagePullSecrets: [...secrets] })}
        sx={{ flex: '2 1 220px' }}
      />
      <IconButton
        aria-label={t('form.removeAccount', { name: label })}
        onClick={onRemove}
        sx={{ mt: 0.25 }}
      >
        <RiDeleteBinLine size={16} />
      </IconButton>
    </Box>
  );
}
