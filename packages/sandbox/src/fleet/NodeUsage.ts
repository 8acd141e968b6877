import { keyOf, type Cluster } from '../simulation/Cluster';
import type { Pod } from '../simulation/objects/pod';
import { PODS } from '../simulation/objects/resources';
import type { ContainerLoad, Usage, UsageModel } from '../simulation/runtime/UsageModel';

const NOTHING: Usage = { cpu: 0, memory: 0 };

/**
 * What the pods of each node use together. Keeps what their use follows from, not the pods: these lie packed in the
 * store, and unpacking 100,000 of them for each look would hold up everybody else.
 */
export class NodeUsage {
  private readonly byNode = new Map<string, Map<string, readonly ContainerLoad[]>>();
  private readonly nodeOf = new Map<string, string>();
  private readonly measured = new Map<string, { window: number; usage: Usage }>();
  private readonly unwatch: () => void;

  constructor(
    cluster: Cluster,
    private readonly usage: UsageModel,
  ) {
    for (const pod of cluster.list(PODS)) this.set(pod);
    this.unwatch = cluster.watch(PODS, ({ type, object }) => {
      if (type === 'DELETED') this.remove(keyOf(object));
      else this.set(object);
    });
  }

  /** The same within one window of the metrics server. */
  of(node: string): Usage {
    const window = this.usage.window();
    const known = this.measured.get(node);
    if (known?.window === window) return known.usage;
    let { cpu, memory } = NOTHING;
    for (const loads of this.byNode.get(node)?.values() ?? []) {
      for (const load of loads) {
        const used = this.usage.measure(load);
        cpu += used.cpu;
        memory += used.memory;
      }
    }
    const usage = { cpu, memory };
    this.measured.set(node, { window, usage });
    return usage;
  }

  close(): void {
    this.unwatch();
    this.byNode.clear();
    this.nodeOf.clear();
    this.measured.clear();
  }

  private set(pod: Pod): void {
    const key = keyOf(pod);
    const node = pod.spec.nodeName;
    const loads = this.usage.loadsOf(pod);
    if (node === undefined || loads.length === 0) {
      this.remove(key);
      return;
    }
    // A pod never moves to another node.
    this.nodeOf.set(key, node);
    const pods = this.byNode.get(node) ?? new Map<string, readonly ContainerLoad[]>();
    pods.set(key, loads);
    this.byNode.set(node, pods);
  }

  private remove(key: string): void {
    const node = this.nodeOf.get(key);
    if (node === undefined) return;
    this.nodeOf.delete(key);
    const pods = this.byNode.get(node);
    pods?.delete(key);
    if (pods?.size !== 0) return;
    this.byNode.delete(node);
    this.measured.delete(node);
  }
}
