import { parseQuantity } from '@kubemate/kube-common';
import type { Cluster } from '../Cluster';
import { keyOf } from '../Cluster';
import type { Node } from '../objects/node';
import type { Pod } from '../objects/pod';
import { NODES, PODS } from '../objects/resources';
import { podRequests, type Requests } from './podRequests';

/** What the scheduler remembers of a pod that has a node. */
interface Assigned {
  readonly node: string;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly requests: Requests;
  readonly priority: number;
  readonly hasRules: boolean;
}

/** A node with what is already on it. */
export interface NodeState {
  readonly node: Node;
  readonly allocatable: Requests;
  readonly used: Map<string, number>;
  readonly pods: Map<string, Assigned>;
}

function allocatableOf(node: Node): Requests {
  const amounts = node.status?.allocatable ?? {};
  return new Map(
    Object.entries(amounts).map(([name, amount]) => [name, parseQuantity(amount) ?? 0]),
  );
}

/** Nodes and the pods on them, kept up to date by watching: the scheduler's cache. */
export class NodeSnapshot {
  private readonly states = new Map<string, NodeState>();
  private readonly assigned = new Map<string, Assigned>();
  private readonly unwatch: (() => void)[];

  constructor(cluster: Cluster) {
    for (const node of cluster.list(NODES)) this.setNode(node);
    for (const pod of cluster.list(PODS)) this.setPod(pod);
    this.unwatch = [
      cluster.watch(NODES, ({ type, object }) => {
        if (type === 'DELETED') this.states.delete(object.metadata.name);
        else this.setNode(object);
      }),
      cluster.watch(PODS, ({ type, object }) => {
        if (type === 'DELETED') this.removePod(keyOf(object));
        else this.setPod(object);
      }),
    ];
  }

  get nodes(): Iterable<NodeState> {
    return this.states.values();
  }

  get size(): number {
    return this.states.size;
  }

  close(): void {
    for (const stop of this.unwatch) stop();
  }

  private setNode(node: Node): void {
    const known = this.states.get(node.metadata.name);
    this.states.set(node.metadata.name, {
      node,
      allocatable: allocatableOf(node),
      used: known?.used ?? new Map(),
      pods: known?.pods ?? new Map(),
    });
  }

  private setPod(pod: Pod): void {
    const key = keyOf(pod);
    const { nodeName, priority = 0, affinity } = pod.spec;
    const isOver = pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
    if (!nodeName || isOver) {
      this.removePod(key);
      return;
    }
    if (this.assigned.get(key)?.node === nodeName) return;
    this.removePod(key);
    const entry: Assigned = {
      node: nodeName,
      namespace: pod.metadata.namespace ?? '',
      labels: pod.metadata.labels ?? {},
      requests: podRequests(pod.spec),
      priority,
      hasRules: affinity?.podAntiAffinity !== undefined,
    };
    this.assigned.set(key, entry);
    this.charge(key, entry);
  }

  private charge(key: string, entry: Assigned): void {
    const state = this.states.get(entry.node);
    if (state === undefined) return;
    state.pods.set(key, entry);
    for (const [name, amount] of entry.requests)
      state.used.set(name, (state.used.get(name) ?? 0) + amount);
  }

  private removePod(key: string): void {
    const entry = this.assigned.get(key);
    if (entry === undefined) return;
    this.assigned.delete(key);
    const state = this.states.get(entry.node);
    if (state?.pods.delete(key) !== true) return;
    for (const [name, amount] of entry.requests)
      state.used.set(name, (state.used.get(name) ?? 0) - amount);
  }
}
