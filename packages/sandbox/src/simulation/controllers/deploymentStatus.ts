import { parseTime } from '@kubemate/kube-common';
import type { Cluster } from '../Cluster';
import type { StatusCondition } from '../objects/pod';
import type { Deployment, ReplicaSet } from '../objects/workload';
import { withCondition } from './podState';
import { rolloutBudget } from './deploymentRollout';

interface Counts {
  readonly replicas: number;
  readonly updatedReplicas: number;
  readonly readyReplicas: number;
  readonly availableReplicas: number;
  readonly unavailableReplicas: number;
}

function count(sets: readonly ReplicaSet[], current: ReplicaSet | undefined): Counts {
  const sum = (of: (status: NonNullable<ReplicaSet['status']>) => number | undefined) =>
    sets.reduce((total, { status }) => total + ((status && of(status)) ?? 0), 0);
  const wanted = sets.reduce((total, { spec }) => total + (spec.replicas ?? 1), 0);
  const available = sum(status => status.availableReplicas);
  return {
    replicas: sum(status => status.replicas),
    updatedReplicas: current?.status?.replicas ?? 0,
    readyReplicas: sum(status => status.readyReplicas),
    availableReplicas: available,
    unavailableReplicas: Math.max(0, wanted - available),
  };
}

function isComplete(counts: Counts, wanted: number): boolean {
  return (
    counts.updatedReplicas === wanted &&
    counts.replicas === wanted &&
    counts.availableReplicas === wanted
  );
}

function hasProgressed(before: Deployment['status'], counts: Counts): boolean {
  return (
    counts.updatedReplicas > (before?.updatedReplicas ?? 0) ||
    counts.readyReplicas > (before?.readyReplicas ?? 0) ||
    counts.availableReplicas > (before?.availableReplicas ?? 0) ||
    counts.replicas - counts.updatedReplicas <
      (before?.replicas ?? 0) - (before?.updatedReplicas ?? 0)
  );
}

interface Situation {
  readonly cluster: Cluster;
  readonly deployment: Deployment;
  readonly current: ReplicaSet | undefined;
  readonly counts: Counts;
}

const TIMED_OUT = 'ProgressDeadlineExceeded';
const AVAILABLE = 'NewReplicaSetAvailable';

function progress({
  cluster,
  deployment,
  current,
  counts,
}: Situation): StatusCondition | undefined {
  const { spec, status } = deployment;
  const before = status?.conditions?.find(({ type }) => type === 'Progressing');
  const name = `ReplicaSet "${current?.metadata.name}"`;
  const now = cluster.timestamp();
  if (spec.paused) {
    return {
      type: 'Progressing',
      status: 'Unknown',
      reason: 'DeploymentPaused',
      message: 'Deployment is paused',
      lastUpdateTime: before?.reason === 'DeploymentPaused' ? before.lastUpdateTime : now,
    };
  }
  if (isComplete(counts, spec.replicas ?? 1)) {
    if (before?.reason === AVAILABLE && before.message?.startsWith(name)) return before;
    return {
      type: 'Progressing',
      status: 'True',
      reason: AVAILABLE,
      message: `${name} has successfully progressed.`,
      lastUpdateTime: now,
    };
  }
  if (before === undefined || hasProgressed(status, counts) || before.reason === 'DeploymentPaused')
    return {
      type: 'Progressing',
      status: 'True',
      reason: 'ReplicaSetUpdated',
      message: `${name} is progressing.`,
      lastUpdateTime: now,
    };
  // A finished rollout whose pods have come down since has not failed to progress.
  if (before.reason === AVAILABLE && before.message?.startsWith(name)) return before;
  const deadline =
    (parseTime(before.lastUpdateTime) ?? 0) + (spec.progressDeadlineSeconds ?? 600) * 1000;
  if (before.reason === TIMED_OUT && before.message?.startsWith(name)) return before;
  if (cluster.clock.now() >= deadline)
    return {
      type: 'Progressing',
      status: 'False',
      reason: TIMED_OUT,
      message: `${name} has timed out progressing.`,
      lastUpdateTime: now,
    };
  if (before.message?.startsWith(name)) return before;
  return {
    type: 'Progressing',
    status: 'True',
    reason: 'ReplicaSetUpdated',
    message: `${name} is progressing.`,
    lastUpdateTime: now,
  };
}

function availability({ cluster, deployment, counts }: Situation): StatusCondition {
  const { replicas, maxUnavailable } = rolloutBudget(deployment);
  const isAvailable = counts.availableReplicas >= replicas - maxUnavailable;
  const status = isAvailable ? 'True' : 'False';
  const before = deployment.status?.conditions?.find(({ type }) => type === 'Available');
  return {
    type: 'Available',
    status,
    reason: isAvailable ? 'MinimumReplicasAvailable' : 'MinimumReplicasUnavailable',
    message: isAvailable
      ? 'Deployment has minimum availability.'
      : 'Deployment does not have minimum availability.',
    lastUpdateTime: before?.status === status ? before.lastUpdateTime : cluster.timestamp(),
  };
}

/** The Deployment's status as it follows from its ReplicaSets. */
export function deploymentStatus(
  cluster: Cluster,
  deployment: Deployment,
  { sets, current }: { sets: readonly ReplicaSet[]; current: ReplicaSet | undefined },
): NonNullable<Deployment['status']> {
  const counts = count(sets, current);
  const situation = { cluster, deployment, current, counts };
  const now = cluster.timestamp();
  let conditions = withCondition(deployment.status?.conditions, availability(situation), now);
  const progressing = progress(situation);
  if (progressing !== undefined) conditions = withCondition(conditions, progressing, now);
  const failure = current?.status?.conditions?.find(({ type }) => type === 'ReplicaFailure');
  conditions = conditions.filter(({ type }) => type !== 'ReplicaFailure');
  if (failure !== undefined)
    conditions = withCondition(
      conditions,
      { ...failure, lastUpdateTime: failure.lastTransitionTime },
      now,
    );
  return { observedGeneration: deployment.metadata.generation, ...counts, conditions };
}

/** Milliseconds until the rollout's deadline, where one is running. */
export function untilDeadline(
  cluster: Cluster,
  { spec }: Deployment,
  status: Deployment['status'],
): number | undefined {
  const condition = status?.conditions?.find(({ type }) => type === 'Progressing');
  if (condition?.status !== 'True' || condition.reason === AVAILABLE) return undefined;
  const at =
    (parseTime(condition.lastUpdateTime) ?? 0) + (spec.progressDeadlineSeconds ?? 600) * 1000;
  return Math.max(1_000, at - cluster.clock.now());
}
