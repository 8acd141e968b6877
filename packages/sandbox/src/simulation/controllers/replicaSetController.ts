import type { Cluster } from '../Cluster';
import { keyOf } from '../Cluster';
import { controllerUid, ObjectIndex } from '../ObjectIndex';
import type { Pod, StatusCondition } from '../objects/pod';
import { PODS, REPLICA_SETS } from '../objects/resources';
import type { ReplicaSet } from '../objects/workload';
import type { WorkQueue } from '../WorkQueue';
import { Controller } from './Controller';
import { PodControl } from './PodControl';
import {
  availableAt,
  byDeletionOrder,
  isActive,
  isAvailable,
  isReady,
  withCondition,
} from './podState';

/** At most this many pods at once; the rest follow. */
const BURST = 100;

interface Failure {
  readonly reason: 'FailedCreate';
  readonly message: string;
}

/**
 * As the real controller, keeps a failure that is there: its message names the pod of the first attempt, and a new name
 * at each attempt would make every attempt a change.
 */
function conditionsWith(
  known: readonly StatusCondition[] = [],
  failure: Failure | undefined,
  timestamp: string,
): StatusCondition[] {
  if (failure === undefined) return known.filter(({ type }) => type !== 'ReplicaFailure');
  if (known.some(({ type, reason }) => type === 'ReplicaFailure' && reason === failure.reason))
    return [...known];
  return withCondition(known, { type: 'ReplicaFailure', status: 'True', ...failure }, timestamp);
}

function statusOf(
  set: ReplicaSet,
  pods: readonly Pod[],
  { now, timestamp, failure }: { now: number; timestamp: string; failure: Failure | undefined },
): ReplicaSet['status'] {
  const { minReadySeconds, template } = set.spec;
  const labels = Object.entries(template.metadata?.labels ?? {});
  const conditions = conditionsWith(set.status?.conditions, failure, timestamp);
  return {
    observedGeneration: set.metadata.generation,
    replicas: pods.length,
    fullyLabeledReplicas: pods.filter(pod =>
      labels.every(([key, value]) => pod.metadata.labels?.[key] === value),
    ).length,
    readyReplicas: pods.filter(isReady).length,
    availableReplicas: pods.filter(pod => isAvailable(pod, now, minReadySeconds)).length,
    ...(conditions.length > 0 || set.status?.conditions ? { conditions } : {}),
  };
}

/** Holds the number of a ReplicaSet's pods. */
export function startReplicaSetController(cluster: Cluster): Controller<ReplicaSet> {
  const pods = new ObjectIndex(cluster, PODS, controllerUid);
  const control = new PodControl(cluster, 'replicaset-controller');

  function adjust(set: ReplicaSet, active: readonly Pod[]): Failure | undefined {
    const difference = active.length - (set.spec.replicas ?? 1);
    const surplus = [...active].sort(byDeletionOrder).slice(0, Math.max(0, difference));
    for (const pod of surplus) control.delete(set, pod);
    try {
      for (let left = Math.min(BURST, -difference); left > 0; left--)
        control.create(set, set.spec.template);
    } catch (error) {
      return {
        reason: 'FailedCreate',
        message: error instanceof Error ? error.message : String(error),
      };
    }
    return undefined;
  }

  function wake(set: ReplicaSet, active: readonly Pod[], queue: WorkQueue): void {
    const { minReadySeconds = 0 } = set.spec;
    if (minReadySeconds === 0) return;
    const now = cluster.clock.now();
    const due = active
      .flatMap(pod => availableAt(pod, minReadySeconds) ?? [])
      .filter(at => at > now);
    if (due.length > 0) queue.add(keyOf(set), Math.min(...due) - now);
  }

  let retries = new Map<string, number>();
  return new Controller(cluster, {
    name: 'replicaset-controller',
    resource: REPLICA_SETS,
    gone: key => retries.delete(key),
    reconcile(set, queue) {
      if (set.metadata.deletionTimestamp !== undefined) return;
      const key = keyOf(set);
      const failure = adjust(set, pods.find(set.metadata.uid).filter(isActive));
      const active = pods.find(set.metadata.uid).filter(isActive);
      cluster.patchStatus(
        REPLICA_SETS,
        key,
        statusOf(set, active, {
          now: cluster.clock.now(),
          timestamp: cluster.timestamp(),
          failure,
        }),
      );
      wake(set, active, queue);
      if (failure === undefined) {
        retries.delete(key);
        if (active.length < (set.spec.replicas ?? 1)) queue.add(key, 10);
        return;
      }
      // Retried like any failed sync, with doubling delay.
      const tries = retries.get(key) ?? 0;
      retries = retries.set(key, tries + 1);
      queue.add(key, Math.min(1_000 * 2 ** tries, 900_000));
    },
  })
    .owns(PODS)
    .with(pods);
}
