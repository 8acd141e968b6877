import { keyOf, type Cluster } from '../Cluster';
import { controllerUid, ObjectIndex } from '../ObjectIndex';
import type { Node } from '../objects/node';
import type { Pod, Toleration } from '../objects/pod';
import { DAEMON_SETS, NODES, PODS } from '../objects/resources';
import type { DaemonSet } from '../objects/workload';
import { matchesNodeAffinity, untolerated } from '../scheduler/nodeMatching';
import { Controller } from './Controller';
import { PodControl } from './PodControl';
import { intOrPercent, isActive, isAvailable, isReady } from './podState';
import { templateHash } from './templateHash';

const HASH = 'controller-revision-hash';

/** Daemons stay where other pods have to go. */
const TOLERATIONS: readonly Toleration[] = [
  { key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute' },
  { key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute' },
  { key: 'node.kubernetes.io/disk-pressure', operator: 'Exists', effect: 'NoSchedule' },
  { key: 'node.kubernetes.io/memory-pressure', operator: 'Exists', effect: 'NoSchedule' },
  { key: 'node.kubernetes.io/pid-pressure', operator: 'Exists', effect: 'NoSchedule' },
  { key: 'node.kubernetes.io/unschedulable', operator: 'Exists', effect: 'NoSchedule' },
];

/** The node a daemon's pod is meant for, whether it has been scheduled yet or not. */
function nodeOf({ spec }: Pod): string | undefined {
  const terms =
    spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
  return spec.nodeName ?? terms?.[0]?.matchFields?.[0]?.values?.[0];
}

function pin(node: string) {
  return {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [
          { matchFields: [{ key: 'metadata.name', operator: 'In', values: [node] }] },
        ],
      },
    },
  };
}

function wants({ spec }: DaemonSet, node: Node): boolean {
  const tolerations = [...(spec.template.spec.tolerations ?? []), ...TOLERATIONS];
  const blocked = untolerated(node.spec?.taints, tolerations, ['NoSchedule', 'NoExecute']);
  return blocked === undefined && matchesNodeAffinity(spec.template.spec, node);
}

class DaemonSetReconciler {
  private readonly control: PodControl;

  constructor(
    private readonly cluster: Cluster,
    private readonly pods: ObjectIndex<Pod>,
  ) {
    this.control = new PodControl(cluster, 'daemonset-controller');
  }

  reconcile(set: DaemonSet): void {
    if (set.metadata.deletionTimestamp !== undefined) return;
    const hash = templateHash(set.spec.template);
    const nodes = this.cluster.list(NODES).filter(node => wants(set, node));
    const owned = this.pods.find(set.metadata.uid);
    const byNode = new Map(owned.filter(isActive).map(pod => [nodeOf(pod), pod]));
    for (const pod of owned) if (this.isStale(pod, nodes)) this.control.delete(set, pod);
    for (const { metadata } of nodes)
      if (!byNode.has(metadata.name)) this.create(set, metadata.name, hash);
    this.update(set, [...byNode.values()], hash);
    this.report(set, nodes, hash);
  }

  private isStale(pod: Pod, nodes: readonly Node[]): boolean {
    if (pod.metadata.deletionTimestamp !== undefined) return false;
    return !isActive(pod) || !nodes.some(node => node.metadata.name === nodeOf(pod));
  }

  private create(set: DaemonSet, node: string, hash: string): void {
    const { template } = set.spec;
    this.control.create(set, template, {
      labels: { [HASH]: hash, 'pod-template-generation': String(set.metadata.generation ?? 1) },
      spec: {
        affinity: pin(node),
        tolerations: [...(template.spec.tolerations ?? []), ...TOLERATIONS],
      },
    });
  }

  private update(set: DaemonSet, pods: readonly Pod[], hash: string): void {
    if (set.spec.updateStrategy?.type === 'OnDelete') return;
    const { maxUnavailable = 1 } = set.spec.updateStrategy?.rollingUpdate ?? {};
    const old = pods.filter(pod => pod.metadata.labels?.[HASH] !== hash);
    const down = pods.filter(pod => !isReady(pod)).length;
    const budget = Math.max(1, intOrPercent(maxUnavailable, pods.length, 'up')) - down;
    const next = [
      ...old.filter(pod => !isReady(pod)),
      ...old.filter(isReady).slice(0, Math.max(0, budget)),
    ];
    for (const pod of next) this.control.delete(set, pod);
  }

  private report(set: DaemonSet, nodes: readonly Node[], hash: string): void {
    const active = this.pods.find(set.metadata.uid).filter(isActive);
    const wanted = new Set(nodes.map(node => node.metadata.name));
    const placed = active.filter(pod => wanted.has(nodeOf(pod) ?? ''));
    const now = this.cluster.clock.now();
    const available = placed.filter(pod => isAvailable(pod, now, set.spec.minReadySeconds)).length;
    this.cluster.patchStatus(DAEMON_SETS, keyOf(set), {
      observedGeneration: set.metadata.generation,
      currentNumberScheduled: placed.length,
      desiredNumberScheduled: nodes.length,
      numberMisscheduled: active.length - placed.length,
      numberReady: placed.filter(isReady).length,
      numberAvailable: available,
      numberUnavailable: nodes.length - available,
      updatedNumberScheduled: placed.filter(pod => pod.metadata.labels?.[HASH] === hash).length,
    });
  }
}

/** One pod on each node that will have it. */
export function startDaemonSetController(cluster: Cluster): Controller<DaemonSet> {
  const pods = new ObjectIndex(cluster, PODS, controllerUid);
  const reconciler = new DaemonSetReconciler(cluster, pods);
  const placement = (node: Node) => JSON.stringify([node.metadata.labels, node.spec?.taints ?? []]);
  const seen = new Map<string, string>();
  return new Controller(cluster, {
    name: 'daemonset-controller',
    resource: DAEMON_SETS,
    reconcile: set => reconciler.reconcile(set),
  })
    .owns(PODS)
    .alsoWatch(NODES, ({ type, object }) => {
      // Heartbeats change nodes all the time; only what decides about placement counts.
      const next = placement(object);
      if (type !== 'DELETED' && seen.get(object.metadata.name) === next) return [];
      if (type === 'DELETED') seen.delete(object.metadata.name);
      else seen.set(object.metadata.name, next);
      return cluster.list(DAEMON_SETS).map(keyOf);
    })
    .with(pods);
}
