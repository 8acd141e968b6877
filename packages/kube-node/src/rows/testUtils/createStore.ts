import type { Row } from '@kubemate/kube-common';
import { NamespaceIds } from '../NamespaceSet';
import { RowStore } from '../RowStore';
import { TEST_COLUMNS } from './createRow';

/** A store of one cluster with rows in it. */
export function createStore(
  rows: readonly Row[] = [],
  options: { cluster?: string; ids?: NamespaceIds } = {},
): RowStore {
  const store = new RowStore({
    cluster: options.cluster ?? 'dev',
    resource: { group: '', version: 'v1', plural: 'pods' },
    columns: TEST_COLUMNS,
    namespaceIds: options.ids ?? new NamespaceIds(),
  });
  store.apply(rows.map(row => ({ type: 'upsert', row })));
  return store;
}
