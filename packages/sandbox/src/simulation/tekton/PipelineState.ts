import type {
  ParamValue,
  PipelineTask,
  SkippedTask,
  TaskRun,
  WhenExpression,
} from '../objects/tekton';
import { isDone, succeeded } from './taskRunController';
import { referencesIn, substitute, type Variables } from './variables';

const BY_TIMEOUT = 'has timed out';
const CANCELLED: ReadonlySet<string> = new Set(['TaskRunCancelled', 'CustomRunCancelled']);

/** A task of a pipeline with the TaskRuns it has by now. */
export interface TaskState {
  readonly task: PipelineTask;
  readonly isFinal: boolean;
  readonly runs: readonly TaskRun[];
  /** How many TaskRuns it takes; several for a matrix. */
  readonly width: number;
}

export interface StateOptions {
  readonly tasks: readonly TaskState[];
  readonly wish: string | undefined;
  /** Whether the time for the tasks, or for all, is up. */
  readonly tasksTimedOut: boolean;
  readonly timedOut: boolean;
}

export interface Counts {
  succeeded: number;
  failed: number;
  ignored: number;
  cancelled: number;
  skipped: number;
  skippedByTimeout: number;
  invalid: number;
  incomplete: number;
}

function isFalse(run: TaskRun): boolean {
  return succeeded(run)?.status === 'False';
}

