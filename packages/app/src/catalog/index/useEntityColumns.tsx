import { getCompoundEntityRef, RELATION_MEMBER_OF, type Entity } from '@backstage/catalog-model';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { EntityDisplayName, getEntityRelations } from '@backstage/plugin-catalog-react';
import type { LiveTableColumn } from '@kubemate/ui';
import Box from '@mui/material/Box';
import { useMemo } from 'react';
import { shellTranslationRef } from '../../translations/shellTranslationRef';

type Column = LiveTableColumn<Entity>;

/** Which columns entities of a kind have, besides their name. */
const COLUMNS: Readonly<Record<string, readonly string[]>> = {
  component: ['description', 'type', 'owner', 'system', 'lifecycle'],
  api: ['description', 'type', 'owner', 'system', 'lifecycle'],
  resource: ['description', 'type', 'owner', 'system'],
  system: ['description', 'owner', 'domain'],
  domain: ['description', 'owner'],
  template: ['description', 'type', 'owner'],
  group: ['description', 'type', 'email'],
  user: ['email', 'memberOf'],
};
const OTHERS = ['description', 'type', 'owner'];

/** What an entity is called: its title, or the name of the person or group, or its name. */
export function entityTitle({ metadata, spec }: Entity): string {
  const profile = spec?.profile;
  if (typeof profile === 'object' && profile !== null && 'displayName' in profile)
    if (typeof profile.displayName === 'string') return profile.displayName;
  return metadata.title ?? metadata.name;
}

function specText(entity: Entity, field: string): string {
  const value = entity.spec?.[field];
  return typeof value === 'string' ? value : '';
}

function emailOf({ spec }: Entity): string {
  const profile = spec?.profile;
  return typeof profile === 'object' && profile !== null && 'email' in profile
    ? String(profile.email)
    : '';
}

/** Entities that one is related to, by their display names. */
function related(type: string, kind?: string): Pick<Column, 'text' | 'render'> {
  const refs = (entity: Entity) =>
    getEntityRelations(entity, type, kind === undefined ? undefined : { kind });
  return {
    text: entity =>
      refs(entity)
        .map(({ name }) => name)
        .join(', '),
    render: entity => (
      <Box component="span" sx={{ display: 'inline-flex', columnGap: 1, overflow: 'hidden' }}>
        {refs(entity).map(ref => (
          <EntityDisplayName
            key={`${ref.kind}/${ref.name}`}
            entityRef={ref}
            hideIcon
            disableTooltip
          />
        ))}
      </Box>
    ),
  };
}

/** The columns of the catalog's list for entities of a kind. */
export function useEntityColumns(kind: string): readonly Column[] {
  const { t } = useTranslationRef(shellTranslationRef);
  return useMemo(() => {
    const more: Readonly<Record<string, Omit<Column, 'id' | 'title'>>> = {
      type: { width: 150, card: 'whole', sortable: true, text: entity => specText(entity, 'type') },
      owner: { width: 180, sortable: true, ...related('ownedBy') },
      system: { width: 160, sortable: true, ...related('partOf', 'system') },
      domain: { width: 160, ...related('partOf', 'domain') },
      lifecycle: { width: 130, sortable: true, text: entity => specText(entity, 'lifecycle') },
      description: {
        width: 380,
        card: 'cut',
        text: ({ metadata }) => metadata.description ?? '',
      },
      email: { width: 260, card: 'whole', text: emailOf },
      memberOf: { width: 280, ...related(RELATION_MEMBER_OF) },
    };
    const titles: Readonly<Record<string, string>> = {
      type: t('about.type'),
      owner: t('about.owner'),
      system: t('about.system'),
      domain: t('about.domain'),
      lifecycle: t('about.lifecycle'),
      description: t('catalog.description'),
      email: t('settings.email'),
      memberOf: t('settings.groups'),
    };
    const columns = (COLUMNS[kind] ?? OTHERS).flatMap(id => {
      const column = more[id];
      return column === undefined ? [] : [{ id, title: titles[id] ?? id, ...column }];
    });
    return [
      {
        id: 'name',
        title: t('catalog.name'),
        width: 230,
        primary: true,
        sortable: true,
        text: entityTitle,
      },
      ...columns,
    ];
  }, [t, kind]);
}

/** The parts of an entity's address. */
export function entityRouteParams(entity: Entity) {
  const { kind, namespace, name } = getCompoundEntityRef(entity);
  return {
    kind: kind.toLocaleLowerCase('en'),
    namespace: namespace.toLocaleLowerCase('en'),
    name,
  };
}
