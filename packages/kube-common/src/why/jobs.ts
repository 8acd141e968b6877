import { findCondition } from '../conditions';
import type { Finding } from '../finding';
import type { KubeObject } from '../kubeObject';
import { isKind } from '../shapes/isKind';
import type { CronJob, Job } from '../shapes/workload';
import { newestJobOf } from './newestJob';
import { advice, describe, kubectl } from './nextSteps';
import type { SummaryCode } from './summaryParams';
import type { WhyContext } from './WhyContext';
import { conditionEvidence, fieldEvidence, finding } from './WhyContext';

const SAID: Readonly<Record<string, { code: SummaryCode; say: (job: Job) => string }>> = {
  BackoffLimitExceeded: {
    code: 'job-gave-up',
    say: job =>
      `The job gave up after ${job.status?.failed ?? 0} failed pods (backoffLimit ${job.spec?.backoffLimit ?? 6})`,
  },
  DeadlineExceeded: {
    code: 'job-deadline',
    say: job =>
      `The job ran longer than its deadline of ${job.spec?.activeDeadlineSeconds ?? '?'} s and was stopped`,
  },
  PodFailurePolicy: {
    code: 'job-failure-policy',
    say: () => 'A pod failed in a way that the job does not retry (podFailurePolicy)',
  },
  MaxFailedIndexesExceeded: {
    code: 'job-many-indexes',
    say: () => 'More indexes of the job failed than it tolerates',
  },
  FailedIndexes: { code: 'job-some-indexes', say: () => 'Some indexes of the job failed' },
};

function explainJob(job: Job): Finding[] {
  const conditions = job.status?.conditions;
  const failed = findCondition(conditions, 'Failed') ?? findCondition(conditions, 'FailureTarget');
  if (failed?.status === 'True') {
    const known = SAID[failed.reason ?? ''];
    const message = failed.message ?? failed.reason ?? '';
    return [
      finding('job-failed', 'failed', {
        summary: known ? known.say(job) : `The job failed: ${message}`,
        ...(known ? { code: known.code } : {}),
        params: {
          reason: failed.reason ?? 'Failed',
          failed: job.status?.failed ?? 0,
          limit: job.spec?.backoffLimit ?? 6,
          seconds: job.spec?.activeDeadlineSeconds ?? '',
          message,
        },
        evidence: [conditionEvidence(job, failed)],
        nextSteps: [
          {
            id: 'read-job-log',
            text: 'Read the log of its pods',
            command: kubectl(job.metadata.namespace, 'logs', `job/${job.metadata.name}`),
          },
          describe(job, 'job'),
        ],
      }),
    ];
  }
  const count = job.status?.failed ?? 0;
  const complete = findCondition(conditions, 'Complete')?.status === 'True';
  if (count === 0 || complete) return [];
  const limit = job.spec?.backoffLimit ?? 6;
  return [
    finding('job-failed', 'warning', {
      summary: `${count} pods of the job failed; it tries again until ${limit} have`,
      code: 'job-retrying',
      params: { reason: 'Retrying', failed: count, limit },
      evidence: [
        { kind: 'count', text: `status.failed: ${count}`, source: `Job ${job.metadata.name}` },
      ],
      nextSteps: [describe(job, 'job')],
    }),
  ];
}

function explainCronJob(cronJob: CronJob, context: WhyContext): Finding[] {
  const { namespace, name } = cronJob.metadata;
  const suspended = cronJob.spec?.suspend
    ? [
        finding('cronjob-suspended', 'info', {
          summary: 'The cron job is suspended and starts no jobs',
          params: { reason: 'Suspended' },
          evidence: [fieldEvidence(cronJob, 'spec.suspend', 'true')],
          nextSteps: [
            {
              id: 'resume-cronjob',
              text: 'Let it run again',
              command: `${kubectl(namespace, 'patch', 'cronjob', name)} -p '{"spec":{"suspend":false}}'`,
            },
          ],
        }),
      ]
    : [];
  const missed = context
    .eventsOf('CronJob', cronJob)
    .find(({ reason }) => reason === 'TooManyMissedTimes' || reason === 'UnparseableSchedule');
  const newest = newestJobOf(cronJob, context.related('Job'));
  return [
    ...suspended,
    ...(missed
      ? [
          finding('job-failed', 'failed', {
            summary: `No job was started: ${missed.message}`,
            code: 'job-not-started',
            params: { reason: missed.reason, message: missed.message },
            evidence: [{ kind: 'event', text: missed.message, source: `CronJob ${name}` }],
            nextSteps: [advice('check-schedule', 'Check schedule and startingDeadlineSeconds')],
          }),
        ]
      : []),
    ...(newest === undefined
      ? []
      : explainJob({ ...newest, kind: 'Job' }).map(found => ({
          ...found,
          subject: {
            apiVersion: 'batch/v1',
            kind: 'Job',
            namespace,
            name: newest.metadata.name,
          },
        }))),
  ];
}

/** Why a job failed, or a cron job starts none. */
export function explainJobs(object: KubeObject, context: WhyContext): Finding[] {
  if (isKind(object, 'CronJob')) return explainCronJob(object, context);
  if (!isKind(object, 'Job')) return [];
  const job = object;
  const suspended = findCondition(job.status?.conditions, 'Suspended')?.status === 'True';
  if (!suspended) return explainJob(job);
  return [
    finding('scaled-to-zero', 'info', {
      summary: 'The job is suspended on purpose and runs no pods',
      code: 'job-suspended',
      params: { reason: 'Suspended' },
      evidence: [fieldEvidence(job, 'spec.suspend', 'true')],
      nextSteps: [
        advice('resume-job', 'Look at the controller that suspended it, such as a queue'),
      ],
    }),
  ];
}
