import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { RepositoryDetail } from '@kubemate/plugin-repositories-common';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import { repositoriesTranslationRef } from '../translations/repositoriesTranslationRef';

/** Which branch is looked at; a tag or commit of the address is offered as it is. */
export function RefSelect(props: {
  repository: RepositoryDetail;
  value: string;
  onChange(ref: string): void;
}) {
  const { repository, value, onChange } = props;
  const { t } = useTranslationRef(repositoriesTranslationRef);
  const names = repository.branches.map(({ name }) => name);
  const current = value === '' ? repository.defaultBranch : value;
  return (
    <TextField
      select
      size="small"
      label={t('repository.ref')}
      value={current}
      onChange={event =>
        onChange(event.target.value === repository.defaultBranch ? '' : event.target.value)
      }
      sx={{ minWidth: 160, maxWidth: 260 }}
    >
      {(names.includes(current) ? names : [current, ...names]).map(name => (
        <MenuItem key={name} value={name}>
          {name}
        </MenuItem>
      ))}
    </TextField>
  );
}
