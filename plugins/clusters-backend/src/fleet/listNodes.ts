import type { Row } from '@kubemate/kube-common';
import { allocatableOf, requestedOf } from './amounts';
import type { Usage } from './readUsage';

export interface NodeFacts {
  readonly nodes: readonly Row[];
  readonly pods: readonly Row[];
  /** By the name of the node; null where nothing measures. */
  readonly used: ReadonlyMap<string, Usage> | null;
}

/** What each node has, what its pods hold of it and what it uses, by name. */
export function listNodes({ nodes, pods, used }: NodeFacts) {
  const podsOf = new Map<string, Row[]>();
  for (const pod of pods) {
    const { node } = pod.cells;
    if (typeof node !== 'string') continue;
    const group = podsOf.get(node);
    if (group === undefined) podsOf.set(node, [pod]);
    else group.push(pod);
  }
  return [...nodes]
    .sort((a, b) => a.name.localeCompare(b.name))
    .map(node => ({
      name: node.name,
      allocatable: allocatableOf([node]),
      requested: requestedOf(podsOf.get(node.name) ?? []),
      used: used?.get(node.name) ?? null,
    }));
}
