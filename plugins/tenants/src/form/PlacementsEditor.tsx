import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { ENVIRONMENTS } from '@kubemate/plugin-tenants-common';
import type { TenantList } from '@kubemate/plugin-tenants-common';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import IconButton from '@mui/material/IconButton';
import MenuItem from '@mui/material/MenuItem';
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { RiAddLine, RiDeleteBinLine } from '@remixicon/react';
import { tenantsTranslationRef } from '../translations/tenantsTranslationRef';
import { TagsField } from './TagsField';
import { addPlacement, draftProblems, nameOf, namespacesOf } from './tenantDraft';
import type { PlacementDraft, TenantDraft } from './tenantDraft';
import { useProblemText } from './useProblemText';

export interface PlacementsEditorProps {
  draft: TenantDraft;
  clusters: TenantList['clusters'];
  onChange(placements: readonly PlacementDraft[]): void;
}

/** On which clusters, for which environment, in which namespaces. */
export function PlacementsEditor({ draft, clusters, onChange }: PlacementsEditorProps) {
  const { t } = useTranslationRef(tenantsTranslationRef);
  const { placements } = draft;
  const unused = clusters.filter(
    ({ name }) => !placements.some(placement => placement.cluster === name),
  );
  return (
    <Stack gap={2}>
      <Typography variant="body2" color="text.secondary">
        {t('form.whereHint')}
      </Typography>
      {placements.map(placement => (
        <PlacementLine
          key={placement.id}
          placement={placement}
          draft={draft}
          clusters={clusters}
          onChange={patch =>
            onChange(
              placements.map(each => (each.id === placement.id ? { ...each, ...patch } : each)),
            )
          }
          onRemove={() => onChange(placements.filter(each => each.id !== placement.id))}
        />
      ))}
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1 }}>
        {unused.map(({ name, title, environment }) => (
          <Button
            key={name}
            variant="outlined"
            startIcon={<RiAddLine size={16} />}
            onClick={() => onChange(addPlacement(placements, { cluster: name, environment }))}
          >
            {title}
          </Button>
        ))}
        {unused.length === 0 && (
          <Button
            variant="outlined"
            startIcon={<RiAddLine size={16} />}
            onClick={() => onChange(addPlacement(placements, { cluster: clusters[0]?.name ?? '' }))}
          >
            {t('form.addPlacement')}
          </Button>
        )}
      </Box>
    </Stack>
  );
}

function PlacementLine(props: {
  placement: PlacementDraft;
  draft: TenantDraft;
  clusters: TenantList['clusters'];
  onChange(patch: Partial<PlacementDraft>): void;
  onRemove(): void;
}) {
  const { placement, draft, clusters, onChange, onRemove } = props;
  const { t } = useTranslationRef(tenantsTranslationRef);
  const textOf = useProblemText();
  const { id, cluster, environment } = placement;
  const title = clusters.find(({ name }) => name === cluster)?.title ?? cluster;
  const problem = draftProblems(draft).find(
    each => each.field === 'namespaces' && each.placement === id,
  );
  // Without a name there are no namespaces yet, which is not this line's fault.
  const error = problem && nameOf(draft) !== '' ? textOf(problem) : undefined;
  return (
    <Box
      role="group"
      aria-label={`${title} · ${t(`environment.${environment}`)}`}
      sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, alignItems: 'flex-start' }}
    >
      <TextField
        select
        size="small"
        label={t('form.cluster')}
        value={cluster}
        onChange={event => {
          const chosen = clusters.find(({ name }) => name === event.target.value);
          onChange({
            cluster: event.target.value,
            ...(chosen?.environment === undefined ? {} : { environment: chosen.environment }),
          });
        }}
        sx={{ flex: '1 1 150px' }}
      >
        {clusters.map(each => (
          <MenuItem key={each.name} value={each.name}>
            {each.title}
          </MenuItem>
        ))}
      </TextField>
      <TextField
        select
        size="small"
        label={t('form.environment')}
        value={environment}
        onChange={event =>
          onChange({ environment: ENVIRONMENTS.find(each => each === event.target.value) })
        }
        sx={{ flex: '1 1 120px' }}
      >
        {ENVIRONMENTS.map(each => (
          <MenuItem key={each} value={each}>
            {t(`environment.${each}`)}
          </MenuItem>
        ))}
      </TextField>
      <TagsField
        label={t('form.namespaces')}
        value={namespacesOf(placement, nameOf(draft))}
        onChange={namespaces => onChange({ namespaces })}
        error={error}
        sx={{ flex: '2 1 240px' }}
      />
      <IconButton
        aria-label={t('form.removePlacement', { cluster: title })}
        onClick={onRemove}
        sx={{ mt: 0.25 }}
      >
        <RiDeleteBinLine size={16} />
      </IconButton>
    </Box>
  );
}
