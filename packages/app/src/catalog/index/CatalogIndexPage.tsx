import { type Entity, parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import {
  DataAge,
  describeError,
  EmptyState,
  ErrorState,
  FilterBar,
  LiveTable,
  type MultiSelectProps,
  Page,
  PageContent,
  PageHeader,
  QueryWrapper,
  type SearchBoxHandle,
  useDocumentTitle,
  useUrlState,
} from '@kubemate/ui';
import Button from '@mui/material/Button';
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import { RiShapesLine } from '@remixicon/react';
import { useRef } from 'react';
import { Link as RouterLink, useLocation } from 'react-router-dom';
import { shellTranslationRef } from '../../translations/shellTranslationRef';
import { DISCOVER_PATH } from '../catalogPath';
import { INDEX_PARAMS, orderKinds, SCOPES } from './indexState';
import { entityRouteParams, useEntityColumns } from './useEntityColumns';
import { type Facet, useEntities, useFacets, useKinds } from './useCatalogIndex';

const NOTHING = { search: '', types: [], owners: [], lifecycles: [], tags: [] };

/** Everything that the catalog holds and the person may see, by kind. */
export function CatalogIndexPage() {
  return (
    <QueryWrapper>
      <CatalogIndex />
    </QueryWrapper>
  );
}

function CatalogIndex() {
  const { t } = useTranslationRef(shellTranslationRef);
  const [state] = useUrlState(INDEX_PARAMS);
  const entities = useEntities(state);
  const title = useKindTitle();
  const kinds = useKinds();
  const { pathname } = useLocation();
  useDocumentTitle(title(state.kind, state.kind), t('page.catalog'));
  return (
    <Page>
      <PageHeader
        title={t('page.catalog')}
        icon={<RiShapesLine size={22} />}
        actions={
          <>
            <DataAge
              asOf={entities.updatedAt === 0 ? undefined : entities.updatedAt}
              connection={entities.error ? 'offline' : entities.isPending ? 'connecting' : 'live'}
            />
            <Button component={RouterLink} to={DISCOVER_PATH} variant="outlined" color="inherit">
              {t('discover.link')}
            </Button>
          </>
        }
        activeTab={state.kind}
        tabs={orderKinds(kinds.data ?? [], state.kind).map(({ kind, name, count }) => ({
          id: kind,
          title: title(kind, name),
          to: `${pathname}?kind=${encodeURIComponent(kind)}${
            state.scope === 'all' ? '' : `&scope=${state.scope}`
          }`,
          ...(kinds.data && { badge: count }),
        }))}
      />
      <PageContent layout="fill">
        <EntityList entities={entities} />
      </PageContent>
    </Page>
  );
}

/** Names of Backstage's own kinds are translated; of others they are as they are. */
function useKindTitle() {
  const { t } = useTranslationRef(shellTranslationRef);
  const titles: Readonly<Record<string, string>> = {
    component: t('catalog.kind.component'),
    system: t('catalog.kind.system'),
    api: t('catalog.kind.api'),
    resource: t('catalog.kind.resource'),
    template: t('catalog.kind.template'),
    domain: t('catalog.kind.domain'),
    group: t('catalog.kind.group'),
    user: t('catalog.kind.user'),
  };
  return (kind: string, name: string) => titles[kind] ?? name;
}

function EntityList({ entities }: { entities: ReturnType<typeof useEntities> }) {
  const { t } = useTranslationRef(shellTranslationRef);
  const [state, update] = useUrlState(INDEX_PARAMS);
  const box = useRef<SearchBoxHandle>(null);
  const columns = useEntityColumns(state.kind);
  const selects = useSelects();
  const entityLink = useRouteRef(entityRouteRef);
  const clear = () => update({ ...NOTHING, scope: 'all' }, { history: 'push' });
  if (entities.error && entities.rows.size === 0)
    return (
      <ErrorState
        title={t('catalog.failed')}
        error={new Error(describeError(entities.error).message)}
        onRetry={entities.retry}
      />
    );
  return (
    <>
      <FilterBar
        ref={box}
        search={state.search}
        onSearchChange={search => update({ search })}
        searchPlaceholder={t('catalog.search')}
        selects={selects}
        onClear={() => update(NOTHING, { history: 'push' })}
      >
        <ToggleButtonGroup
          exclusive
          value={state.scope}
          aria-label={t('catalog.scope')}
          onChange={(_, scope: typeof state.scope | null) =>
            scope !== null && update({ scope }, { history: 'push' })
          }
        >
          {SCOPES.map(each => (
            <ToggleButton key={each} value={each}>
              {t(`catalog.${each}`)}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
      </FilterBar>
      <LiveTable
        label={t('page.catalog')}
        columns={columns}
        total={entities.total}
        rows={entities.rows}
        rowKey={stringifyEntityRef}
        {...(entityLink && { rowHref: (entity: Entity) => entityLink(entityRouteParams(entity)) })}
        onRangeChange={entities.onRangeChange}
        loading={entities.isPending}
        sort={state.sort}
        onSortChange={sort => update({ sort })}
        viewKey={JSON.stringify({ ...state, sort: undefined })}
        onSearchRequest={() => box.current?.focus()}
        empty={<Nothing onClear={clear} />}
      />
    </>
  );
}

function Nothing({ onClear }: { onClear: () => void }) {
  const { t } = useTranslationRef(shellTranslationRef);
  const [state] = useUrlState(INDEX_PARAMS);
  const isNarrowed = Object.keys(NOTHING).some(
    key => state[key as keyof typeof NOTHING].length > 0,
  );
  const why = isNarrowed ? 'noMatch' : state.scope === 'all' ? 'empty' : state.scope;
  const titles = {
    noMatch: t('catalog.noMatch'),
    empty: t('catalog.empty'),
    owned: t('catalog.noOwned'),
    starred: t('catalog.noStarred'),
  };
  const hints = {
    noMatch: t('catalog.noMatchHint'),
    empty: t('catalog.emptyHint'),
    owned: t('catalog.noOwnedHint'),
    starred: t('catalog.noStarredHint'),
  };
  return (
    <EmptyState
      icon={<RiShapesLine size={32} />}
      title={titles[why]}
      description={hints[why]}
      {...(why !== 'empty' && {
        action: (
          <Button variant="outlined" onClick={onClear}>
            {t('catalog.showAll')}
          </Button>
        ),
      })}
    />
  );
}

/** What can be chosen of the kind that is looked at; a choice of nothing is not offered. */
function useSelects(): readonly MultiSelectProps[] {
  const { t } = useTranslationRef(shellTranslationRef);
  const [state, update] = useUrlState(INDEX_PARAMS);
  const { data } = useFacets(state.kind);
  const labels: Readonly<Record<Facet, string>> = {
    types: t('about.type'),
    owners: t('about.owner'),
    lifecycles: t('about.lifecycle'),
    tags: t('catalog.tags'),
  };
  return (['types', 'owners', 'lifecycles', 'tags'] as const)
    .filter(facet => (data?.[facet].length ?? 0) > 0 || state[facet].length > 0)
    .map(facet => ({
      label: labels[facet],
      options: (data?.[facet] ?? []).map(value => ({
        value,
        title: facet === 'owners' ? parseEntityRef(value).name : value,
      })),
      value: state[facet],
      onChange: chosen => update({ [facet]: chosen }, { history: 'push' }),
    }));
}
