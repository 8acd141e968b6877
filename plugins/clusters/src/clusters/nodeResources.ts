import { formatBytes, formatCoresShort } from '@kubemate/kube-common';
import type { NodeList } from '@kubemate/plugin-clusters-common';

export type NodeUse = NodeList['items'][number];

/** The amounts of a node that are shown as a bar, by the id of their column. */
export const NODE_RESOURCES = ['cpu', 'memory', 'gpu', 'pods'] as const;
export type NodeResource = (typeof NODE_RESOURCES)[number];

export function isNodeResource(id: string): id is NodeResource {
  return (NODE_RESOURCES as readonly string[]).includes(id);
}

export function formatNodeAmount(resource: NodeResource): (amount: number) => string {
  if (resource === 'cpu') return formatCoresShort;
  return resource === 'memory' ? formatBytes : amount => amount.toLocaleString();
}

/** Measured use; metrics know cores and bytes alone. */
export function usedOf({ used }: NodeUse, resource: NodeResource): number | undefined {
  return resource === 'cpu' || resource === 'memory' ? used?.[resource] : undefined;
}
