import { parseTime } from '@kubemate/kube-common';
import { isRefusal, keyOf, type Cluster } from '../Cluster';
import { controllerUid, ObjectIndex } from '../ObjectIndex';
import { CRON_JOBS, JOBS } from '../objects/resources';
import type { CronJob, Job } from '../objects/workload';
import { Controller } from './Controller';
import { nextTime, parseCron } from './cronSchedule';
import { ownerReference } from './PodControl';

const NAME = 'cronjob-controller';

function endOf(job: Job): { type: string; at: number } | undefined {
  const end = job.status?.conditions?.find(
    ({ type, status }) => (type === 'Complete' || type === 'Failed') && status === 'True',
  );
  return end && { type: end.type, at: parseTime(end.lastTransitionTime) ?? 0 };
}

class CronJobReconciler {
  constructor(
    private readonly cluster: Cluster,
    private readonly jobs: ObjectIndex<Job>,
  ) {}

  /** @returns milliseconds until the next run */
  reconcile(cron: CronJob): number | undefined {
    if (cron.metadata.deletionTimestamp !== undefined) return undefined;
    const jobs = this.jobs.find(cron.metadata.uid);
    this.trim(cron, jobs);
    const due = cron.spec.suspend ? undefined : this.dueTime(cron);
    const started = due?.at !== undefined && this.start(cron, jobs, due.at);
    this.report(cron, started ? due?.at : undefined);
    return due?.next === undefined
      ? undefined
      : Math.max(1_000, due.next - this.cluster.clock.now());
  }

  private dueTime(cron: CronJob): { at?: number; next?: number } | undefined {
    const { schedule, timeZone, startingDeadlineSeconds } = cron.spec;
    const now = this.cluster.clock.now();
    try {
      const parsed = parseCron(schedule);
      const last =
        parseTime(cron.status?.lastScheduleTime) ??
        parseTime(cron.metadata.creationTimestamp) ??
        now;
      const oldest =
        startingDeadlineSeconds === undefined
          ? last
          : Math.max(last, now - startingDeadlineSeconds * 1000);
      const next = nextTime(parsed, now, timeZone);
      let at: number | undefined;
      // After a long absence only the latest missed time counts.
      const from = Math.max(oldest, now - 100 * 60_000);
      for (
        let time = nextTime(parsed, from, timeZone);
        time !== undefined && time <= now;
        time = nextTime(parsed, time, timeZone)
      )
        at = time;
      if (at === undefined && from > oldest) at = this.latestBefore(cron, oldest, now);
      return { at, next };
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      this.record(
        cron,
        'Warning',
        'UnparseableSchedule',
        `unparseable schedule: "${schedule}" : ${text}`,
      );
      return undefined;
    }
  }

  /** For rare schedules, whose latest time lies before the last hundred minutes. */
  private latestBefore({ spec }: CronJob, oldest: number, now: number): number | undefined {
    const parsed = parseCron(spec.schedule);
    let latest: number | undefined;
    let time = nextTime(parsed, Math.max(oldest, now - 32 * 86_400_000), spec.timeZone);
    for (let count = 0; count < 1000 && time !== undefined && time <= now; count++) {
      latest = time;
      time = nextTime(parsed, time, spec.timeZone);
    }
    return latest;
  }

