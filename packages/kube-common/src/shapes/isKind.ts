import type { ResourceQuota } from '../columns/core/limits';
import type { KubeObject } from '../kubeObject';
import type { HorizontalPodAutoscaler } from './autoscaler';
import type { Node } from './node';
import type { Pod } from './pod';
import type { Service } from './service';
import type { PersistentVolumeClaim } from './storage';
import type { CronJob, DaemonSet, Deployment, Job, ReplicaSet, StatefulSet } from './workload';

interface Shapes {
  readonly CronJob: CronJob;
  readonly DaemonSet: DaemonSet;
  readonly Deployment: Deployment;
  readonly HorizontalPodAutoscaler: HorizontalPodAutoscaler;
  readonly Job: Job;
  readonly Node: Node;
  readonly PersistentVolumeClaim: PersistentVolumeClaim;
  readonly Pod: Pod;
  readonly ReplicaSet: ReplicaSet;
  readonly ResourceQuota: ResourceQuota;
  readonly Service: Service;
  readonly StatefulSet: StatefulSet;
}

/** Whether an object is of a built-in kind, which is to say that the API server has validated it to be of that shape. */
export function isKind<K extends keyof Shapes>(object: KubeObject, kind: K): object is Shapes[K] {
  return object.kind === kind;
}

/** {@link isKind} for the kinds that run pods by a template and a selector. */
export function isWorkload(
  object: KubeObject,
): object is Deployment | ReplicaSet | StatefulSet | DaemonSet | Job {
  return ['Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet', 'Job'].includes(object.kind);
}
