import type { Column, Row } from '@kubemate/kube-common';

/** Columns of the rows that {@link createRow} makes, one of each type. */
export const TEST_COLUMNS: readonly Column[] = [
  { id: 'status', title: 'Status', type: 'text', priority: 0 },
  { id: 'restarts', title: 'Restarts', type: 'number', priority: 0 },
  { id: 'memory', title: 'Memory', type: 'bytes', priority: 0 },
  { id: 'cpu', title: 'CPU', type: 'cores', priority: 0 },
  { id: 'ready', title: 'Ready', type: 'fraction', priority: 0 },
  { id: 'lastSeen', title: 'Last seen', type: 'time', priority: 1 },
  { id: 'hostNetwork', title: 'Host network', type: 'boolean', priority: 1 },
  { id: 'images', title: 'Images', type: 'list', priority: 1 },
];

let versions = 0;

/** A row with a version of its own, so that two rows with one name are two states of an object. */
export function createRow(fields: Partial<Row> & { name: string }): Row {
  const cluster = fields.cluster ?? 'dev';
  return {
    cluster,
    namespace: 'shop',
    uid: `${cluster}/${fields.namespace ?? 'shop'}/${fields.name}`,
    resourceVersion: String(++versions),
    created: 0,
    health: 'ok',
    cells: {},
    ...fields,
  };
}
