import type { Row } from '@kubemate/kube-common';

/** Cores, bytes, number of pods, GPU devices. */
export interface Amounts {
  readonly cpu: number;
  readonly memory: number;
  readonly pods: number;
  readonly gpu: number;
}

/** What the nodes of these rows can give. */
export function allocatableOf(nodes: readonly Row[]): Amounts {
  const sum = { cpu: 0, memory: 0, pods: 0, gpu: 0 };
  for (const { cells } of nodes) {
    sum.cpu += amount(cells.cpu);
    sum.memory += amount(cells.memory);
    sum.pods += amount(cells.pods);
    sum.gpu += amount(cells.gpu);
  }
  return sum;
}

/** What the pods of these rows hold. A pod holds its requests from the moment it is bound to a node until it has ended. */
export function requestedOf(pods: readonly Row[]): Amounts {
  const sum = { cpu: 0, memory: 0, pods: 0, gpu: 0 };
  for (const { cells } of pods) {
    if (!cells.node || cells.phase === 'Succeeded' || cells.phase === 'Failed') continue;
    sum.cpu += amount(cells.cpuRequest);
    sum.memory += amount(cells.memoryRequest);
    sum.pods += 1;
    sum.gpu += amount(cells.gpuRequest);
  }
  return sum;
}

function amount(cell: unknown): number {
  return typeof cell === 'number' ? cell : 0;
}
