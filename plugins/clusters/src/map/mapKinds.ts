import type { TopologyEdge } from '@kubemate/plugin-clusters-common';
import type { TopologyLine } from '@kubemate/ui';

/** From left to right: how requests come in, what takes them, what runs, and what that needs. */
const COLUMNS: Readonly<Record<string, number>> = {
  Gateway: 0,
  Ingress: 1,
  HTTPRoute: 1,
  GRPCRoute: 1,
  IngressRoute: 1,
  Service: 2,
  NetworkPolicy: 2,
  HorizontalPodAutoscaler: 2,
  PodDisruptionBudget: 2,
  Deployment: 3,
  StatefulSet: 3,
  DaemonSet: 3,
  CronJob: 3,
  ReplicaSet: 4,
  Job: 4,
  Pod: 5,
  ConfigMap: 6,
  Secret: 6,
  PersistentVolumeClaim: 6,
  ServiceAccount: 6,
};

/** Kinds that say little where nobody asks for them: the chain goes past them. */
const QUIET: ReadonlySet<string> = new Set(['ReplicaSet', 'ServiceAccount']);

export const MAP_KINDS: readonly string[] = Object.keys(COLUMNS);
export const STANDARD_KINDS: readonly string[] = MAP_KINDS.filter(kind => !QUIET.has(kind));

export function columnOf(kind: string): number {
  return COLUMNS[kind] ?? 3;
}

export type EdgeType = TopologyEdge['type'];

/** How each connection is drawn; what carries requests is the boldest. */
export const EDGE_LINES: Readonly<Record<EdgeType, TopologyLine>> = {
  routes: 'bold',
  selects: 'bold',
  owns: 'solid',
  mounts: 'dashed',
  uses: 'dashed',
  scales: 'dotted',
  protects: 'dotted',
  allows: 'dotted',
};

export const EDGE_TYPES: readonly EdgeType[] = [
  'routes',
  'selects',
  'owns',
  'mounts',
  'uses',
  'scales',
  'protects',
  'allows',
];
