import type { Health, Row } from '@kubemate/kube-common';
import type { ClusterFailure, ClusterState } from '@kubemate/kube-node';
import { allocatableOf, requestedOf } from './amounts';
import type { Usage } from './readUsage';

export interface ClusterFacts {
  readonly cluster: ClusterState;
  /** Undefined where the viewer may not see nodes or the cluster has not told them. */
  readonly nodes: readonly Row[] | undefined;
  readonly pods: readonly Row[];
  readonly namespaces: number;
  readonly used: Usage | null;
  /** Whether the viewer sees the pods of all namespaces. */
  readonly complete: boolean;
  readonly failures: readonly ClusterFailure[];
}

/** Capacity and health of one cluster from its rows. */
export function summariseCluster(facts: ClusterFacts) {
  const { cluster, nodes, pods, namespaces, used, complete, failures } = facts;
  return {
    cluster,
    nodes: nodes === undefined ? null : countNodes(nodes),
    allocatable: nodes === undefined ? null : allocatableOf(nodes),
    requested: requestedOf(pods),
    used,
    complete,
    pods: countHealth(pods),
    namespaces,
    failures,
  };
}

function countNodes(nodes: readonly Row[]) {
  return {
    total: nodes.length,
    ready: nodes.filter(({ cells }) => String(cells.status ?? '').split(',')[0] === 'Ready').length,
    gpu: nodes.filter(({ cells }) => typeof cells.gpu === 'number' && cells.gpu > 0).length,
  };
}

function countHealth(rows: readonly Row[]): Record<Health, number> {
  const counts = { ok: 0, progressing: 0, warning: 0, failed: 0, idle: 0, unknown: 0 };
  for (const { health } of rows) counts[health] += 1;
  return counts;
}
