import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { useEntity } from '@backstage/plugin-catalog-react';
import type { KubernetesSelection } from '@kubemate/plugin-clusters-common';
import { Section, StatusChip } from '@kubemate/ui';
import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import Typography from '@mui/material/Typography';
import { useMemo } from 'react';
import { Link as RouterLink } from 'react-router-dom';
import { FailureChips } from '../explorer/FailureChips';
import { useLinks } from '../links/useLinks';
import { clustersTranslationRef } from '../translations/clustersTranslationRef';
import { needsAttention } from './needsAttention';
import { placeOf } from './placeOf';
import { useRunning, type RunningRow } from './useRunning';

/** What of an entity is not well anywhere, and which clusters cannot tell. Nothing where all is well. */
export function AttentionCard() {
  const { entity } = useEntity();
  const selection = useMemo(() => placeOf(entity), [entity]);
  return selection === undefined ? null : <Attention selection={selection} />;
}

function Attention({ selection }: { selection: Partial<KubernetesSelection> }) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const { rows, failures } = useRunning(selection);
  const found = needsAttention(rows);
  if (found.length === 0 && failures.length === 0) return null;
  return (
    <Section title={t('entity.attention')} flush>
      <Box component="ul" sx={{ m: 0, p: 0, listStyle: 'none' }}>
        {found.map(item => (
          <AttentionLine key={`${item.row.cluster}/${item.row.uid}`} item={item} />
        ))}
      </Box>
      {failures.length > 0 && (
        <Box
          sx={{ px: 2, py: 1, '&:not(:first-of-type)': { borderTop: 1, borderColor: 'divider' } }}
        >
          <FailureChips failures={failures} />
        </Box>
      )}
    </Section>
  );
}

function AttentionLine({ item: { resource, row } }: { item: RunningRow }) {
  const links = useLinks();
  const { cluster, namespace, name } = row;
  return (
    <Box
      component="li"
      sx={{
        ...{ display: 'flex', gap: 1.5, alignItems: 'center', flexWrap: 'wrap', px: 2, py: 1 },
        '& + &': { borderTop: 1, borderColor: 'divider' },
      }}
    >
      <StatusChip health={row.health} label={row.reason} />
      <Link
        component={RouterLink}
        to={links.object({ cluster, resource, namespace, name })}
        variant="body2"
        sx={{ fontWeight: 550 }}
      >
        {name}
      </Link>
      <Typography variant="caption" color="text.secondary">
        {[cluster, namespace].filter(Boolean).join(' / ')}
      </Typography>
    </Box>
  );
}
