import { parseTime } from '../age';
import { internCell } from '../intern';
import type { CronJob, Job } from '../shapes/workload';
import { TEMPLATE_COLUMNS, templateCells } from './apps';
import { forKind, shown, wide } from './Projection';
import { cronJobHealth, jobHealth, jobStatus } from './workloadHealth';

function seconds(start: string | undefined, end: string | undefined): number | null {
  const from = parseTime(start);
  const to = parseTime(end);
  return from === undefined || to === undefined ? null : (to - from) / 1000;
}

const jobs = forKind<Job>({
  columns: [
    shown('status', 'Status'),
    shown('completions', 'Completions', 'fraction'),
    shown('duration', 'Duration (s)', 'number'),
    shown('started', 'Started', 'time'),
    wide('active', 'Active', 'number'),
    wide('failed', 'Failed', 'number'),
    wide('parallelism', 'Parallelism', 'number'),
    ...TEMPLATE_COLUMNS,
  ],
  read(job) {
    const { spec, status } = job;
    return {
      ...jobHealth(job),
      cells: {
        status: jobStatus(job),
        completions: `${status?.succeeded ?? 0}/${spec?.completions ?? 1}`,
        duration: seconds(status?.startTime, status?.completionTime),
        started: parseTime(status?.startTime) ?? null,
        active: status?.active ?? 0,
        failed: status?.failed ?? 0,
        parallelism: spec?.parallelism ?? null,
        ...templateCells(spec?.template, spec?.selector),
      },
    };
  },
});

const cronJobs = forKind<CronJob>({
  columns: [
    shown('schedule', 'Schedule'),
    shown('timeZone', 'Time zone'),
    shown('suspend', 'Suspended', 'boolean'),
    shown('active', 'Active', 'number'),
    shown('lastSchedule', 'Last schedule', 'time'),
    shown('lastSuccess', 'Last success', 'time'),
    ...TEMPLATE_COLUMNS,
  ],
  read(cronJob) {
    const { spec, status } = cronJob;
    const jobSpec = spec?.jobTemplate?.spec;
    return {
      ...cronJobHealth(cronJob),
      cells: {
        schedule: internCell(spec?.schedule),
        timeZone: internCell(spec?.timeZone),
        suspend: spec?.suspend ?? false,
        active: status?.active?.length ?? 0,
        lastSchedule: parseTime(status?.lastScheduleTime) ?? null,
        lastSuccess: parseTime(status?.lastSuccessfulTime) ?? null,
        ...templateCells(jobSpec?.template, jobSpec?.selector),
      },
    };
  },
});

/** Projections of the group `batch`, by plural. */
export const batch = { jobs, cronjobs: cronJobs };
