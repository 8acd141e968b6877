import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Cluster } from '@kubemate/plugin-clusters-common';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import { clustersTranslationRef } from '../translations/clustersTranslationRef';

export interface ClusterChoiceProps {
  clusters: readonly Cluster[];
  value: string;
  onChange(cluster: string): void;
}

/** The one cluster that a page is about. */
export function ClusterChoice({ clusters, value, onChange }: ClusterChoiceProps) {
  const { t } = useTranslationRef(clustersTranslationRef);
  return (
    <TextField
      select
      size="small"
      label={t('map.cluster')}
      value={clusters.some(({ name }) => name === value) ? value : ''}
      onChange={event => onChange(event.target.value)}
      sx={{ minWidth: 150 }}
    >
      {clusters.map(({ name, title }) => (
        <MenuItem key={name} value={name}>
          {title}
        </MenuItem>
      ))}
    </TextField>
  );
}
