import { findCondition, isTrue } from '../conditions';
import type {
  DaemonSet,
  Deployment,
  Job,
  CronJob,
  ReplicaSet,
  StatefulSet,
} from '../shapes/workload';
import { parseTime } from '../age';
import type { HealthReport } from './Projection';
import { OK } from './Projection';

const SCALED_TO_ZERO: HealthReport = { health: 'idle', reason: 'ScaledToZero' };
const ROLLING_OUT: HealthReport = { health: 'progressing', reason: 'RollingOut' };

function unobserved(object: {
  metadata: { generation?: number };
  status?: { observedGeneration?: number };
}): boolean {
  return (object.status?.observedGeneration ?? 0) < (object.metadata.generation ?? 0);
}

function shortOf(ready: number, reason: string): HealthReport {
  return { health: ready === 0 ? 'failed' : 'warning', reason };
}

function deploymentFailure({ status }: Deployment): HealthReport | undefined {
  const progressing = findCondition(status?.conditions, 'Progressing');
  if (progressing?.status === 'False')
    return { health: 'failed', reason: progressing.reason ?? 'ProgressDeadlineExceeded' };
  const failure = findCondition(status?.conditions, 'ReplicaFailure');
  return failure?.status === 'True'
    ? { health: 'failed', reason: failure.reason ?? 'ReplicaFailure' }
    : undefined;
}

/**
 * A Deployment fails when its controller says so. Missing replicas are a rollout on its way while the controller still
 * counts down the progress deadline, and a loss once it has reported the rollout as done.
 */
export function deploymentHealth(deployment: Deployment): HealthReport {
  const { spec, status = {} } = deployment;
  const desired = spec?.replicas ?? 1;
  const { replicas = 0, updatedReplicas = 0, availableReplicas = 0 } = status;
  if (desired === 0 && replicas === 0) return SCALED_TO_ZERO;
  if (unobserved(deployment)) return ROLLING_OUT;
  const failure = deploymentFailure(deployment);
  if (failure !== undefined) return failure;
  const complete = updatedReplicas >= desired && replicas <= updatedReplicas;
  if (spec?.paused && !complete) return { health: 'idle', reason: 'Paused' };
  if (availableReplicas >= desired) return complete ? OK : ROLLING_OUT;
  const progressing = findCondition(status.conditions, 'Progressing');
  return progressing?.reason === 'NewReplicaSetAvailable' && complete
    ? shortOf(availableReplicas, 'MinimumReplicasUnavailable')
    : ROLLING_OUT;
}

export function replicaSetHealth(replicaSet: ReplicaSet): HealthReport {
  const { spec, status } = replicaSet;
  const desired = spec?.replicas ?? 1;
  if (desired === 0 && (status?.replicas ?? 0) === 0) return SCALED_TO_ZERO;
  const failure = findCondition(status?.conditions, 'ReplicaFailure');
  if (failure?.status === 'True')
    return { health: 'failed', reason: failure.reason ?? 'ReplicaFailure' };
  if (unobserved(replicaSet)) return ROLLING_OUT;
  const available = status?.availableReplicas ?? 0;
  return available >= desired ? OK : shortOf(available, 'PodsNotReady');
}

/** The status of a StatefulSet has no deadline, so a rollout counts as moving until every pod is of the new revision. */
export function statefulSetHealth(statefulSet: StatefulSet): HealthReport {
  const { spec, status = {} } = statefulSet;
  const desired = spec?.replicas ?? 1;
  const { replicas = 0, readyReplicas = 0, updatedReplicas = 0 } = status;
  if (desired === 0 && replicas === 0) return SCALED_TO_ZERO;
  if (unobserved(statefulSet)) return ROLLING_OUT;
  const partition = spec?.updateStrategy?.rollingUpdate?.partition ?? 0;
  const updating =
    spec?.updateStrategy?.type !== 'OnDelete' &&
    status.updateRevision !== status.currentRevision &&
    updatedReplicas < desired - partition;
  if (updating || replicas > desired) return ROLLING_OUT;
  // Pods come one after the other: while those that exist are ready, the next is on its way.
  if (replicas < desired && readyReplicas === replicas) return ROLLING_OUT;
  return readyReplicas >= desired ? OK : shortOf(readyReplicas, 'PodsNotReady');
}

export function daemonSetHealth(daemonSet: DaemonSet): HealthReport {
  const { spec, status = {} } = daemonSet;
  const { desiredNumberScheduled: desired = 0, numberAvailable = 0 } = status;
  if (unobserved(daemonSet)) return ROLLING_OUT;
  if (desired === 0) return { health: 'idle', reason: 'NoMatchingNodes' };
  const updating =
    spec?.updateStrategy?.type !== 'OnDelete' && (status.updatedNumberScheduled ?? 0) < desired;
  if (updating) return ROLLING_OUT;
  return numberAvailable >= desired ? OK : shortOf(numberAvailable, 'PodsNotReady');
}

/** The STATUS column of `kubectl get jobs`. */
export function jobStatus({ metadata, status }: Job): string {
  const conditions = status?.conditions;
  if (isTrue(conditions, 'Complete')) return 'Complete';
  if (isTrue(conditions, 'Failed')) return 'Failed';
  if (metadata.deletionTimestamp) return 'Terminating';
  if (isTrue(conditions, 'Suspended')) return 'Suspended';
  if (isTrue(conditions, 'FailureTarget')) return 'FailureTarget';
  return isTrue(conditions, 'SuccessCriteriaMet') ? 'SuccessCriteriaMet' : 'Running';
}

export function jobHealth(job: Job): HealthReport {
  const status = jobStatus(job);
  if (status === 'Complete' || status === 'Suspended') return { health: 'idle', reason: status };
  if (status === 'Failed' || status === 'FailureTarget') {
    const condition = findCondition(job.status?.conditions, status);
    return { health: 'failed', reason: condition?.reason || status };
  }
  if (status === 'Running' && (job.status?.failed ?? 0) > 0)
    return { health: 'warning', reason: 'PodFailures' };
  return { health: 'progressing', reason: status };
}

/** A run that started after the last success and is no longer active did not succeed. */
export function cronJobHealth({ spec, status }: CronJob): HealthReport {
  if (spec?.suspend) return { health: 'idle', reason: 'Suspended' };
  if ((status?.active?.length ?? 0) > 0) return OK;
  const scheduled = parseTime(status?.lastScheduleTime) ?? 0;
  const succeeded = parseTime(status?.lastSuccessfulTime) ?? 0;
  return scheduled > succeeded ? { health: 'warning', reason: 'LastRunFailed' } : OK;
}
