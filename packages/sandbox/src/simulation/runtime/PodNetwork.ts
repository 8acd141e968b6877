import type { Cluster } from '../Cluster';
import { keyOf } from '../Cluster';
import { NODES, PODS } from '../objects/resources';
import type { Pod } from '../objects/pod';

/** Hands out pod addresses from each node's range, as a CNI plugin does. */
export class PodNetwork {
  /** Address → key of the pod that has it. */
  private readonly used = new Map<string, string>();
  private readonly next = new Map<string, number>();
  private readonly unwatch: () => void;

  constructor(private readonly cluster: Cluster) {
    for (const pod of cluster.list(PODS)) this.note(pod);
    this.unwatch = cluster.watch(PODS, ({ type, object }) => {
      const ip = object.status?.podIP;
      if (type === 'DELETED' && ip !== undefined && this.used.get(ip) === keyOf(object))
        this.used.delete(ip);
    });
  }

  /** The pod's address; a new one where it has none yet. */
  addressOf(pod: Pod): string {
    if (pod.status?.podIP !== undefined) return pod.status.podIP;
    const node = pod.spec.nodeName ?? '';
    if (pod.spec.hostNetwork) return this.nodeAddress(node);
    const address = this.free(node);
    this.used.set(address, keyOf(pod));
    return address;
  }

  nodeAddress(name: string): string {
    const addresses = this.cluster.get(NODES, name)?.status?.addresses ?? [];
    return addresses.find(({ type }) => type === 'InternalIP')?.address ?? '10.0.0.1';
  }

  close(): void {
    this.unwatch();
  }

  private note(pod: Pod): void {
    if (pod.status?.podIP !== undefined) this.used.set(pod.status.podIP, keyOf(pod));
  }

  private free(node: string): string {
    const range = this.cluster.get(NODES, node)?.spec?.podCIDR ?? '10.42.0.0/24';
    const base = range.slice(0, range.lastIndexOf('.'));
    let host = this.next.get(node) ?? 2;
    // A node takes at most 110 pods, so a free address is never far.
    for (let tries = 0; tries < 250 && this.used.has(`${base}.${host}`); tries++)
      host = host >= 250 ? 2 : host + 1;
    this.next.set(node, host >= 250 ? 2 : host + 1);
    return `${base}.${host}`;
  }
}
