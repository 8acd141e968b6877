import type { InputPlan, StageGroup, StagePlan, StepPlan } from './plans';

export type Status =
  'SUCCESS' | 'FAILED' | 'ABORTED' | 'IN_PROGRESS' | 'PAUSED_PENDING_INPUT' | 'NOT_EXECUTED';

export interface Line {
  readonly at: number;
  readonly text: string;
}

/** A step as it stands at a moment. */
export interface NodeView {
  readonly id: string;
  readonly name: string;
  readonly text?: string;
  readonly status: Status;
  readonly startedAt: number;
  readonly endedAt?: number;
  readonly error?: { readonly message: string; readonly type: string };
  readonly lines: readonly Line[];
}

export interface StageView {
  readonly id: string;
  readonly name: string;
  readonly status: Status;
  readonly startedAt: number;
  readonly endedAt?: number;
  readonly nodes: readonly NodeView[];
}

export interface Answer {
  readonly at: number;
  readonly proceed: boolean;
  readonly by: string;
}

export interface BuildFacts {
  readonly startedAt: number;
  readonly stages: readonly StageGroup[];
  /** By id of the input. */
  readonly answers: ReadonlyMap<string, Answer>;
  readonly abortedAt?: number;
}

export interface Timeline {
  readonly stages: readonly StageView[];
  /** Absent while it goes on. */
  readonly end?: { readonly at: number; readonly result: 'SUCCESS' | 'FAILURE' | 'ABORTED' };
  readonly waiting: readonly InputPlan[];
  readonly lines: readonly Line[];
}

interface Cursor {
  readonly facts: BuildFacts;
  readonly now: number;
  readonly lines: Line[];
  readonly waiting: InputPlan[];
  nextId: number;
}

interface Ran {
  readonly stages: readonly StageView[];
  /** Undefined while it goes on. */
  readonly endedAt?: number;
  readonly status: Status;
}

const ABORTED = {
  message: 'null',
  type: 'org.jenkinsci.plugins.workflow.steps.FlowInterruptedException',
};
const RESULTS = { SUCCESS: 'SUCCESS', FAILED: 'FAILURE', ABORTED: 'ABORTED' } as const;

/** How a build stands at `now`: a function of what it does and of what was done to it. Asking twice gives the same. */
export function timelineOf(facts: BuildFacts, now: number): Timeline {
  const cursor: Cursor = { facts, now, lines: [], waiting: [], nextId: 6 };
  let at = facts.startedAt;
  const stages: StageView[] = [];
  let end: Timeline['end'];
  for (const group of facts.stages) {
    if (at > now) break;
    const ran = 'parallel' in group ? runParallel(group, at, cursor) : runStage(group, at, cursor);
    stages.push(...ran.stages);
    if (ran.endedAt === undefined) break;
    at = ran.endedAt;
    if (ran.status === 'FAILED' || ran.status === 'ABORTED') {
      end = { at, result: RESULTS[ran.status] };
      break;
    }
  }
  const isLast = stages.at(-1)?.endedAt !== undefined || facts.stages.length === 0;
  if (end === undefined && isLast && at <= now && hasAll(facts, stages))
    end = { at, result: 'SUCCESS' };
  const lines = cursor.lines.filter(line => line.at <= now).sort((a, b) => a.at - b.at);
  return { stages, end, waiting: cursor.waiting, lines };
}

function hasAll({ stages }: BuildFacts, views: readonly StageView[]): boolean {
  const wanted = stages.reduce(
    (sum, group) => sum + 1 + ('parallel' in group ? group.parallel.length : 0),
    0,
  );
  return views.length === wanted && views.every(({ endedAt }) => endedAt !== undefined);
}

/** As the stages API tells it: the stage around parallel ones ends where they begin, and they stand beside it. */
function runParallel(
  group: { readonly name: string; readonly parallel: readonly StagePlan[] },
  at: number,
  cursor: Cursor,
): Ran {
  const id = String(cursor.nextId);
  cursor.nextId += 3;
  cursor.lines.push({ at, text: `[Pipeline] { (${group.name})` });
  const ran = group.parallel.map(stage => runStage(stage, at, cursor));
  const around: StageView = {
    ...{ id, name: group.name, startedAt: at, endedAt: at, nodes: [] },
    status: 'SUCCESS',
  };
  const ends = ran.map(({ endedAt }) => endedAt);
  const status = (['ABORTED', 'FAILED'] as const).find(each =>
    ran.some(one => one.status === each),
  );
  return {
    stages: [around, ...ran.flatMap(({ stages }) => stages)],
    status: status ?? 'SUCCESS',
    endedAt: ends.includes(undefined) ? undefined : Math.max(at, ...ends.flatMap(end => end ?? [])),
  };
}

