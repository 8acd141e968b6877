import { parseQuantity } from '@kubemate/kube-common';
import type { MetricsUsage, SandboxHooks } from '../apiserver/hooks';
import type { Cluster } from '../simulation/Cluster';
import type { Node } from '../simulation/objects/node';
import type { Pod } from '../simulation/objects/pod';
import type { Usage, UsageModel } from '../simulation/runtime/UsageModel';
import { NodeUsage } from './NodeUsage';

// The kubelet, the container runtime and the system itself.
const SYSTEM: Usage = { cpu: 0.12, memory: 1.1 * 2 ** 30 };

function quantities({ cpu, memory }: Usage): MetricsUsage {
  return { cpu: `${Math.round(cpu * 1e9)}n`, memory: `${Math.round(memory / 1024)}Ki` };
}

/** What a metrics server measures. */
export function metricsHooks(
  cluster: Cluster,
  usage: UsageModel,
): Pick<SandboxHooks, 'podMetrics' | 'nodeMetrics'> & { close(): void } {
  const byNode = new NodeUsage(cluster, usage);
  return {
    podMetrics(pod) {
      const measured = usage.ofPod(pod as Pod);
      if (measured === undefined) return undefined;
      return Object.fromEntries(
        Object.entries(measured).map(([name, used]) => [name, quantities(used)]),
      );
    },
    nodeMetrics(node) {
      if (!isReady(node as Node)) return undefined;
      const pods = byNode.of(node.metadata.name);
      const total = { cpu: SYSTEM.cpu + pods.cpu, memory: SYSTEM.memory + pods.memory };
      const { allocatable } = (node as Node).status ?? {};
      return quantities({
        cpu: Math.min(total.cpu, (parseQuantity(allocatable?.cpu) ?? Infinity) * 0.98),
        memory: Math.min(total.memory, (parseQuantity(allocatable?.memory) ?? Infinity) * 0.98),
      });
    },
    close: () => byNode.close(),
  };
}

function isReady({ status }: Node): boolean {
  return (
    status?.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True') ?? false
  );
}
