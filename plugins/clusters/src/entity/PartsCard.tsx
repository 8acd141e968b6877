import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { catalogApiRef, EntityRefLink, useEntity } from '@backstage/plugin-catalog-react';
import { kubernetesSelection } from '@kubemate/plugin-clusters-common';
import { describeError, ErrorState, LoadingState, Section, StatusChip } from '@kubemate/ui';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { clustersApiRef } from '../api/clustersApiRef';
import { clustersTranslationRef } from '../translations/clustersTranslationRef';
import { healthByCluster, partsOf } from './partsOf';

/** Each is a question to the clusters; the others are asked for when somebody wants to see them. */
const FIRST_PARTS = 30;
const REFRESH_MS = 15_000;

/** The components of a system, a team or an API, and how each does on every cluster now. */
export function PartsCard() {
  const { entity } = useEntity();
  const { t } = useTranslationRef(clustersTranslationRef);
  const catalog = useApi(catalogApiRef);
  const [isWhole, setWhole] = useState(false);
  const parts = partsOf(entity);
  const entityRefs = isWhole ? parts : parts.slice(0, FIRST_PARTS);
  const others = parts.length - entityRefs.length;
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['clusters', 'parts', entityRefs],
    queryFn: async () => (await catalog.getEntitiesByRefs({ entityRefs: [...entityRefs] })).items,
    placeholderData: keepPreviousData,
  });
  return (
    <Section title={t('entity.parts')} flush>
      {data !== undefined ? (
        <Box component="ul" sx={{ m: 0, p: 0, listStyle: 'none' }}>
          {data.map(part =>
            part === undefined ? null : <PartLine key={stringifyEntityRef(part)} part={part} />,
          )}
        </Box>
      ) : isPending ? (
        <LoadingState lines={4} />
      ) : (
        <ErrorState
          title={t('entity.partsFailed')}
          error={new Error(describeError(error).message)}
          onRetry={() => void refetch()}
        />
      )}
      {data !== undefined && others > 0 && (
        <Button size="small" sx={{ mx: 1, my: 0.5 }} onClick={() => setWhole(true)}>
          {t('entity.otherParts', { number: String(others) })}
        </Button>
      )}
    </Section>
  );
}

function PartLine({ part }: { part: Entity }) {
  const { description, name, title = name } = part.metadata;
  return (
    <Box
      component="li"
      sx={{
        display: 'grid',
        gridTemplateColumns: { xs: 'minmax(0, 1fr)', md: 'minmax(0, 1fr) minmax(0, 2fr)' },
        columnGap: 2,
        rowGap: 0.75,
        alignItems: 'center',
        px: 2,
        py: 1,
        '& + &': { borderTop: 1, borderColor: 'divider' },
      }}
    >
      <Box sx={{ minWidth: 0 }}>
        <Typography variant="body2" component="div" sx={{ fontWeight: 550 }}>
          <EntityRefLink entityRef={part} hideIcon title={title} />
        </Typography>
        <Typography variant="caption" color="text.secondary" component="div" noWrap>
          {description}
        </Typography>
      </Box>
      <PartHealth part={part} />
    </Box>
  );
}

function PartHealth({ part }: { part: Entity }) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const client = useApi(clustersApiRef);
  const selection = kubernetesSelection(part);
  const { data, error } = useQuery({
    queryKey: ['clusters', 'selected', selection, 'running'],
    queryFn: ({ signal }) => {
      if (selection === undefined) throw new Error('It selects nothing');
      return client.listSelected({ ...selection, running: true }, { signal });
    },
    enabled: selection !== undefined,
    refetchInterval: REFRESH_MS,
    staleTime: REFRESH_MS,
  });
  const told =
    selection === undefined
      ? t('entity.none')
      : error !== null
        ? describeError(error).message
        : undefined;
  if (told !== undefined) return <Quiet text={told} />;
  if (data === undefined) return <Quiet text="…" />;
  const clusters = healthByCluster(data);
  if (clusters.length === 0) return <Quiet text={t('entity.nothingRuns')} />;
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 0.75 }}>
      {clusters.map(({ cluster, health, reason }) => (
        <Box key={cluster} component="span" title={reason}>
          <StatusChip health={health} label={cluster} />
        </Box>
      ))}
    </Box>
  );
}

function Quiet({ text }: { text: string }) {
  return (
    <Typography variant="caption" color="text.secondary">
      {text}
    </Typography>
  );
}
