import { parseEntityRef, type Entity } from '@backstage/catalog-model';
import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  catalogApiRef,
  EntityRefLink,
  EntityRefLinks,
  getEntityRelations,
  useEntity,
} from '@backstage/plugin-catalog-react';
import { FailureState, LoadingState, QueryWrapper, Section } from '@kubemate/ui';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { shellTranslationRef } from '../../translations/shellTranslationRef';
import { relatedTo, SHOWN_AT_FIRST, type Related } from './relatedTo';

const FIELDS = ['kind', 'metadata', 'spec.type', 'spec.lifecycle', 'relations'];

/** What an entity depends on, what depends on it, or what is in it: a list that holds at any width, in the place of Backstage's tables. */
export function RelatedCard({ related }: { related: Related }) {
  return (
    <QueryWrapper>
      <RelatedSection related={related} />
    </QueryWrapper>
  );
}

function RelatedSection({ related }: { related: Related }) {
  const { entity } = useEntity();
  const { t } = useTranslationRef(shellTranslationRef);
  const catalog = useApi(catalogApiRef);
  const [isWhole, setIsWhole] = useState(false);
  const all = relatedTo(entity, related);
  const entityRefs = isWhole ? all : all.slice(0, SHOWN_AT_FIRST);
  const { data, error, refetch } = useQuery({
    queryKey: ['catalog', 'related', entityRefs],
    queryFn: async () => {
      const { items } = await catalog.getEntitiesByRefs({
        entityRefs: [...entityRefs],
        fields: FIELDS,
      });
      return entityRefs.map((ref, at) => ({ ref, entity: items[at] }));
    },
    // More of the same list: what is there stays while the rest comes.
    placeholderData: shown => shown,
  });
  const title = `${t(`related.${related}`)} (${all.length.toLocaleString()})`;
  if (data === undefined && error !== null) {
    return (
      <Section title={title}>
        <FailureState title={t('related.failed')} error={error} onRetry={() => void refetch()} />
      </Section>
    );
  }
  const rest = all.length - entityRefs.length;
  return (
    <Section title={title} flush>
      {data === undefined ? (
        <Box sx={{ p: 2 }}>
          <LoadingState lines={Math.min(entityRefs.length, 4)} />
        </Box>
      ) : (
        <Box component="ul" sx={{ m: 0, p: 0, listStyle: 'none' }}>
          {data.map(item => (
            <RelatedLine key={item.ref} named={item.ref} entity={item.entity} />
          ))}
        </Box>
      )}
      {data !== undefined && rest > 0 && (
        <Box sx={{ px: 1, py: 0.5, borderTop: 1, borderColor: 'divider' }}>
          <Button size="small" onClick={() => setIsWhole(true)}>
            {t('related.more', { number: rest.toLocaleString() })}
          </Button>
        </Box>
      )}
    </Section>
  );
}

const LINE = {
  ...{ display: 'grid', alignItems: 'center', columnGap: 2, rowGap: 0.25, px: 2, py: 1 },
  gridTemplateColumns: { xs: 'minmax(0, 1fr)', sm: 'minmax(0, 1fr) auto' },
  '& + &': { borderTop: 1, borderColor: 'divider' },
} as const;

function RelatedLine({ named, entity }: { named: string; entity: Entity | undefined }) {
  const { t } = useTranslationRef(shellTranslationRef);
  if (entity === undefined) {
    return (
      <Box component="li" sx={LINE}>
        <Typography variant="body2" sx={{ overflowWrap: 'anywhere' }}>
          {parseEntityRef(named).name}
        </Typography>
        <Typography variant="caption" color="text.secondary">
          {t('related.notSeen')}
        </Typography>
      </Box>
    );
  }
  const { description, name, title = name } = entity.metadata;
  const owners = getEntityRelations(entity, 'ownedBy');
  const { type, lifecycle } = entity.spec ?? {};
  const facts = [type, lifecycle].filter(each => typeof each === 'string');
  return (
    <Box component="li" sx={LINE}>
      <Box sx={{ minWidth: 0 }}>
        <Typography variant="body2" component="div" sx={{ fontWeight: 550 }}>
          <EntityRefLink entityRef={entity} hideIcon title={title} />
        </Typography>
        {description !== undefined && (
          <Typography variant="caption" color="text.secondary" component="div" noWrap>
            {description}
          </Typography>
        )}
      </Box>
      <Typography
        variant="caption"
        color="text.secondary"
        component="div"
        sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 1, alignItems: 'center' }}
      >
        {facts.length > 0 && <span>{facts.join(' · ')}</span>}
        {owners.length > 0 && <EntityRefLinks entityRefs={owners} defaultKind="group" hideIcons />}
      </Typography>
    </Box>
  );
}
