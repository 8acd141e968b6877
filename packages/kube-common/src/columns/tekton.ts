import { parseTime } from '../age';
import { internCell } from '../intern';
import type { Health } from '../row';
import type { Pipeline, PipelineRun, Task, TaskRun } from '../shapes/tekton';
import { tektonPhase, type TektonPhase } from '../tektonPhase';
import { forKind, forStaticKind, hidden, listCell, shown, wide } from './Projection';
import { tektonOrigin } from './tektonOrigin';

const HEALTH: Readonly<Record<TektonPhase, Health>> = {
  pending: 'progressing',
  running: 'progressing',
  succeeded: 'ok',
  failed: 'failed',
  'timed-out': 'failed',
  cancelled: 'idle',
};

/** Rows are kept in memory for every run; the whole text is in the object. */
const MAX_TEXT = 300;

const COUNTS = /Tasks Completed: (\d+) \(Failed: (\d+)(?: \(Ignored: \d+\))?, Cancell?ed:? (\d+)\)/;

/** Tekton counts in the message of its condition, unless it ended the run by itself. What had not started by the end is skipped, and so done. */
function countTasks(run: PipelineRun, { phase, message = '' }: ReturnType<typeof tektonPhase>) {
  const { pipelineSpec, skippedTasks = [] } = run.status ?? {};
  const total = (pipelineSpec?.tasks?.length ?? 0) + (pipelineSpec?.finally?.length ?? 0);
  const skipped = new Set(skippedTasks.map(({ name }) => name)).size;
  const [, completed = 0, failed = 0] = COUNTS.exec(message) ?? [];
  const isOpen = phase === 'pending' || phase === 'running';
  const done = isOpen ? Math.min(Number(completed) + skipped, total) : total;
  return { total, done, failed: Number(failed) };
}

function seconds(from: number | undefined, to: number | undefined): number | null {
  return from === undefined || to === undefined ? null : (to - from) / 1000;
}

const pipelineRuns = forKind<PipelineRun>({
  columns: [
    shown('pipeline', 'Pipeline'),
    shown('phase', 'Phase'),
    shown('status', 'Status'),
    shown('tasks', 'Tasks', 'fraction'),
    shown('duration', 'Duration (s)', 'number'),
    wide('started', 'Started', 'time'),
    wide('finished', 'Finished', 'time'),
    wide('trigger', 'Trigger'),
    wide('by', 'Started by'),
    wide('branch', 'Branch'),
    wide('commit', 'Commit'),
    wide('repository', 'Repository'),
    wide('component', 'Component'),
    hidden('failed', 'Failed tasks', 'number'),
    hidden('message', 'Message'),
  ],
  read(run) {
    const { labels } = run.metadata;
    const told = tektonPhase(run.status?.conditions);
    const { phase, reason, message } = told;
    const started = parseTime(run.status?.startTime);
    const finished = parseTime(run.status?.completionTime);
    const tasks = countTasks(run, told);
    const { trigger, by, repository, branch, commit } = tektonOrigin(run);
    return {
      health: HEALTH[phase],
      reason: internCell(reason) ?? undefined,
      cells: {
        pipeline: internCell(run.spec?.pipelineRef?.name ?? resolvedName(run)),
        phase,
        status: internCell(reason),
        tasks: `${tasks.done}/${tasks.total}`,
        duration: seconds(started, finished),
        started: started ?? null,
        finished: finished ?? null,
        trigger,
        by: internCell(by ?? undefined),
        branch: internCell(branch ?? undefined),
        commit,
        repository: internCell(repository ?? undefined),
        component: internCell(
          labels?.['app.kubernetes.io/name'] ?? labels?.['backstage.io/kubernetes-id'],
        ),
        failed: tasks.failed,
        message: message?.slice(0, MAX_TEXT) ?? null,
      },
    };
  },
});

/** A Pipeline that a resolver brings has its name among the parameters of the reference, or in the label that Tekton sets. */
function resolvedName({ spec, metadata }: PipelineRun): string | undefined {
  if (spec?.pipelineRef === undefined) return undefined;
  const named = spec.pipelineRef.params?.find(({ name }) => name === 'name')?.value;
  return typeof named === 'string' ? named : metadata.labels?.['tekton.dev/pipeline'];
}

const taskRuns = forKind<TaskRun>({
  columns: [
    shown('phase', 'Phase'),
    shown('status', 'Status'),
    shown('pipelineRun', 'PipelineRun'),
    shown('task', 'Task'),
    shown('duration', 'Duration (s)', 'number'),
    wide('started', 'Started', 'time'),
    wide('finished', 'Finished', 'time'),
    wide('pod', 'Pod'),
    wide('retries', 'Retries', 'number'),
  ],
  read({ metadata: { labels }, spec, status }) {
    const { phase, reason } = tektonPhase(status?.conditions);
    const started = parseTime(status?.startTime);
    const finished = parseTime(status?.completionTime);
    return {
      health: HEALTH[phase],
      reason: internCell(reason) ?? undefined,
      cells: {
        phase,
        status: internCell(reason),
        pipelineRun: internCell(labels?.['tekton.dev/pipelineRun']),
        task: internCell(labels?.['tekton.dev/pipelineTask'] ?? spec?.taskRef?.name),
        duration: seconds(started, finished),
        started: started ?? null,
        finished: finished ?? null,
        pod: status?.podName ?? null,
        retries: status?.retriesStatus?.length ?? 0,
      },
    };
  },
});

const pipelines = forStaticKind<Pipeline>(
  [
    shown('tasks', 'Tasks', 'list'),
    shown('params', 'Parameters', 'list'),
    wide('description', 'Description'),
  ],
  ({ spec }) => ({
    tasks: listCell([...(spec?.tasks ?? []), ...(spec?.finally ?? [])].map(({ name }) => name)),
    params: listCell(spec?.params?.map(({ name }) => name)),
    description: spec?.description?.slice(0, MAX_TEXT) ?? null,
  }),
);

const tasks = forStaticKind<Task>(
  [
    shown('steps', 'Steps', 'list'),
    shown('params', 'Parameters', 'list'),
    wide('description', 'Description'),
  ],
  ({ spec }) => ({
    steps: listCell(spec?.steps?.map(({ name }, index) => name ?? `unnamed-${index}`)),
    params: listCell(spec?.params?.map(({ name }) => name)),
    description: spec?.description?.slice(0, MAX_TEXT) ?? null,
  }),
);

/** Projections of the group `tekton.dev`, by plural. */
export const tekton = { pipelineruns: pipelineRuns, taskruns: taskRuns, pipelines, tasks };
