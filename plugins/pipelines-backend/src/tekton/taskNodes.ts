import { parseTime, tektonPhase } from '@kubemate/kube-common';
import type { Step, TaskNode, TaskPhase } from '@kubemate/plugin-pipelines-common';
import type { OrderedTask } from './orderTasks';
import type {
  PipelineRunParts,
  PipelineTask,
  StepState,
  TaskRunParts,
  WhenExpression,
} from './schemas';

type Status = NonNullable<PipelineRunParts['status']>;
type Skipped = NonNullable<Status['skippedTasks']>[number];

/** What a run knows of its tasks. */
export interface TaskContext {
  readonly childReferences: NonNullable<Status['childReferences']>;
  readonly skippedTasks: readonly Skipped[];
  /** TaskRuns, CustomRuns and nested PipelineRuns by name. */
  readonly children: ReadonlyMap<string, TaskRunParts>;
  /** No further task will start. */
  readonly isOver: boolean;
}

/** The nodes of one task: several in a matrix, and one that has not started. */
export function taskNodes(ordered: OrderedTask, context: TaskContext): readonly TaskNode[] {
  const { task } = ordered;
  const references = context.childReferences.filter(
    ({ pipelineTaskName }) => pipelineTaskName === task.name,
  );
  const base = { title: task.displayName ?? task.name, kind: kindOf(ordered) };
  if (references.length === 0) return [{ ...base, ...notStarted(task, context) }];
  const many = references.length > 1 || task.matrix !== undefined;
  const sorted = [...references].sort((a, b) => byTrailingNumber(a.name, b.name));
  return sorted.map(({ kind, name, displayName }, index) => ({
    ...base,
    id: many ? `${task.name}[${index}]` : task.name,
    title: displayName || (many ? `${base.title} ${index + 1}` : base.title),
    ...stateOf(context.children.get(name), {
      task,
      isTaskRun: isTaskRun(kind),
      isOver: context.isOver,
    }),
    taskRun: isTaskRun(kind) ? name : undefined,
  }));
}

function isTaskRun(kind: string | null | undefined): boolean {
  return (kind ?? 'TaskRun') === 'TaskRun';
}

/** `build-10` after `build-9`. */
function byTrailingNumber(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}

function kindOf({ task, isFinally }: OrderedTask): TaskNode['kind'] {
  if (isFinally) return 'finally';
  if (task.pipelineRef || task.pipelineSpec) return 'pipeline';
  return isCustom(task) ? 'custom' : 'task';
}

/** A reference with an API version of its own is run by another controller. */
export function isCustom({ taskRef, taskSpec }: PipelineTask): boolean {
  const version = taskRef?.apiVersion ?? taskSpec?.apiVersion ?? '';
  return version !== '' && !version.startsWith('tekton.dev/');
}

function notStarted(
  task: PipelineTask,
  { skippedTasks, isOver }: TaskContext,
): Omit<TaskNode, 'title' | 'kind'> {
  const skipped = skippedTasks.find(({ name }) => name === task.name);
  const isSkipped = skipped !== undefined || isOver;
  return {
    id: task.name,
    phase: isSkipped ? 'skipped' : 'pending',
    reason: skipped?.reason ?? undefined,
    when: isSkipped ? whySkipped(skipped) : undefined,
    retries: 0,
    steps: [],
    params: task.params ?? [],
    results: [],
    isCritical: false,
  };
}

function whySkipped(skipped: Skipped | undefined): string {
  const expressions = skipped?.whenExpressions ?? [];
  if (expressions.length > 0) return expressions.map(expressionText).join(' && ');
  return skipped?.reason ?? 'PipelineRun ended before it could start';
}

function expressionText({ cel, input, operator, values }: WhenExpression): string {
  return (
    cel ||
    `"${input ?? ''}" ${operator ?? ''} [${(values ?? []).map(each => `"${each}"`).join(', ')}]`
  );
}

/** Of an object that is gone with a run that is over, nobody will hear any more. */
function stateOf(
  child: TaskRunParts | undefined,
  { isOver, ...of }: { task: PipelineTask; isTaskRun: boolean; isOver: boolean },
) {
  const state = started(child, of);
  if (child !== undefined || !isOver) return state;
  return { ...state, phase: 'unknown' as const, message: 'The object of this task is gone' };
}

function started(
  child: TaskRunParts | undefined,
  { task, isTaskRun: isOwn }: { task: PipelineTask; isTaskRun: boolean },
) {
  const status = child?.status;
  const told = tektonPhase(status?.conditions ?? undefined);
  // Another controller's run goes on from the moment it is made: nobody says when that controller takes it up.
  const phase = !isOwn && told.phase === 'pending' ? 'running' : told.phase;
  const waits = phase === 'running' && isApproval(task);
  return {
    phase: waits ? ('waiting' as const) : phase,
    reason: told.reason,
    message: told.message,
    startedAt: time(status?.startTime),
    finishedAt: time(status?.completionTime),
    retries: status?.retriesStatus?.length ?? 0,
    pod: status?.podName || undefined,
    steps: stepsOf(status, told),
    uses: usesOf(child),
    params: child?.spec?.params ?? task.params ?? [],
    results: status?.results ?? [],
    isCritical: false,
  };
}

