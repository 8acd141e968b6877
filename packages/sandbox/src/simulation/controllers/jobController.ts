import { parseTime } from '@kubemate/kube-common';
import { isRefusal, keyOf, type Cluster } from '../Cluster';
import { controllerUid, ObjectIndex } from '../ObjectIndex';
import type { Pod, StatusCondition } from '../objects/pod';
import { JOBS, PODS } from '../objects/resources';
import type { Job } from '../objects/workload';
import { Controller } from './Controller';
import { PodControl } from './PodControl';
import { isActive, isReady, withCondition } from './podState';

const NAME = 'job-controller';
const INDEX = 'batch.kubernetes.io/job-completion-index';
const FIRST_BACK_OFF_MS = 10_000;
const LAST_BACK_OFF_MS = 600_000;

interface Verdict {
  readonly type: 'Complete' | 'Failed';
  readonly reason: string;
  readonly message: string;
}

function isFinished({ status }: Job): boolean {
  return (
    status?.conditions?.some(
      ({ type, status: state }) => (type === 'Complete' || type === 'Failed') && state === 'True',
    ) ?? false
  );
}

function indexOf(pod: Pod): number {
  return Number(pod.metadata.annotations?.[INDEX] ?? -1);
}

/** `0-2,5`, as `status.completedIndexes` is written. */
export function formatIndexes(indexes: readonly number[]): string {
  const sorted = [...new Set(indexes)].sort((left, right) => left - right);
  const runs: { from: number; to: number }[] = [];
  for (const index of sorted) {
    const last = runs.at(-1);
    if (last !== undefined && last.to === index - 1) last.to = index;
    else runs.push({ from: index, to: index });
  }
  return runs.map(({ from, to }) => (from === to ? `${from}` : `${from}-${to}`)).join(',');
}

class JobReconciler {
  private readonly control: PodControl;

  constructor(
    private readonly cluster: Cluster,
    private readonly pods: ObjectIndex<Pod>,
  ) {
    this.control = new PodControl(cluster, NAME);
  }

  /** @returns milliseconds after which to look again */
  reconcile(job: Job): number | undefined {
    if (job.metadata.deletionTimestamp !== undefined) return undefined;
    if (isFinished(job)) return this.expire(job);
    if (job.spec.suspend) return this.suspend(job);
    const pods = this.pods.find(job.metadata.uid);
    const verdict = this.judge(job, pods);
    if (verdict !== undefined) {
      this.finish(job, pods, verdict);
      return 0;
    }
    const wait = this.launch(job, pods);
    this.report(job, {});
    return wait;
  }

  private judge({ spec, status }: Job, pods: readonly Pod[]): Verdict | undefined {
    const succeeded = pods.filter(pod => pod.status?.phase === 'Succeeded').length;
    const failed = pods.filter(pod => pod.status?.phase === 'Failed').length;
    const restarts = pods.reduce(
      (sum, pod) => sum + (pod.status?.containerStatuses?.[0]?.restartCount ?? 0),
      0,
    );
    const deadline = spec.activeDeadlineSeconds;
    const startedAt = parseTime(status?.startTime);
    if (
      deadline !== undefined &&
      startedAt !== undefined &&
      this.cluster.clock.now() >= startedAt + deadline * 1000
    )
      return {
        type: 'Failed',
        reason: 'DeadlineExceeded',
        message: 'Job was active longer than specified deadline',
      };
    const tries = spec.template.spec.restartPolicy === 'OnFailure' ? restarts : failed;
    if (tries > (spec.backoffLimit ?? 6))
      return {
        type: 'Failed',
        reason: 'BackoffLimitExceeded',
        message: 'Job has reached the specified backoff limit',
      };
    const active = pods.filter(isActive).length;
    const wanted = spec.completions;
    const isComplete = wanted === undefined ? succeeded > 0 && active === 0 : succeeded >= wanted;
    return isComplete
      ? {
          type: 'Complete',
          reason: 'CompletionsReached',
          message: 'Reached expected number of succeeded pods',
        }
      : undefined;
  }

  private launch(job: Job, pods: readonly Pod[]): number | undefined {
    const { parallelism = 1, completions } = job.spec;
    const active = pods.filter(isActive);
    const succeeded = pods.filter(pod => pod.status?.phase === 'Succeeded');
    const failures = pods.filter(pod => pod.status?.phase === 'Failed');
    const left = completions === undefined ? parallelism : completions - succeeded.length;
    const missing = Math.min(parallelism, left) - active.length;
    if (missing <= 0) return this.untilDeadline(job);
    const lastFailure = Math.max(
      0,
      ...failures.map(
        pod => parseTime(pod.status?.containerStatuses?.[0]?.state?.terminated?.finishedAt) ?? 0,
      ),
    );
    const backOff = Math.min(
      FIRST_BACK_OFF_MS * 2 ** Math.max(0, failures.length - 1),
      LAST_BACK_OFF_MS,
    );
    const wait = failures.length === 0 ? 0 : lastFailure + backOff - this.cluster.clock.now();
    if (wait > 0) return wait;
    const taken = new Set([...active, ...succeeded].map(indexOf));
    for (let count = 0, index = 0; count < missing; count++) {
      while (taken.has(index)) index += 1;
      taken.add(index);
      this.create(job, index);
    }
    return this.untilDeadline(job);
  }

