import { parseTime } from '@kubemate/kube-common';
import { keyOf, type Cluster } from '../Cluster';
import { ObjectIndex } from '../ObjectIndex';
import type { Node, Taint } from '../objects/node';
import type { Pod } from '../objects/pod';
import { NODES, PODS } from '../objects/resources';
import { tolerates } from '../scheduler/nodeMatching';
import { Controller } from './Controller';
import { isActive, withCondition } from './podState';

const COMPONENT = 'node-controller';
/** Kubernetes gives every pod this much time on a node that went away, unless the pod says otherwise. */
const DEFAULT_TOLERATION_SECONDS = 300;

const PRESSURES = [
  { type: 'DiskPressure', key: 'node.kubernetes.io/disk-pressure' },
  { type: 'MemoryPressure', key: 'node.kubernetes.io/memory-pressure' },
  { type: 'PIDPressure', key: 'node.kubernetes.io/pid-pressure' },
] as const;

const MANAGED: ReadonlySet<string> = new Set([
  'node.kubernetes.io/not-ready',
  'node.kubernetes.io/unreachable',
  'node.kubernetes.io/unschedulable',
  ...PRESSURES.map(({ key }) => key),
]);

function wantedTaints({ spec, status }: Node): Taint[] {
  const state = (type: string) =>
    status?.conditions?.find(condition => condition.type === type)?.status;
  const taints: Taint[] = [];
  const ready = state('Ready');
  if (ready === 'False' || ready === 'Unknown') {
    const key =
      ready === 'False' ? 'node.kubernetes.io/not-ready' : 'node.kubernetes.io/unreachable';
    taints.push({ key, effect: 'NoSchedule' }, { key, effect: 'NoExecute' });
  }
  for (const { type, key } of PRESSURES)
    if (state(type) === 'True') taints.push({ key, effect: 'NoSchedule' });
  if (spec?.unschedulable)
    taints.push({ key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' });
  return taints;
}

function identity({ key, effect }: Taint): string {
  return `${key}:${effect}`;
}

class NodeLifecycle {
  constructor(
    private readonly cluster: Cluster,
    private readonly pods: ObjectIndex<Pod>,
  ) {}

  /** @returns milliseconds after which to look again */
  reconcile(node: Node): number | undefined {
    const current = this.syncTaints(node);
    const isLost = node.status?.conditions?.some(
      ({ type, status }) => type === 'Ready' && status === 'Unknown',
    );
    if (isLost) this.markPods(node);
    return this.evict(
      node,
      current.filter(({ effect }) => effect === 'NoExecute'),
    );
  }

  private syncTaints(node: Node): readonly Taint[] {
    const before = node.spec?.taints ?? [];
    const wanted = wantedTaints(node);
    const kept = before.filter(
      taint => !MANAGED.has(taint.key) || wanted.some(other => identity(other) === identity(taint)),
    );
    const added = wanted.filter(taint => !kept.some(other => identity(other) === identity(taint)));
    if (added.length === 0 && kept.length === before.length) return before;
    const taints = [
      ...kept,
      ...added.map(taint => ({ ...taint, timeAdded: this.cluster.timestamp() })),
    ];
    this.cluster.patch(NODES, node.metadata.name, {
      spec: { taints: taints.length === 0 ? null : taints },
    });
    return taints;
  }

  /** Nobody reports on these pods any more. */
  private markPods(node: Node): void {
    for (const pod of this.pods.find(node.metadata.name)) {
      const ready = pod.status?.conditions?.find(({ type }) => type === 'Ready');
      if (ready?.status !== 'True') continue;
      this.cluster.patchStatus(PODS, keyOf(pod), {
        conditions: withCondition(
          pod.status?.conditions,
          { type: 'Ready', status: 'False' },
          this.cluster.timestamp(),
        ),
      });
    }
  }

  private evict(node: Node, taints: readonly Taint[]): number | undefined {
    if (taints.length === 0) return undefined;
    const now = this.cluster.clock.now();
    let next: number | undefined;
    for (const pod of this.pods.find(node.metadata.name).filter(isActive)) {
      const at = Math.min(...taints.map(taint => this.evictionTime(pod, taint)));
      if (at === Infinity) continue;
      if (at > now) next = Math.min(next ?? Infinity, at - now);
      else this.remove(pod);
    }
    return next;
  }

  private evictionTime(pod: Pod, taint: Taint): number {
    const since = parseTime(taint.timeAdded) ?? this.cluster.clock.now();
    const tolerations = (pod.spec.tolerations ?? []).filter(toleration =>
      tolerates(toleration, taint),
    );
    if (tolerations.some(({ tolerationSeconds }) => tolerationSeconds === undefined))
      return Infinity;
    const own = tolerations.map(({ tolerationSeconds = 0 }) => tolerationSeconds);
    const isManaged = MANAGED.has(taint.key);
    const seconds = own.length > 0 ? Math.min(...own) : isManaged ? DEFAULT_TOLERATION_SECONDS : 0;
    return since + seconds * 1000;
  }

  private remove(pod: Pod): void {
    this.cluster.events.record(pod, {
      type: 'Normal',
      reason: 'TaintManagerEviction',
      message: `Marking for deletion Pod ${keyOf(pod)}`,
      component: 'taint-eviction-controller',
    });
    this.cluster.delete(PODS, keyOf(pod));
  }
}

/** Taints nodes by their conditions and removes pods from nodes that are gone. */
export function startNodeLifecycleController(cluster: Cluster): Controller<Node> {
  const pods = new ObjectIndex(cluster, PODS, ({ spec }) => (spec.nodeName ? [spec.nodeName] : []));
  const lifecycle = new NodeLifecycle(cluster, pods);
  return new Controller(cluster, {
    name: COMPONENT,
    resource: NODES,
    reconcile(node, queue) {
      const again = lifecycle.reconcile(node);
      if (again !== undefined) queue.add(node.metadata.name, Math.max(1_000, again));
    },
  }).with(pods);
}
