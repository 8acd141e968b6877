import { formatResourceId } from '@kubemate/kube-common';
import type { Row } from '@kubemate/kube-common';
import type { ClusterFailure, KubeService, Viewer } from '@kubemate/kube-node';
import type { ClusterReader } from '../ClusterReader';
import { TOPOLOGY_KINDS } from './topologyKinds';
import type { TopologyKind } from './topologyKinds';
import type { TopologyPlace } from './TopologyReader';

/** The rows of one kind of a map. */
export interface TopologyRows {
  readonly type: TopologyKind;
  /** Absent where the cluster does not serve the kind. */
  readonly resource?: string;
  readonly rows: readonly Row[];
  readonly failures: readonly ClusterFailure[];
}

/** The rows of every kind of a map, from the shared cache as the viewer may see them. */
export async function readTopologyRows(
  { cluster, namespaces }: TopologyPlace,
  { kube, viewer, reader }: { kube: KubeService; viewer: Viewer; reader: ClusterReader },
): Promise<readonly TopologyRows[]> {
  return await Promise.all(
    TOPOLOGY_KINDS.map(async (type): Promise<TopologyRows> => {
      const served = reader.type(type);
      if (served === undefined) return { type, rows: [], failures: [] };
      const { group, version, plural } = served;
      const { items, failures } = await kube.allRows(
        {
          resource: { group, version, plural },
          clusters: [cluster],
          ...(namespaces !== undefined && { namespaces }),
        },
        viewer,
      );
      return { type, resource: formatResourceId(served), rows: items, failures };
    }),
  );
}