  /** @returns whether the time counts as scheduled */
  private start(cron: CronJob, jobs: readonly Job[], at: number): boolean {
    const { jobTemplate, concurrencyPolicy } = cron.spec;
    const running = jobs.filter(job => endOf(job) === undefined);
    if (running.length > 0 && concurrencyPolicy === 'Forbid') {
      this.record(
        cron,
        'Normal',
        'JobAlreadyActive',
        'Not starting job because prior execution is running and concurrency policy is Forbid',
      );
      return false;
    }
    if (concurrencyPolicy === 'Replace') for (const job of running) this.remove(cron, job);
    const name = `${cron.metadata.name}-${Math.floor(at / 60_000)}`;
    try {
      this.cluster.create(JOBS, {
        metadata: {
          name,
          namespace: cron.metadata.namespace,
          labels: jobTemplate.metadata?.labels,
          annotations: {
            ...jobTemplate.metadata?.annotations,
            'batch.kubernetes.io/cronjob-scheduled-timestamp': new Date(at)
              .toISOString()
              .replace('.000Z', 'Z'),
          },
          ownerReferences: ownerReference(cron),
        },
        spec: jobTemplate.spec,
      });
      this.record(cron, 'Normal', 'SuccessfulCreate', `Created job ${name}`);
    } catch (error) {
      if (!isRefusal(error, 'AlreadyExists')) throw error;
    }
    return true;
  }

  private trim(cron: CronJob, jobs: readonly Job[]): void {
    const { successfulJobsHistoryLimit = 3, failedJobsHistoryLimit = 1 } = cron.spec;
    const limits = { Complete: successfulJobsHistoryLimit, Failed: failedJobsHistoryLimit };
    for (const [type, limit] of Object.entries(limits)) {
      const over = jobs
        .filter(job => endOf(job)?.type === type)
        .sort((left, right) => (endOf(right)?.at ?? 0) - (endOf(left)?.at ?? 0));
      for (const job of over.slice(limit)) this.remove(cron, job);
    }
  }

  private remove(cron: CronJob, job: Job): void {
    this.cluster.delete(JOBS, keyOf(job), { propagationPolicy: 'Background' });
    this.record(cron, 'Normal', 'SuccessfulDelete', `Deleted job ${job.metadata.name}`);
  }

  private report(cron: CronJob, scheduledAt: number | undefined): void {
    const jobs = this.jobs.find(cron.metadata.uid);
    const active = jobs.filter(job => endOf(job) === undefined);
    for (const { name } of cron.status?.active ?? []) {
      const job = jobs.find(candidate => candidate.metadata.name === name);
      const end = job && endOf(job);
      if (end !== undefined)
        this.record(
          cron,
          'Normal',
          'SawCompletedJob',
          `Saw completed job: ${name}, condition: ${end.type}`,
        );
    }
    const successes = jobs.flatMap(job => {
      const end = endOf(job);
      return end?.type === 'Complete' ? [end.at] : [];
    });
    const lastSuccess = Math.max(parseTime(cron.status?.lastSuccessfulTime) ?? 0, ...successes);
    this.cluster.patchStatus(CRON_JOBS, keyOf(cron), {
      active:
        active.length === 0
          ? null
          : active.map(job => ({
              apiVersion: job.apiVersion,
              kind: job.kind,
              name: job.metadata.name,
              namespace: job.metadata.namespace,
              uid: job.metadata.uid,
              resourceVersion: job.metadata.resourceVersion,
            })),
      ...(scheduledAt === undefined
        ? {}
        : { lastScheduleTime: new Date(scheduledAt).toISOString().replace('.000Z', 'Z') }),
      ...(lastSuccess > 0
        ? { lastSuccessfulTime: new Date(lastSuccess).toISOString().replace('.000Z', 'Z') }
        : {}),
    });
  }

  private record(
    cron: CronJob,
    type: 'Normal' | 'Warning',
    ...[reason, message]: [string, string]
  ): void {
    this.cluster.events.record(cron, { type, reason, message, component: NAME });
  }
}

/** Starts Jobs by the clock. */
export function startCronJobController(cluster: Cluster): Controller<CronJob> {
  const jobs = new ObjectIndex(cluster, JOBS, controllerUid);
  const reconciler = new CronJobReconciler(cluster, jobs);
  return new Controller(cluster, {
    name: NAME,
    resource: CRON_JOBS,
    reconcile(cron, queue) {
      const wait = reconciler.reconcile(cron);
      if (wait !== undefined) queue.add(keyOf(cron), wait);
    },
  })
    .owns(JOBS)
    .with(jobs);
}
