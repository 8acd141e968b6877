import { keyOf, type Cluster } from '../Cluster';
import { CLAIMS, NODES, PODS, VOLUMES } from '../objects/resources';
import type { Pod } from '../objects/pod';
import { fitErrorMessage, preFilterMessage } from './fitError';
import { rejectNode, type Rejection } from './nodeFilters';
import { NodeSnapshot, type NodeState } from './NodeSnapshot';
import { scoreNode } from './scoreNode';
import { podClaims, reachesVolumes, SELECTED_NODE } from './volumeBinding';

const NAME = 'default-scheduler';
const PODS_PER_TURN = 16;
/** A pod that fits nowhere is tried again when something changes, and at the latest after this. */
const RETRY_MS = 300_000;
/** What changes at once is answered at once. */
const SETTLE_MS = 200;
/** Changes of the cluster make waiting pods worth another look, but not more often than this. */
const RECHECK_MS = 5_000;

interface Waiting {
  readonly priority: number;
  readonly order: number;
}

/** Gives pods their node: filters by what they require, takes the best scored, and says why where none is left. */
export class Scheduler {
  private readonly snapshot: NodeSnapshot;
  private readonly active = new Map<string, Waiting>();
  private readonly unschedulable = new Set<string>();
  private readonly stops: (() => void)[];
  private turn: (() => void) | undefined;
  private recheck: { at: number; cancel: () => void } | undefined;
  private order = 0;

  constructor(private readonly cluster: Cluster) {
    this.snapshot = new NodeSnapshot(cluster);
    const moved = () => this.scheduleRecheck(RECHECK_MS);
    this.stops = [
      cluster.watch(PODS, ({ type, object }) => this.see(type, object)),
      cluster.watch(NODES, moved),
      cluster.watch(CLAIMS, moved),
      cluster.watch(VOLUMES, moved),
      () => this.snapshot.close(),
    ];
    for (const pod of cluster.list(PODS)) this.see('ADDED', pod);
  }

  close(): void {
    for (const stop of this.stops) stop();
    this.turn?.();
    this.recheck?.cancel();
    this.active.clear();
  }

  private see(type: string, pod: Pod): void {
    const key = keyOf(pod);
    const { nodeName, schedulerName = NAME, priority = 0 } = pod.spec;
    const isWaiting = type !== 'DELETED' && !nodeName && schedulerName === NAME;
    if (!isWaiting || pod.metadata.deletionTimestamp !== undefined) {
      this.active.delete(key);
      this.unschedulable.delete(key);
      if (type === 'DELETED' || pod.status?.phase === 'Failed') this.scheduleRecheck(RECHECK_MS);
      return;
    }
    // The status written below comes back as a change; it must not count as news.
    if (this.unschedulable.has(key)) return;
    if (!this.active.has(key)) this.active.set(key, { priority, order: this.order++ });
    this.scheduleTurn();
  }

  private scheduleTurn(): void {
    this.turn ??= this.cluster.clock.after(SETTLE_MS, () => this.run());
  }

  private scheduleRecheck(delayMs: number): void {
    if (this.unschedulable.size === 0) return;
    const at = this.cluster.clock.now() + delayMs;
    if (this.recheck !== undefined && this.recheck.at <= at) return;
    this.recheck?.cancel();
    const cancel = this.cluster.clock.after(delayMs, () => this.lookAgain());
    this.recheck = { at, cancel };
  }

  private lookAgain(): void {
    this.recheck = undefined;
    const keys = [...this.unschedulable];
    this.unschedulable.clear();
    for (const key of keys) {
      const pod = this.cluster.get(PODS, key);
      if (pod !== undefined) this.see('MODIFIED', pod);
    }
  }

