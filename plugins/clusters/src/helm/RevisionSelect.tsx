import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { HelmRevision } from '@kubemate/plugin-clusters-common';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import { clustersTranslationRef } from '../translations/clustersTranslationRef';

/** One revision of a release. */
export function RevisionSelect(props: {
  label: string;
  revisions: readonly HelmRevision[];
  value: number;
  onChange(revision: number): void;
}) {
  const { label, revisions, value, onChange } = props;
  const { t } = useTranslationRef(clustersTranslationRef);
  return (
    <TextField
      select
      label={label}
      value={value}
      onChange={event => onChange(Number(event.target.value))}
      sx={{ minWidth: 160 }}
    >
      {revisions.map(({ revision, status, chartVersion }) => (
        <MenuItem key={revision} value={revision}>
          {[revision, t(`helm.states.${status}`), chartVersion].join(' · ')}
        </MenuItem>
      ))}
    </TextField>
  );
}
