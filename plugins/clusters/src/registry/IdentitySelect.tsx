import { useTranslationRef } from '@backstage/frontend-plugin-api';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import { clustersTranslationRef } from '../translations/clustersTranslationRef';
import { IDENTITIES, type IdentityMode } from './clusterSettings';

/** As whom the API server sees the people of the portal. Decides which rights the credential needs. */
export function IdentitySelect(props: {
  value: IdentityMode;
  onChange(identity: IdentityMode): void;
}) {
  const { t } = useTranslationRef(clustersTranslationRef);
  return (
    <TextField
      size="small"
      select
      label={t('registry.identity')}
      value={props.value}
      onChange={event => {
        const chosen = IDENTITIES.find(identity => identity === event.target.value);
        if (chosen !== undefined) props.onChange(chosen);
      }}
    >
      {IDENTITIES.map(identity => (
        <MenuItem key={identity} value={identity}>
          {t(`registry.identities.${identity}`)}
        </MenuItem>
      ))}
    </TextField>
  );
}
