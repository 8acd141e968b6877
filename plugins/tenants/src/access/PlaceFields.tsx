import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { TenantList } from '@kubemate/plugin-tenants-common';
import Autocomplete from '@mui/material/Autocomplete';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import { compactInput } from '../form/compactInput';
import { placesOf } from '../list/listState';
import { tenantsTranslationRef } from '../translations/tenantsTranslationRef';

export interface PlaceFieldsProps {
  list: Pick<TenantList, 'clusters' | 'items'>;
  cluster: string;
  namespace: string;
  onChange(patch: { cluster?: string; namespace?: string }): void;
}

/** A cluster, and a namespace of it or all of it. */
export function PlaceFields({ list, cluster, namespace, onChange }: PlaceFieldsProps) {
  const { t } = useTranslationRef(tenantsTranslationRef);
  const known = list.items
    .flatMap(tenant => placesOf(tenant).namespaces)
    .filter(place => place.cluster === cluster)
    .map(place => place.namespace);
  return (
    <>
      <TextField
        select
        size="small"
        label={t('access.cluster')}
        value={list.clusters.some(({ name }) => name === cluster) ? cluster : ''}
        onChange={event => onChange({ cluster: event.target.value })}
        sx={{ flex: '1 1 140px' }}
      >
        {list.clusters.map(({ name, title }) => (
          <MenuItem key={name} value={name}>
            {title}
          </MenuItem>
        ))}
      </TextField>
      <Autocomplete
        freeSolo
        size="small"
        options={[...new Set(known)].sort()}
        inputValue={namespace}
        // A known one is chosen and shows all others; anything else filters them.
        value={known.includes(namespace) ? namespace : null}
        onInputChange={(_, next, reason) => {
          if (reason !== 'reset' || next !== '') onChange({ namespace: next.trim() });
        }}
        renderInput={params => (
          <TextField
            {...params}
            InputProps={{ ...params.InputProps, sx: compactInput }}
            label={t('access.namespace')}
            placeholder={t('access.wholeCluster')}
            InputLabelProps={{ ...params.InputLabelProps, shrink: true }}
          />
        )}
        sx={{ flex: '1 1 150px' }}
      />
    </>
  );
}
