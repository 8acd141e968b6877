import type { CronJob, Job } from '../shapes/workload';

/** The job that a cron job started last. */
export function newestJobOf(cronJob: CronJob, jobs: readonly Job[]): Job | undefined {
  return jobs
    .filter(({ metadata }) => metadata.ownerReferences?.some(o => o.uid === cronJob.metadata.uid))
    .sort((a, b) => b.metadata.creationTimestamp.localeCompare(a.metadata.creationTimestamp))[0];
}