function runStage(stage: StagePlan, at: number, cursor: Cursor): Ran {
  const id = String(cursor.nextId);
  cursor.nextId += 1;
  if (stage.skipped) {
    cursor.nextId += stage.steps.length;
    const view = { id, name: stage.name, startedAt: at, endedAt: at, nodes: [] };
    const text = `Stage "${stage.name}" skipped due to when conditional`;
    cursor.lines.push({ at, text });
    return { stages: [{ ...view, status: 'NOT_EXECUTED' }], status: 'SUCCESS', endedAt: at };
  }
  cursor.lines.push({ at, text: `[Pipeline] { (${stage.name})` });
  const nodes: NodeView[] = [];
  let time = at;
  let status: Status = 'SUCCESS';
  const firstId = cursor.nextId;
  cursor.nextId += stage.steps.length;
  for (const [index, step] of stage.steps.entries()) {
    if (time > cursor.now) {
      status = 'IN_PROGRESS';
      break;
    }
    const node = runStep(step, { id: String(firstId + index), at: time }, cursor);
    nodes.push(node);
    status = node.status;
    if (node.endedAt === undefined) break;
    time = node.endedAt;
    if (status !== 'SUCCESS') break;
  }
  const isOpen = status === 'IN_PROGRESS' || status === 'PAUSED_PENDING_INPUT';
  const endedAt = isOpen ? undefined : time;
  return {
    stages: [{ id, name: stage.name, status, startedAt: at, endedAt, nodes }],
    status,
    endedAt,
  };
}

function runStep(step: StepPlan, { id, at }: { id: string; at: number }, cursor: Cursor): NodeView {
  const { facts, now, waiting } = cursor;
  const base = { id, name: step.name, text: step.text, startedAt: at };
  const answer = step.input && facts.answers.get(step.input.id);
  const planned = step.input ? (answer?.at ?? Infinity) : at + step.seconds * 1000;
  const aborted = facts.abortedAt;
  if (aborted !== undefined && aborted <= Math.min(planned, now)) {
    const end = Math.max(at, aborted);
    const lines = write(step, { at, until: end, planned }, cursor);
    return { ...base, status: 'ABORTED', endedAt: end, error: ABORTED, lines };
  }
  const lines = write(step, { at, until: Math.min(now, planned), planned }, cursor);
  if (planned > now) {
    if (step.input) waiting.push(step.input);
    return { ...base, status: step.input ? 'PAUSED_PENDING_INPUT' : 'IN_PROGRESS', lines };
  }
  if (answer && !answer.proceed) {
    const error = { ...ABORTED, message: `Rejected by ${answer.by}` };
    return { ...base, status: 'ABORTED', endedAt: planned, error, lines };
  }
  const error = errorOf(step);
  return { ...base, status: error ? 'FAILED' : 'SUCCESS', endedAt: planned, error, lines };
}

function errorOf({ exitCode = 0, error }: StepPlan): NodeView['error'] {
  if (error !== undefined) return { message: error, type: 'hudson.AbortException' };
  if (exitCode === 0) return undefined;
  return { message: `script returned exit code ${exitCode}`, type: 'hudson.AbortException' };
}

/** The lines of a step that are written by `until`; they are also the console's. */
function write(
  step: StepPlan,
  span: { at: number; until: number; planned: number },
  { lines, facts }: Cursor,
): Line[] {
  const { at, until, planned } = span;
  const shown = step.input
    ? [step.input.message, `${step.input.ok ?? 'Proceed'} or Abort`]
    : [
        ...(step.text && step.name === 'Shell Script' ? [`+ ${step.text}`] : []),
        ...(step.log ?? []),
      ];
  const each = step.input ? 0 : (planned - at) / Math.max(1, shown.length);
  const own = shown.map((text, index) => ({ at: at + Math.floor(index * each), text }));
  const answer = step.input && facts.answers.get(step.input.id);
  if (answer)
    own.push({
      at: answer.at,
      text: `${answer.proceed ? 'Approved' : 'Rejected'} by ${answer.by}`,
    });
  const done = own.filter(line => line.at <= until);
  lines.push(...done);
  return done;
}
