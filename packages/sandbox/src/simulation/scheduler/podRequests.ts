import { parseQuantity } from '@kubemate/kube-common';
import type { Amounts, Container, PodSpec } from '../objects/pod';

/** Amounts by resource name: cores, bytes, devices. */
export type Requests = ReadonlyMap<string, number>;

function add(total: Map<string, number>, amounts: Amounts | undefined): void {
  for (const [name, amount] of Object.entries(amounts ?? {}))
    total.set(name, (total.get(name) ?? 0) + (parseQuantity(amount) ?? 0));
}

/** Extended resources may be given as limits alone. */
function requestsOf({ resources }: Container): Amounts {
  return { ...resources?.limits, ...resources?.requests };
}

/** What a pod asks of its node: its containers and sidecars together, or its largest init container if that is more. */
export function podRequests(spec: PodSpec): Requests {
  const total = new Map<string, number>();
  for (const container of spec.containers) add(total, requestsOf(container));
  for (const container of spec.initContainers ?? []) {
    const own = requestsOf(container);
    if (container.restartPolicy === 'Always') add(total, own);
    else
      for (const [name, amount] of Object.entries(own))
        total.set(name, Math.max(total.get(name) ?? 0, parseQuantity(amount) ?? 0));
  }
  return total;
}
