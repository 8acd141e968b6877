import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Row } from '@kubemate/kube-common';
import type { LiveTableColumn } from '@kubemate/ui';
import { useCallback, useMemo } from 'react';
import { useClusterNodes } from '../api/queries';
import { NODES } from '../kinds/wellKnown';
import { clustersTranslationRef } from '../translations/clustersTranslationRef';
import { ClusterRows } from './ClusterRows';
import { NodeAmount } from './NodeAmount';
import { isNodeResource } from './nodeResources';

/** The nodes of a cluster, live, with what each has, what its pods hold of it and what it uses. */
export function ClusterNodes({ cluster }: { cluster: string }) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const { data } = useClusterNodes(cluster);
  const nodes = useMemo(() => new Map(data?.items.map(node => [node.name, node])), [data]);
  const decorate = useCallback(
    (column: LiveTableColumn<Row>): LiveTableColumn<Row> => {
      const { id } = column;
      // Roles are a word or two; the bars need the room.
      if (id === 'roles') return { ...column, width: 110 };
      if (!isNodeResource(id)) return column;
      return {
        ...column,
        width: id === 'memory' ? 160 : 136,
        align: 'start',
        render: row => {
          const node = nodes.get(row.name);
          if (node === undefined) return column.render?.(row);
          return <NodeAmount label={column.title} resource={id} node={node} />;
        },
      };
    },
    [nodes],
  );
  return (
    <ClusterRows
      key="nodes"
      cluster={cluster}
      resource={NODES}
      title={t('clusters.nodes')}
      decorate={decorate}
    />
  );
}
