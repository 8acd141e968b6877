import type { Entity } from '@backstage/catalog-model';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { EntityRefLinks, getEntityRelations, useEntity } from '@backstage/plugin-catalog-react';
import { KeyValueList, Section } from '@kubemate/ui';
import Chip from '@mui/material/Chip';
import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import Typography from '@mui/material/Typography';
import { shellTranslationRef } from '../translations/shellTranslationRef';

const SOURCE = 'backstage.io/view-url';

/**
 * What an entity says of itself. In the place of Backstage's card of the same name: that one brings the scaffolder's JSON
 * schemas, which are compiled with `eval`, and the portal's content security policy has none of it.
 */
export function AboutCard() {
  const { entity } = useEntity();
  const { t } = useTranslationRef(shellTranslationRef);
  const { description, tags = [], links = [] } = entity.metadata;
  const source = entity.metadata.annotations?.[SOURCE];
  const items = [
    ...relation('owner', entity, { type: 'ownedBy' }),
    ...relation('system', entity, { type: 'partOf', kind: 'system' }),
    ...relation('partOf', entity, { type: 'partOf', kind: 'component' }),
    ...relation('within', entity, { type: 'partOf', kind: 'resource' }),
    ...relation('domain', entity, { type: 'partOf', kind: 'domain' }),
    ...field('type', entity.spec?.type),
    ...field('lifecycle', entity.spec?.lifecycle),
  ].map(({ key, value }) => ({ key, label: t(`about.${key}`), value }));
  return (
    <Section title={t('about.title')}>
      <Typography variant="body2" sx={{ mb: 2, overflowWrap: 'anywhere' }}>
        {description ?? t('about.noDescription')}
      </Typography>
      <KeyValueList items={items} />
      {tags.length > 0 && (
        <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 0.75, mt: 2 }}>
          {tags.map(tag => (
            <Chip key={tag} size="small" label={tag} />
          ))}
        </Box>
      )}
      {(links.length > 0 || source !== undefined) && (
        <Box sx={{ display: 'grid', gap: 0.5, mt: 2 }}>
          {links.map(({ url, title }) => (
            <Outside key={url} href={url} title={title ?? url} />
          ))}
          {source !== undefined && !links.some(({ url }) => url === source) && (
            <Outside href={source} title={t('about.source')} />
          )}
        </Box>
      )}
    </Section>
  );
}

type Fact = 'owner' | 'system' | 'partOf' | 'within' | 'domain' | 'type' | 'lifecycle';

function relation(key: Fact, entity: Entity, { type, kind }: { type: string; kind?: string }) {
  const refs = getEntityRelations(entity, type, kind === undefined ? undefined : { kind });
  return refs.length === 0 ? [] : [{ key, value: <EntityRefLinks entityRefs={refs} /> }];
}

function field(key: Fact, value: unknown) {
  return typeof value === 'string' ? [{ key, value }] : [];
}

/** What the catalog holds may come from anywhere; only addresses of the web become links. */
function Outside({ href, title }: { href: string; title: string }) {
  if (!/^https?:\/\//i.test(href)) return <Typography variant="body2">{title}</Typography>;
  return (
    <Link href={href} target="_blank" rel="noopener noreferrer" variant="body2">
      {title}
    </Link>
  );
}
