import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { TemplatedRepository } from '@kubemate/plugin-repositories-common';
import {
  describeError,
  EmptyState,
  ErrorState,
  FilterBar,
  LiveTable,
  PageContent,
  useDocumentTitle,
  useUrlState,
  type LiveTableColumn,
  type SearchBoxHandle,
  type TemplateSay,
} from '@kubemate/ui';
import { RiLoopLeftLine } from '@remixicon/react';
import { useMemo, useRef } from 'react';
import { useTemplated } from '../api/queries';
import { useLinks } from '../links/useLinks';
import { repositoriesTranslationRef } from '../translations/repositoriesTranslationRef';
import { TemplateState, useStateText } from './TemplateState';
import { useTemplateSay } from './useTemplateSay';
import { selectTemplated, UPGRADES_PARAMS } from './upgradesState';

const STATES = ['behind', 'current', 'unknown', 'unrecorded', 'broken'] as const;

/** Every service that a template made, and how far behind it each is. */
export function UpgradesPage() {
  const { t } = useTranslationRef(repositoriesTranslationRef);
  const query = useTemplated();
  useDocumentTitle(t('upgrades.title'));
  return (
    <PageContent layout="fill">
      <Upgrades query={query} />
    </PageContent>
  );
}

function Upgrades({ query }: { query: ReturnType<typeof useTemplated> }) {
  const { t } = useTranslationRef(repositoriesTranslationRef);
  const links = useLinks();
  const [state, update] = useUrlState(UPGRADES_PARAMS);
  const box = useRef<SearchBoxHandle>(null);
  const { data } = query;
  const say = useTemplateSay((data?.templates ?? []).map(({ template }) => template));
  const columns = useColumns(say);
  const found = useMemo(() => selectTemplated(data?.items ?? [], state), [data, state]);
  const rows = useMemo(() => new Map(found.map((each, at) => [at, each])), [found]);
  if (query.isError && data === undefined)
    return (
      <ErrorState
        title={t('upgrades.failed')}
        error={new Error(describeError(query.error).message)}
        onRetry={() => void query.refetch()}
      />
    );
  if (data?.items.length === 0)
    return (
      <EmptyState
        icon={<RiLoopLeftLine size={32} />}
        title={t('upgrades.empty')}
        description={t('upgrades.emptyHint')}
      />
    );
  return (
    <>
      <FilterBar
        ref={box}
        search={state.search}
        onSearchChange={search => update({ search })}
        searchPlaceholder={t('upgrades.search')}
        selects={[
          {
            label: t('upgrades.template'),
            options: (data?.templates ?? []).map(({ template, title }) => ({
              ...{ value: template, title: say(template, title) },
            })),
            value: state.template,
            onChange: template => update({ template }, { history: 'push' }),
          },
          {
            label: t('upgrades.stateTitle'),
            options: STATES.map(value => ({ value, title: t(`upgrades.state.${value}`) })),
            value: state.state,
            onChange: chosen => update({ state: chosen }, { history: 'push' }),
          },
        ]}
        onClear={() => update({ search: '', template: [], state: [] }, { history: 'push' })}
      />
      <LiveTable
        label={t('upgrades.title')}
        columns={columns}
        total={found.length}
        rows={rows}
        rowKey={({ owner, name }) => `${owner}/${name}`}
        rowHref={each => links.upgrade(each)}
        loading={query.isPending}
        sort={state.sort}
        onSortChange={sort => update({ sort })}
        viewKey={`${state.search} ${state.template.join()} ${state.state.join()}`}
        onSearchRequest={() => box.current?.focus()}
        empty={<EmptyState title={t('upgrades.noMatch')} description={t('list.noMatchHint')} />}
      />
    </>
  );
}

function useColumns(say: TemplateSay): readonly LiveTableColumn<TemplatedRepository>[] {
  const { t } = useTranslationRef(repositoriesTranslationRef);
  const stateText = useStateText();
  return useMemo(
    () => [
      {
        id: 'name',
        title: t('list.repository'),
        width: 260,
        primary: true,
        sortable: true,
        text: ({ owner, name }) => `${owner}/${name}`,
      },
      {
        id: 'behind',
        title: t('upgrades.stateTitle'),
        width: 220,
        status: true,
        sortable: true,
        text: stateText,
        render: each => <TemplateState templated={each} />,
      },
      {
        id: 'template',
        title: t('upgrades.template'),
        width: 220,
        sortable: true,
        card: 'cut',
        text: ({ template, templateTitle = template }) => say(template, templateTitle),
      },
      {
        id: 'version',
        title: t('upgrades.version'),
        width: 150,
        sortable: true,
        card: 'whole',
        text: ({ version = '–', current = version }) =>
          version === current ? version : `${version} → ${current}`,
      },
      {
        id: 'changed',
        title: t('upgrades.changed'),
        width: 180,
        align: 'end',
        sortable: true,
        text: ({ state, changedByHand }) =>
          state === 'unrecorded' || state === 'broken' ? '–' : String(changedByHand),
      },
    ],
    [t, stateText, say],
  );
}