/** `$(tasks.NAME.results.RESULT)`: what another task has to give first. */
export function resultReferences(task: PipelineTask): { task: string; result: string }[] {
  const { params, when, matrix } = task;
  return referencesIn([params, when, matrix]).flatMap(reference => {
    const match = /^tasks\.([^.]+)\.results\.([^.[]+)/.exec(reference);
    return match === null ? [] : [{ task: match[1] ?? '', result: match[2] ?? '' }];
  });
}

function holds({ input = '', operator, values = [] }: WhenExpression): boolean {
  return operator === 'notin' ? !values.includes(input) : values.includes(input);
}

const TIMEOUT_SKIPS: readonly string[] = [
  'PipelineRun timeout has been reached',
  'PipelineRun Tasks timeout has been reached',
  'PipelineRun Finally timeout has been reached',
];

/** How far a PipelineRun is: which tasks are done, skipped, or next. */
export class PipelineState {
  private readonly byName: ReadonlyMap<string, TaskState>;
  private readonly skips = new Map<string, string | undefined>();

  constructor(
    private readonly options: StateOptions,
    private readonly variables: Variables,
  ) {
    this.byName = new Map(options.tasks.map(state => [state.task.name, state]));
  }

  get tasks(): readonly TaskState[] {
    return this.options.tasks;
  }

  isRunning({ runs }: TaskState): boolean {
    return runs.some(run => !isDone(run));
  }

  isSuccessful({ runs }: TaskState): boolean {
    return runs.length > 0 && runs.every(run => succeeded(run)?.status === 'True');
  }

  isFailure({ runs }: TaskState): boolean {
    return runs.length > 0 && runs.every(isDone) && runs.some(isFalse);
  }

  /** One of its runs was cancelled and all are done. */
  isCancelled(state: TaskState): boolean {
    return this.wasCancelled(state, () => true);
  }

  private wasCancelled({ runs }: TaskState, accept: (run: TaskRun) => boolean): boolean {
    return (
      runs.length > 0 &&
      runs.every(isDone) &&
      runs.some(run => CANCELLED.has(succeeded(run)?.reason ?? '') && accept(run))
    );
  }

  /** Nothing new is started once a task has failed. */
  get isStopping(): boolean {
    return this.tasks.some(
      state =>
        !state.isFinal &&
        (this.isFailure(state) || this.isInvalid(state)) &&
        state.task.onError !== 'continue',
    );
  }

  parentsOf({ task }: TaskState): TaskState[] {
    const names = [...(task.runAfter ?? []), ...resultReferences(task).map(entry => entry.task)];
    return [...new Set(names)].flatMap(name => this.byName.get(name) ?? []);
  }

  /** Why the task does not run; undefined where it does, or may still. */
  skipReason(state: TaskState): string | undefined {
    const { name } = state.task;
    if (!this.skips.has(name)) {
      this.skips.set(name, undefined); // a cycle ends here
      this.skips.set(name, state.isFinal ? this.finalSkip(state) : this.dagSkip(state));
    }
    return this.skips.get(name);
  }

  private dagSkip(state: TaskState): string | undefined {
    const { wish } = this.options;
    if (state.runs.length > 0 || this.isInvalid(state)) return undefined;
    if (this.isStopping) return 'PipelineRun was stopping';
    if (wish === 'CancelledRunFinally') return 'PipelineRun was gracefully cancelled';
    if (wish === 'StoppedRunFinally') return 'PipelineRun was gracefully stopped';
    const parents = this.parentsOf(state);
    const ready = parents.every(parent => this.isDone(parent));
    if (ready && !this.allows(state)) return 'When Expressions evaluated to false';
    const skips = parents.map(parent => this.skipReason(parent));
    if (skips.some(skip => skip !== undefined && skip !== 'When Expressions evaluated to false'))
      return 'Parent Tasks were skipped';
    if (ready && this.lacksResults(state, true)) return 'Results were missing';
    if (ready && this.options.timedOut) return 'PipelineRun timeout has been reached';
    if (ready && this.options.tasksTimedOut) return 'PipelineRun Tasks timeout has been reached';
    return ready && state.width === 0 ? 'Matrix Parameters have an empty array' : undefined;
  }

  private finalSkip(state: TaskState): string | undefined {
    if (state.runs.length > 0 || !this.isDagDone) return undefined;
    if (this.lacksResults(state, false)) return 'Results were missing';
    if (!this.allows(state)) return 'When Expressions evaluated to false';
    return this.options.timedOut ? 'PipelineRun timeout has been reached' : undefined;
  }

  private allows({ task }: TaskState): boolean {
    return substitute(task.when ?? [], this.variables).every(holds);
  }

  private missing({ task }: TaskState) {
    return resultReferences(task).filter(({ task: name, result }) => {
      const prefix = `tasks.${name}.results.${result}`;
      return !this.variables.has(prefix);
    });
  }

  private lacksResults(state: TaskState, onlySkipped: boolean): boolean {
    return this.missing(state).some(({ task }) => {
      if (!onlySkipped || state.task.onError === 'continue') return true;
      const source = this.byName.get(task);
      return (
        source !== undefined && this.skipReason(source) === 'When Expressions evaluated to false'
      );
    });
  }

  /** A task that needs a result which the task before it succeeded without. */
  isInvalid(state: TaskState): boolean {
    if (state.isFinal || state.runs.length > 0) return false;
    return this.missing(state).some(({ task }) => {
      const source = this.byName.get(task);
      return source !== undefined && this.isSuccessful(source);
    });
  }

  isDone(state: TaskState): boolean {
    return (
      this.isSuccessful(state) || this.isFailure(state) || this.skipReason(state) !== undefined
    );
  }

  get isDagDone(): boolean {
    return this.tasks
      .filter(({ isFinal }) => !isFinal)
      .every(state => this.isDone(state) || this.isInvalid(state));
  }

  /** Tasks to start now. */
  next(): TaskState[] {
    if (this.options.timedOut) return [];
    const open = this.tasks.filter(
      state =>
        state.runs.length === 0 && this.skipReason(state) === undefined && !this.isInvalid(state),
    );
    if (this.isDagDone) return open.filter(({ isFinal }) => isFinal);
    if (this.options.wish === 'CancelledRunFinally' || this.isStopping) return [];
    if (this.options.tasksTimedOut || this.options.wish === 'StoppedRunFinally') return [];
    return open.filter(
      state => !state.isFinal && this.parentsOf(state).every(parent => this.isDone(parent)),
    );
  }

  skipped(): SkippedTask[] {
    return this.tasks.flatMap(state => {
      const reason = this.skipReason(state);
      if (reason === undefined) return [];
      const { name, when } = state.task;
      const shows = !state.isFinal || reason === 'When Expressions evaluated to false';
      const whenExpressions = substitute(when, this.variables);
      return [{ name, reason, ...(when && shows ? { whenExpressions } : {}) }];
    });
  }

  count(): Counts {
    const counts: Counts = {
      ...{ succeeded: 0, failed: 0, ignored: 0, cancelled: 0 },
      ...{ skipped: 0, skippedByTimeout: 0, invalid: 0, incomplete: 0 },
    };
    for (const state of this.tasks) counts[this.kindOf(state)] += 1;
    counts.skippedByTimeout = this.tasks.filter(state =>
      TIMEOUT_SKIPS.includes(this.skipReason(state) ?? ''),
    ).length;
    return counts;
  }

  private kindOf(state: TaskState): Exclude<keyof Counts, 'skippedByTimeout'> {
    if (this.isSuccessful(state)) return 'succeeded';
    const byTimeout = (run: TaskRun) => run.spec.statusMessage?.includes(BY_TIMEOUT) === true;
    if (this.wasCancelled(state, byTimeout)) return 'failed';
    if (this.isCancelled(state)) return 'cancelled';
    if (this.isFailure(state)) return state.task.onError === 'continue' ? 'ignored' : 'failed';
    if (this.isInvalid(state)) return 'invalid';
    return this.skipReason(state) === undefined ? 'incomplete' : 'skipped';
  }

  /** `$(tasks.NAME.status)` and `$(tasks.status)`, for the final tasks. */
  statusVariables(): Map<string, ParamValue> {
    const variables = new Map<string, ParamValue>();
    const dag = this.tasks.filter(({ isFinal }) => !isFinal);
    for (const state of dag) {
      const anyFailed = state.runs.some(isFalse);
      const status = this.isSuccessful(state) ? 'Succeeded' : anyFailed ? 'Failed' : 'None';
      variables.set(`tasks.${state.task.name}.status`, status);
      const last = state.runs.at(-1);
      const reason = (last && succeeded(last)?.reason) ?? 'None';
      variables.set(`tasks.${state.task.name}.reason`, reason);
    }
    variables.set('tasks.status', this.aggregate(dag));
    return variables;
  }

  private aggregate(dag: readonly TaskState[]): string {
    if (!this.isDagDone) return 'None';
    if (dag.some(({ runs }) => runs.some(isFalse))) return 'Failed';
    return dag.some(state => this.skipReason(state) !== undefined) ? 'Completed' : 'Succeeded';
  }
}
