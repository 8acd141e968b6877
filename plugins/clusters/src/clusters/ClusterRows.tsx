import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { ResourceId, Row } from '@kubemate/kube-common';
import {
  ColumnMenu,
  FilterBar,
  useColumnLayout,
  type LiveTableColumn,
  type SearchBoxHandle,
} from '@kubemate/ui';
import { useMemo, useRef } from 'react';
import { formatResourceId } from '@kubemate/kube-common';
import { FailureChips } from '../explorer/FailureChips';
import { isFiltered, toRowQuery } from '../explorer/explorerState';
import { RowsTable } from '../explorer/RowsTable';
import { useExplorerState } from '../explorer/useExplorerState';
import { useRowsFeed } from '../explorer/useRowsFeed';
import { useTableColumns } from '../explorer/useTableColumns';
import { clustersTranslationRef } from '../translations/clustersTranslationRef';

export interface ClusterRowsProps {
  cluster: string;
  resource: ResourceId;
  title: string;
  /** Draws a column in another way than the Explorer does. Must stay the same while it draws the same. */
  decorate?(column: LiveTableColumn<Row>): LiveTableColumn<Row>;
  /** One more column, right behind the name. Must stay the same while it draws the same. */
  behindName?: LiveTableColumn<Row>;
}

/** Live rows of one kind of one cluster, such as its nodes. Search and order live in the address. */
export function ClusterRows(props: ClusterRowsProps) {
  const { cluster, resource, title, decorate, behindName } = props;
  const { t } = useTranslationRef(clustersTranslationRef);
  const { state, update } = useExplorerState();
  const question = useMemo(
    () => toRowQuery({ ...state, resource, clusters: [cluster], namespaces: [] }),
    [state, resource, cluster],
  );
  const live = useRowsFeed(question);
  const plain = useTableColumns({
    columns: live.columns,
    namespaced: false,
    showCluster: false,
  });
  const columns = useMemo(() => {
    const drawn = decorate === undefined ? plain : plain.map(decorate);
    return behindName === undefined ? drawn : [...drawn.slice(0, 1), behindName, ...drawn.slice(1)];
  }, [plain, decorate, behindName]);
  const [layout, setLayout] = useColumnLayout(`cluster:${formatResourceId(resource)}`);
  const search = useRef<SearchBoxHandle>(null);
  const clear = () => update({ search: '', health: [], filter: '', labelSelector: '' });
  return (
    <>
      <FilterBar
        ref={search}
        search={state.search}
        onSearchChange={text => update({ search: text })}
        searchPlaceholder={t('explorer.search')}
        onClear={clear}
      >
        <ColumnMenu columns={columns} layout={layout} onLayoutChange={setLayout} />
      </FilterBar>
      <FailureChips failures={live.failures} />
      <RowsTable
        resource={resource}
        kind={title}
        live={live}
        columns={columns}
        layout={layout}
        onLayoutChange={setLayout}
        sort={state.sort}
        onSortChange={sort => update({ sort })}
        filtered={isFiltered({ ...state, clusters: [], namespaces: [] })}
        onClear={clear}
        onSearchRequest={() => search.current?.focus()}
      />
    </>
  );
}
