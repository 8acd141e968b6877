import { parseQuantity } from '@kubemate/kube-common';
import type { KubeObject } from '@kubemate/kube-common';
import type { ClusterState, KubeService, Viewer } from '@kubemate/kube-node';

interface NodeMetrics extends KubeObject {
  readonly usage?: { readonly cpu?: string; readonly memory?: string };
}

/** Cores and bytes. */
export interface Usage {
  readonly cpu: number;
  readonly memory: number;
}

/** What each node of a cluster uses now, by its name, or null: where metrics are absent, denied or failing, a summary does without. */
export async function readUsage(
  { name, apiGroups, connection }: ClusterState,
  { kube, viewer }: { kube: KubeService; viewer: Viewer },
): Promise<ReadonlyMap<string, Usage> | null> {
  if (connection.state !== 'ready' || !apiGroups.includes('metrics.k8s.io')) return null;
  const resource = { group: 'metrics.k8s.io', version: 'v1beta1', plural: 'nodes' };
  const nodes: readonly NodeMetrics[] = await kube
    .list({ cluster: name, resource, limit: 5_000 }, viewer)
    .catch(() => []);
  if (nodes.length === 0) return null;
  return new Map(
    nodes.map(({ metadata, usage }) => [
      metadata.name,
      { cpu: parseQuantity(usage?.cpu) ?? 0, memory: parseQuantity(usage?.memory) ?? 0 },
    ]),
  );
}

/** The sum over all nodes. */
export function totalUsage(nodes: ReadonlyMap<string, Usage> | null): Usage | null {
  if (nodes === null) return null;
  const sum = { cpu: 0, memory: 0 };
  for (const { cpu, memory } of nodes.values()) {
    sum.cpu += cpu;
    sum.memory += memory;
  }
  return sum;
}