  private run(): void {
    this.turn = undefined;
    const queue = [...this.active].sort(
      ([, left], [, right]) => right.priority - left.priority || left.order - right.order,
    );
    for (const [key] of queue.slice(0, PODS_PER_TURN)) {
      this.active.delete(key);
      const pod = this.cluster.get(PODS, key);
      if (pod === undefined || pod.spec.nodeName) continue;
      try {
        this.schedule(pod);
      } catch (error) {
        this.cluster.onError(`scheduler: ${key}`, error);
      }
    }
    if (this.active.size > 0) this.scheduleTurn();
  }

  private schedule(pod: Pod): void {
    if (pod.spec.schedulingGates?.length) {
      this.refuse(
        pod,
        'SchedulingGated',
        'Scheduling is blocked due to non-empty scheduling gates',
      );
      return;
    }
    const { refusal, bound, unbound } = podClaims(this.cluster, pod);
    if (refusal !== undefined) {
      this.refuse(pod, 'Unschedulable', preFilterMessage(this.snapshot.size, refusal));
      return;
    }
    const all = [...this.snapshot.nodes];
    const rejections: Rejection[] = [];
    const feasible = all.filter(state => {
      const rejection =
        rejectNode(state, { pod, all }) ??
        (reachesVolumes(this.cluster, state, bound)
          ? undefined
          : {
              reasons: ["node(s) didn't match PersistentVolume's node affinity"],
              preemptible: false,
            });
      if (rejection !== undefined) rejections.push(rejection);
      return rejection === undefined;
    });
    const best = this.best(feasible, pod);
    if (best === undefined) this.refuse(pod, 'Unschedulable', fitErrorMessage(rejections));
    else if (unbound.length > 0) {
      for (const claim of unbound)
        this.cluster.patch(CLAIMS, keyOf(claim), {
          metadata: { annotations: { [SELECTED_NODE]: best.node.metadata.name } },
        });
      // The volumes come first; the pod is looked at again when they are bound.
      this.unschedulable.add(keyOf(pod));
      this.scheduleRecheck(1_000);
    } else this.bind(pod, best);
  }

  private best(feasible: readonly NodeState[], pod: Pod): NodeState | undefined {
    let best: { state: NodeState; score: number } | undefined;
    for (const state of feasible) {
      const score = scoreNode(state, pod);
      if (best === undefined || score > best.score) best = { state, score };
    }
    return best?.state;
  }

  private bind(pod: Pod, { node }: NodeState): void {
    const key = keyOf(pod);
    const { name } = node.metadata;
    this.cluster.patch(PODS, key, { spec: { nodeName: name } });
    const conditions = (pod.status?.conditions ?? []).filter(({ type }) => type !== 'PodScheduled');
    this.cluster.patchStatus(PODS, key, {
      conditions: [
        ...conditions,
        {
          type: 'PodScheduled',
          status: 'True',
          lastProbeTime: null,
          lastTransitionTime: this.cluster.timestamp(),
        },
      ],
    });
    this.cluster.events.record(pod, {
      type: 'Normal',
      reason: 'Scheduled',
      message: `Successfully assigned ${key} to ${name}`,
      component: NAME,
    });
  }

  private refuse(pod: Pod, reason: 'Unschedulable' | 'SchedulingGated', message: string): void {
    const key = keyOf(pod);
    this.unschedulable.add(key);
    this.scheduleRecheck(RETRY_MS);
    const before = pod.status?.conditions?.find(({ type }) => type === 'PodScheduled');
    if (before?.message !== message || before.reason !== reason)
      this.cluster.patchStatus(PODS, key, {
        phase: 'Pending',
        conditions: [
          ...(pod.status?.conditions ?? []).filter(({ type }) => type !== 'PodScheduled'),
          {
            type: 'PodScheduled',
            status: 'False',
            reason,
            message,
            lastProbeTime: null,
            lastTransitionTime:
              before?.status === 'False' ? before.lastTransitionTime : this.cluster.timestamp(),
          },
        ],
      });
    if (reason === 'Unschedulable')
      this.cluster.events.record(pod, {
        type: 'Warning',
        reason: 'FailedScheduling',
        message,
        component: NAME,
      });
  }
}
