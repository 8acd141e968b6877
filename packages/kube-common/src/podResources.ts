import { parseQuantity } from './quantity';
import type { Container, PodSpec, Quantities, Resources } from './shapes/pod';

// Device plugins name whole devices. Amounts of GPU memory or cores (`nvidia.com/gpumem`) must not be counted as devices.
const GPU = /^[^/]+\/(gpu(\.shared)?|mig-[^/]+|gaudi|Ascend\w+)$|^gpu\.intel\.com\/(i915|xe)$/;

/** Whether an extended resource counts accelerators: `nvidia.com/gpu`, `amd.com/gpu`, a MIG slice, … */
export function isGpuResource(resource: string): boolean {
  return GPU.test(resource);
}

/** Reads one amount of what a container, or a pod, asks for. */
export type Measure = (resources: Resources | undefined) => number | undefined;

/** The total of all accelerators in a list of amounts. */
export function gpusIn(amounts: Quantities | undefined): number {
  let total = 0;
  for (const name in amounts) {
    // The slash rules out cpu, memory and the like without running the expression.
    if (name.includes('/') && isGpuResource(name)) total += parseQuantity(amounts[name]) ?? 0;
  }
  return total;
}

/** The accelerators in a list of amounts, by the name of their resource; without those of which there are none. */
export function gpusByName(amounts: Quantities | undefined): (readonly [string, number])[] {
  return Object.entries(amounts ?? {})
    .filter(([name]) => isGpuResource(name))
    .map(([name, amount]) => [name, parseQuantity(amount) ?? 0] as const)
    .filter(([, count]) => count > 0);
}

const gpuMeasure: Measure = resources => {
  const requested = gpusIn(resources?.requests);
  return requested > 0 ? requested : gpusIn(resources?.limits) || undefined;
};

function measureOf(resource: 'cpu' | 'memory'): Measure {
  return resources =>
    parseQuantity(resources?.requests?.[resource] ?? resources?.limits?.[resource]);
}

const MEASURES = { cpu: measureOf('cpu'), memory: measureOf('memory'), gpu: gpuMeasure };

function initPeak(containers: readonly Container[], measure: Measure) {
  let sidecars = 0;
  let peak = 0;
  for (const container of containers) {
    const amount = measure(container.resources) ?? 0;
    if (container.restartPolicy === 'Always') sidecars += amount;
    peak = Math.max(peak, container.restartPolicy === 'Always' ? sidecars : sidecars + amount);
  }
  return { sidecars, peak };
}

/**
 * What a pod takes from its node, by the scheduler's rule: the containers and sidecars together, or the largest step of
 * the init sequence if that is more, plus overhead; pod-level resources replace the sum where set. Cores, bytes, devices.
 * Source: k8s.io/component-helpers/resource `PodRequests`.
 */
export function podRequest(spec: PodSpec | undefined, resource: keyof typeof MEASURES): number {
  return podTotal(spec, MEASURES[resource]);
}

/** {@link podRequest} of any amount that containers have. */
export function podTotal(spec: PodSpec | undefined, measure: Measure): number {
  if (spec === undefined) return 0;
  let sum = 0;
  for (const container of spec.containers ?? []) sum += measure(container.resources) ?? 0;
  const { sidecars, peak } = initPeak(spec.initContainers ?? [], measure);
  const total = measure(spec.resources) ?? Math.max(sum + sidecars, peak);
  const overhead = spec.overhead === undefined ? 0 : (measure({ requests: spec.overhead }) ?? 0);
  return total + overhead;
}