  private create(job: Job, index: number): void {
    const isIndexed = job.spec.completionMode === 'Indexed';
    this.control.create(job, job.spec.template, {
      labels: {
        'batch.kubernetes.io/controller-uid': job.metadata.uid,
        'batch.kubernetes.io/job-name': job.metadata.name,
        'controller-uid': job.metadata.uid,
        'job-name': job.metadata.name,
        ...(isIndexed ? { [INDEX]: String(index) } : {}),
      },
      annotations: isIndexed ? { [INDEX]: String(index) } : {},
    });
  }

  private untilDeadline({ spec, status }: Job): number | undefined {
    const startedAt = parseTime(status?.startTime) ?? this.cluster.clock.now();
    if (spec.activeDeadlineSeconds === undefined) return undefined;
    return Math.max(
      1_000,
      startedAt + spec.activeDeadlineSeconds * 1000 - this.cluster.clock.now(),
    );
  }

  private suspend(job: Job): undefined {
    for (const pod of this.pods.find(job.metadata.uid).filter(isActive))
      this.control.delete(job, pod);
    const before = job.status?.conditions?.find(({ type }) => type === 'Suspended');
    if (before?.status !== 'True')
      this.cluster.events.record(job, {
        type: 'Normal',
        reason: 'Suspended',
        message: 'Job suspended',
        component: NAME,
      });
    this.report(job, {
      conditions: withCondition(
        job.status?.conditions,
        { type: 'Suspended', status: 'True', reason: 'JobSuspended', message: 'Job suspended' },
        this.cluster.timestamp(),
      ),
    });
    return undefined;
  }

  private finish(job: Job, pods: readonly Pod[], verdict: Verdict): void {
    for (const pod of pods.filter(isActive)) this.control.delete(job, pod);
    const now = this.cluster.timestamp();
    const before: StatusCondition = {
      type: verdict.type === 'Complete' ? 'SuccessCriteriaMet' : 'FailureTarget',
      status: 'True',
      reason: verdict.reason,
      message: verdict.message,
      lastProbeTime: now,
    };
    let conditions = withCondition(job.status?.conditions, before, now);
    conditions = withCondition(conditions, { ...before, type: verdict.type }, now);
    this.report(job, {
      active: 0,
      ready: 0,
      conditions,
      ...(verdict.type === 'Complete' ? { completionTime: now } : {}),
    });
    this.cluster.events.record(job, {
      type: verdict.type === 'Complete' ? 'Normal' : 'Warning',
      reason: verdict.type === 'Complete' ? 'Completed' : verdict.reason,
      message: verdict.type === 'Complete' ? 'Job completed' : verdict.message,
      component: NAME,
    });
  }

  private report(job: Job, extra: Partial<NonNullable<Job['status']>>): void {
    const pods = this.pods.find(job.metadata.uid);
    const active = pods.filter(isActive);
    const succeeded = pods.filter(pod => pod.status?.phase === 'Succeeded');
    const resumed =
      job.spec.suspend !== true &&
      job.status?.conditions?.some(({ type, status }) => type === 'Suspended' && status === 'True');
    this.cluster.patchStatus(JOBS, keyOf(job), {
      startTime: job.status?.startTime ?? (job.spec.suspend ? undefined : this.cluster.timestamp()),
      active: active.length,
      ready: active.filter(isReady).length,
      terminating: pods.filter(pod => pod.metadata.deletionTimestamp !== undefined).length,
      succeeded: succeeded.length,
      failed: pods.filter(pod => pod.status?.phase === 'Failed').length,
      ...(job.spec.completionMode === 'Indexed'
        ? { completedIndexes: formatIndexes(succeeded.map(indexOf)) }
        : {}),
      uncountedTerminatedPods: {},
      ...(resumed
        ? {
            conditions: withCondition(
              job.status?.conditions,
              { type: 'Suspended', status: 'False', reason: 'JobResumed', message: 'Job resumed' },
              this.cluster.timestamp(),
            ),
          }
        : {}),
      ...extra,
    });
  }

  private expire(job: Job): number | undefined {
    const ttl = job.spec.ttlSecondsAfterFinished;
    if (ttl === undefined) return undefined;
    const end = job.status?.conditions?.find(
      ({ type }) => type === 'Complete' || type === 'Failed',
    );
    const left = (parseTime(end?.lastTransitionTime) ?? 0) + ttl * 1000 - this.cluster.clock.now();
    if (left > 0) return left;
    this.cluster.delete(JOBS, keyOf(job), { propagationPolicy: 'Background' });
    return undefined;
  }
}

/** Runs Jobs to completion, or to their back-off limit. */
export function startJobController(cluster: Cluster): Controller<Job> {
  const pods = new ObjectIndex(cluster, PODS, controllerUid);
  const reconciler = new JobReconciler(cluster, pods);
  return new Controller(cluster, {
    name: NAME,
    resource: JOBS,
    reconcile(job, queue) {
      try {
        const again = reconciler.reconcile(job);
        if (again !== undefined && again > 0) queue.add(keyOf(job), again);
      } catch (error) {
        if (!isRefusal(error, 'Forbidden')) throw error;
        queue.add(keyOf(job), 60_000); // a quota; the event says so
      }
    },
  })
    .owns(PODS)
    .with(pods);
}
