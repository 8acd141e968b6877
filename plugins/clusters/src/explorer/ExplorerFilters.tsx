import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Row } from '@kubemate/kube-common';
import {
  ColumnMenu,
  FilterBar,
  type ColumnLayout,
  type LiveTableColumn,
  type SearchBoxHandle,
} from '@kubemate/ui';
import Button from '@mui/material/Button';
import { RiListUnordered } from '@remixicon/react';
import { forwardRef, memo } from 'react';
import { clustersTranslationRef } from '../translations/clustersTranslationRef';
import { ConditionsButton } from './ConditionsButton';
import { conditionChips } from './conditionChips';
import type { ExplorerState } from './explorerState';
import { columnsOf } from './urlColumns';
import type { ExplorerStateHandle } from './useExplorerState';
import { ViewsButton } from './ViewsButton';

export interface ExplorerFiltersProps {
  state: ExplorerState;
  update: ExplorerStateHandle['update'];
  clusters: readonly { readonly name: string; readonly title: string }[];
  /** Those to choose among; undefined for a kind without. */
  namespaces?: readonly string[];
  columns: readonly LiveTableColumn<Row>[];
  layout: ColumnLayout;
  onLayoutChange(layout: ColumnLayout): void;
  onClear(): void;
  onChooseKind(): void;
}

/** Search, scope, conditions, views and columns. Drawn again only when one of these changes, however often rows do. */
export const ExplorerFilters = memo(
  forwardRef<SearchBoxHandle, ExplorerFiltersProps>((props, ref) => {
    const { state, update, clusters, namespaces, columns, layout } = props;
    const { t } = useTranslationRef(clustersTranslationRef);
    const scopes = [
      {
        label: t('explorer.clusters'),
        options: clusters.map(({ name, title }) => ({ value: name, title })),
        value: state.clusters,
        onChange: (value: readonly string[]) => update({ clusters: value }, 'push'),
      },
      {
        label: t('explorer.namespaces'),
        options: (namespaces ?? []).map(name => ({ value: name, title: name })),
        value: state.namespaces,
        onChange: (value: readonly string[]) => update({ namespaces: value }, 'push'),
      },
    ];
    return (
      <FilterBar
        ref={ref}
        search={state.search}
        onSearchChange={text => update({ search: text })}
        searchPlaceholder={t('explorer.search')}
        selects={namespaces === undefined ? scopes.slice(0, 1) : scopes}
        chips={conditionChips(state, update)}
        onClear={props.onClear}
      >
        <Button
          variant="outlined"
          color="inherit"
          onClick={props.onChooseKind}
          startIcon={<RiListUnordered size={16} />}
          sx={{ display: { md: 'none' }, bgcolor: 'background.paper' }}
        >
          {t('explorer.chooseKind')}
        </Button>
        <ConditionsButton value={state} onChange={patch => update(patch, 'push')} />
        <ViewsButton />
        <ColumnMenu
          columns={columns}
          layout={layout}
          onLayoutChange={next => {
            props.onLayoutChange(next);
            update({ columns: columnsOf(next, columns) });
          }}
        />
      </FilterBar>
    );
  }),
);
ExplorerFilters.displayName = 'ExplorerFilters';