/** The approval task of openshift-pipelines/manual-approval-gate. */
function isApproval({ taskRef, taskSpec }: PipelineTask): boolean {
  return (taskRef?.kind ?? taskSpec?.kind) === 'ApprovalTask';
}

/** `Task build`, or how a resolver was asked for it; with the digest where Tekton has told one. */
function usesOf(child: TaskRunParts | undefined): string | undefined {
  const ref = child?.spec?.taskRef;
  if (!ref) return undefined;
  const asked = ref.resolver
    ? [ref.resolver, ...(ref.params ?? []).map(({ name, value }) => `${name}=${String(value)}`)]
    : [ref.kind ?? 'Task', ref.name ?? ''];
  const [digest] = Object.entries(child?.status?.provenance?.refSource?.digest ?? {});
  return [asked.join(' '), ...(digest ? [digest.join(':')] : [])].join('@');
}

function stepsOf(
  status: TaskRunParts['status'],
  { phase: task, reason }: { phase: TaskPhase; reason?: string },
): Step[] {
  const states = (status?.steps ?? []).map(state => stoppedWith(state, reason));
  const written = status?.taskSpec?.steps ?? [];
  if (states.length > 0)
    return states.map((state, index) =>
      stepOf(state, { index, task, image: written[index]?.image ?? undefined }),
    );
  return written.map(({ name, image }, index) => ({
    name: name || `unnamed-${index}`,
    phase: task === 'running' ? 'pending' : task,
    image: image || undefined,
  }));
}

const ENDED_WITH_POD: ReadonlySet<string> = new Set(['TaskRunCancelled', 'TaskRunTimeout']);

/** SIGKILL and SIGTERM, as shells tell them. */
const KILLED: ReadonlySet<number> = new Set([137, 143]);

/**
 * Tekton ends a task whose time is up, or that somebody cancelled, by deleting its pod. Where it reads the pod again before
 * its own word is written, the step stands there as killed: by Tekton, not by itself.
 */
function stoppedWith(state: StepState, reason: string | undefined): StepState {
  const { terminated } = state;
  const isKilled = endOf(state) === 'Error' && KILLED.has(terminated?.exitCode ?? 0);
  if (!terminated || !isKilled || !ENDED_WITH_POD.has(reason ?? '')) return state;
  return { ...state, terminationReason: undefined, terminated: { ...terminated, reason } };
}

function endOf({ terminationReason, terminated }: StepState): string | undefined {
  return terminationReason || terminated?.reason || undefined;
}

function stepOf(
  state: StepState,
  { index, task, image }: { index: number; task: TaskPhase; image?: string },
): Step {
  const { terminated, running, waiting } = state;
  return {
    name: state.name || `unnamed-${index}`,
    phase: stepPhase(state, task),
    image: imageOf(state, image),
    reason: (terminated ? endOf(state) : waiting?.reason) || undefined,
    startedAt: time(terminated?.startedAt ?? running?.startedAt),
    finishedAt: time(terminated?.finishedAt),
    // Tekton makes one up for a step that it ended together with its pod.
    exitCode: ENDED_WITH_POD.has(endOf(state) ?? '') ? undefined : terminated?.exitCode,
  };
}

/** The name that the definition has, with the digest that the node ran; runtimes put a scheme before it. */
function imageOf({ imageID }: StepState, written = ''): string | undefined {
  const told = imageID?.replace(/^[a-z-]+:\/\//, '');
  // A name with parameters in it is none.
  if (written === '' || written.includes('$(')) return told || written || undefined;
  const digest = /sha256:[0-9a-f]{64}$/.exec(told ?? '')?.[0];
  return digest === undefined || written.includes('@') ? written : `${written}@${digest}`;
}

/** Tekton's own word where it has one: steps after a failed one are ended with an exit code of their own. */
function stepPhase(state: StepState, task: TaskPhase): TaskPhase {
  const { terminated, running } = state;
  if (running) return 'running';
  if (!terminated) return task === 'running' || task === 'pending' ? 'pending' : 'skipped';
  switch (endOf(state)) {
    case 'Skipped':
      return 'skipped';
    case 'Cancelled':
    case 'TaskRunCancelled':
      return 'cancelled';
    case 'TimeoutExceeded':
    case 'TaskRunTimeout':
      return 'timed-out';
    case 'Completed':
    case 'Continued':
      return 'succeeded';
    default:
      return terminated.exitCode === 0 ? 'succeeded' : 'failed';
  }
}

function time(text: string | null | undefined): number | undefined {
  return parseTime(text ?? undefined);
}
