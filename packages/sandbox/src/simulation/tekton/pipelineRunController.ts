import { parseTime } from '@kubemate/kube-common';
import { isRefusal, keyOf, type Cluster } from '../Cluster';
import { Controller } from '../controllers/Controller';
import { withCondition } from '../controllers/podState';
import {
  CUSTOM_RUNS,
  PIPELINE_RUNS,
  PIPELINES,
  TASK_RUNS,
  TASKS,
  type ParamValue,
  type PipelineRun,
  type PipelineSpec,
  type Result,
  type TaskRun,
} from '../objects/tekton';
import { ChildRuns, isCustom } from './ChildRuns';
import { combinations } from './matrix';
import { durationMs, goDuration } from './naming';
import { PipelineState, type TaskState } from './PipelineState';
import { pipelineVerdict } from './pipelineVerdict';
import type { Verdict } from './taskRunStatus';
import { define, missingParams, paramVariables, substitute } from './variables';

const NAME = 'pipelinerun-controller';
const DEFAULT_TIMEOUT = '1h';
const USER_ERROR = '[User error] ';

type Status = NonNullable<PipelineRun['status']>;

interface Times {
  /** Milliseconds until then; negative once it is over, Infinity without a limit. */
  readonly all: number;
  readonly tasks: number;
  readonly finallyLeft: number;
}

function succeeded(run: PipelineRun) {
  return run.status?.conditions?.find(({ type }) => type === 'Succeeded');
}

function isVerdict(value: Verdict | PipelineSpec): value is Verdict {
  return !('tasks' in value);
}

function failed(reason: string, message: string): Verdict {
  return { status: 'False', reason, message };
}

class PipelineRunReconciler {
  constructor(
    private readonly cluster: Cluster,
    private readonly children: ChildRuns,
  ) {}

  /** @returns milliseconds after which to look again */
  reconcile(run: PipelineRun): number | undefined {
    const condition = succeeded(run);
    if (condition !== undefined && condition.status !== 'Unknown') return undefined;
    if (run.metadata.deletionTimestamp !== undefined) return undefined;
    if (run.spec.status === 'PipelineRunPending') return this.hold(run);
    const startTime = run.status?.startTime ?? this.cluster.timestamp();
    if (run.spec.status === 'Cancelled') {
      this.children.cancel(run, 'cancelled');
      const message = `PipelineRun "${run.metadata.name}" was cancelled`;
      return this.finish(run, failed('Cancelled', message), { startTime });
    }
    const resolved = this.resolve(run);
    if (isVerdict(resolved)) return this.finish(run, resolved, { startTime });
    if (run.status?.pipelineSpec !== undefined) return this.advance(run, resolved, startTime);
    const invalid = this.validate(run, resolved);
    if (invalid === undefined) return this.advance(run, this.fill(run, resolved), startTime);
    return this.finish(run, invalid, { startTime, pipelineSpec: resolved });
  }

  private hold(run: PipelineRun): undefined {
    this.write(run, {
      conditions: this.conditions(run, {
        status: 'Unknown',
        reason: 'PipelineRunPending',
        message: `PipelineRun "${run.metadata.name}" is pending`,
      }),
    });
  }

  private resolve(run: PipelineRun): Verdict | PipelineSpec {
    const { namespace, name } = run.metadata;
    const reference = run.spec.pipelineRef?.name;
    const pipeline =
      reference === undefined
        ? undefined
        : this.cluster.get(PIPELINES, `${namespace}/${reference}`);
    this.label(run, reference ?? name, pipeline?.metadata.labels ?? {});
    if (run.status?.pipelineSpec !== undefined) return run.status.pipelineSpec;
    const spec = run.spec.pipelineSpec ?? pipeline?.spec;
    if (spec === undefined)
      return failed(
        'CouldntGetPipeline',
        `Error retrieving pipeline for pipelinerun ${namespace}/${name}: error when getting Pipeline for PipelineRun ${name}: tekton client cannot get pipeline ${reference ?? ''} from local cluster: pipelines.tekton.dev "${reference ?? ''}" not found`,
      );
    return spec;
  }

  private label(run: PipelineRun, pipeline: string, inherited: Record<string, string>): void {
    this.cluster.patch(PIPELINE_RUNS, keyOf(run), {
      metadata: {
        labels: { ...inherited, ...run.metadata.labels, 'tekton.dev/pipeline': pipeline },
      },
    });
  }

  private validate(run: PipelineRun, spec: PipelineSpec): Verdict | undefined {
    const { namespace, name } = run.metadata;
    const of = `${namespace}/${run.spec.pipelineRef?.name ?? name}`;
    const lost = [...spec.tasks, ...(spec.finally ?? [])].find(
      task =>
        task.taskRef !== undefined &&
        !isCustom(task) &&
        !this.cluster.get(TASKS, `${namespace}/${task.taskRef.name}`),
    );
    const missing = missingParams(spec.params, run.spec.params);
    if (missing.length > 0)
      return failed(
        'ParameterMissing',
        `${USER_ERROR}PipelineRun ${namespace}/${name} is missing some parameters required by Pipeline ${of}: pipelineRun missing parameters: [${missing.join(' ')}]`,
      );
    const given = new Set((run.spec.workspaces ?? []).map(workspace => workspace.name));
    const unbound = spec.workspaces?.find(entry => !entry.optional && !given.has(entry.name));
    if (unbound !== undefined)
      return failed(
        'InvalidWorkspaceBindings',
        `${USER_ERROR}PipelineRun ${namespace}/${name} doesn't bind Pipeline ${of}'s Workspaces correctly: pipeline requires workspace with name "${unbound.name}" be provided by pipelinerun`,
      );
    if (lost === undefined) return undefined;
    return failed(
      'CouldntGetTask',
      `Pipeline ${of} can't be Run; it contains Tasks that don't exist: Couldn't retrieve Task "${lost.taskRef?.name}": tasks.tekton.dev "${lost.taskRef?.name}" not found`,
    );
  }

  private fill(run: PipelineRun, spec: PipelineSpec): PipelineSpec {
    const variables = paramVariables(spec.params, run.spec.params);
    const { name, namespace = '', uid } = run.metadata;
    variables.set('context.pipelineRun.name', name);
    variables.set('context.pipelineRun.namespace', namespace);
    variables.set('context.pipelineRun.uid', uid);
    variables.set('context.pipeline.name', run.spec.pipelineRef?.name ?? name);
    const { tasks, finally: last, results } = spec;
    return { ...spec, ...substitute({ tasks, finally: last, results }, variables) };
  }

  private times(run: PipelineRun, startTime: string): Times {
    const { pipeline = DEFAULT_TIMEOUT, tasks, finally: last } = run.spec.timeouts ?? {};
    const now = this.cluster.clock.now();
    const started = parseTime(startTime) ?? now;
    const left = (duration: number, from: number) =>
      duration === 0 ? Infinity : from + duration - now;
    const whole = durationMs(pipeline);
    const forTasks =
      tasks ?? (last === undefined ? undefined : `${(whole - durationMs(last)) / 1_000}s`);
    const finallyStart = parseTime(run.status?.finallyStartTime);
    return {
      all: left(whole, started),
      tasks: forTasks === undefined ? Infinity : left(durationMs(forTasks), started),
      finallyLeft:
        last === undefined || finallyStart === undefined
          ? Infinity
          : left(durationMs(last), finallyStart),
    };
  }

  private advance(run: PipelineRun, spec: PipelineSpec, startTime: string): number | undefined {
    const times = this.times(run, startTime);
    const isExpired = times.all < 0 || times.tasks < 0;
    const before = this.state(run, spec, times);
    const isWished = run.spec.status === 'CancelledRunFinally';
    if ((isExpired || isWished) && run.status?.finallyStartTime === undefined)
      this.children.cancel(run, isExpired ? 'timed out' : 'cancelled');
    else if (times.all < 0 || times.finallyLeft < 0) this.children.cancel(run, 'timed out');
    if (!isExpired) for (const next of before.state.next()) this.start(run, next, before);
    const { state, results } = this.state(run, spec, times);
    const finals = state.tasks.filter(({ isFinal }) => isFinal);
    const finalsStarted = finals.some(({ runs }) => runs.length > 0);
    const finalsDone = state.isDagDone && finals.every(task => state.isDone(task));
    const status: Partial<Status> = {
      startTime,
      pipelineSpec: spec,
      childReferences: this.children.references(state.tasks),
      skippedTasks: state.skipped(),
      ...(finalsStarted
        ? { finallyStartTime: run.status?.finallyStartTime ?? this.cluster.timestamp() }
        : {}),
    };
    const verdict =
      this.timeoutVerdict(run, times) ?? pipelineVerdict(run, state.count(), finalsDone);
    if (verdict.status !== 'Unknown')
      return this.finish(run, verdict, { ...status, ...this.pipelineResults(spec, results) });
    if (succeeded(run) === undefined)
      this.event(run, { status: 'Unknown', reason: 'Started', message: '' });
    this.write(run, { ...status, conditions: this.conditions(run, verdict) });
    const wait = Math.min(times.all, times.tasks, times.finallyLeft);
    return Number.isFinite(wait) ? wait + 1_000 : undefined;
  }

  private timeoutVerdict({ metadata, spec }: PipelineRun, times: Times): Verdict | undefined {
    const { pipeline = DEFAULT_TIMEOUT, tasks, finally: last = '0' } = spec.timeouts ?? {};
    if (times.all < 0)
      return failed(
        'PipelineRunTimeout',
        `PipelineRun "${metadata.name}" failed to finish within "${goDuration(durationMs(pipeline))}"`,
      );
    if (times.tasks >= 0) return undefined;
    const limit = tasks === undefined ? durationMs(pipeline) - durationMs(last) : durationMs(tasks);
    return failed(
      'PipelineRunTimeout',
      `PipelineRun "${metadata.name}" failed due to tasks failed to finish within "${goDuration(limit)}"`,
    );
  }

  private state(run: PipelineRun, spec: PipelineSpec, times: Times) {
    const runs = this.children.of(run);
    const results = this.resultVariables(runs);
    const stateOf = (isFinal: boolean) => (task: PipelineSpec['tasks'][number]) => ({
      task,
      isFinal,
      runs: runs
        .filter(({ metadata }) => metadata.labels?.['tekton.dev/pipelineTask'] === task.name)
        .sort((left, right) =>
          left.metadata.name.localeCompare(right.metadata.name, 'en', { numeric: true }),
        ),
      width: combinations(substitute(task, results)).length,
    });
    const tasks = [...spec.tasks.map(stateOf(false)), ...(spec.finally ?? []).map(stateOf(true))];
    const options = {
      tasks,
      wish: run.spec.status,
      timedOut: times.all < 0,
      tasksTimedOut: times.tasks < 0,
    };
    const plain = new PipelineState(options, results);
    const all = new Map([...results, ...plain.statusVariables()]);
    return { state: new PipelineState(options, all), results: all };
  }

  private resultVariables(runs: readonly TaskRun[]): Map<string, ParamValue> {
    const variables = new Map<string, ParamValue>();
    const several = new Map<string, string[]>();
    for (const { metadata, status } of runs) {
      const task = metadata.labels?.['tekton.dev/pipelineTask'];
      for (const { name, value } of status?.results ?? []) {
        const key = `tasks.${task}.results.${name}`;
        const isMatrix = runs.some(
          other =>
            other.metadata.uid !== metadata.uid &&
            other.metadata.labels?.['tekton.dev/pipelineTask'] === task,
        );
        if (!isMatrix) define(variables, key, value);
        else several.set(key, [...(several.get(key) ?? []), String(value)]);
      }
    }
    for (const [key, values] of several) define(variables, key, values);
    return variables;
  }

  private pipelineResults(
    spec: PipelineSpec,
    variables: ReadonlyMap<string, ParamValue>,
  ): { results?: Result[] } {
    const results = (spec.results ?? []).flatMap(({ name, value }) => {
      const filled = substitute(value, variables);
      if (filled === undefined || JSON.stringify(filled).includes('$(tasks.')) return [];
      return [{ name, value: filled }];
    });
    return results.length === 0 ? {} : { results };
  }

  private start(
    run: PipelineRun,
    state: TaskState,
    { results }: { results: ReadonlyMap<string, ParamValue> },
  ): void {
    try {
      this.children.start(run, { ...state, task: substitute(state.task, results) });
    } catch (error) {
      if (!isRefusal(error, 'AlreadyExists')) throw error;
    }
  }

  private finish(run: PipelineRun, verdict: Verdict, status: Partial<Status>): undefined {
    this.write(run, {
      ...status,
      completionTime: this.cluster.timestamp(),
      conditions: this.conditions(run, verdict),
    });
    this.event(run, verdict, verdict.status === 'True' ? 'Succeeded' : 'Failed');
  }

  private conditions(run: PipelineRun, { status, reason, message }: Verdict) {
    const next = { type: 'Succeeded', status, reason, message };
    return withCondition(run.status?.conditions, next, this.cluster.timestamp());
  }

  private write(run: PipelineRun, status: Partial<Status>): void {
    this.cluster.patchStatus(PIPELINE_RUNS, keyOf(run), status);
  }

  /** A warning where the verdict is bad. */
  private event(run: PipelineRun, verdict: Verdict, reason = verdict.reason): void {
    this.cluster.events.record(run, {
      type: verdict.status === 'False' ? 'Warning' : 'Normal',
      reason,
      message: verdict.message,
      component: 'tekton-pipelines',
    });
  }
}

/** Runs PipelineRuns: starts a TaskRun for each task whose turn has come. */
export function startPipelineRunController(cluster: Cluster): Controller<PipelineRun> {
  const children = new ChildRuns(cluster);
  const reconciler = new PipelineRunReconciler(cluster, children);
  return new Controller(cluster, {
    name: NAME,
    resource: PIPELINE_RUNS,
    reconcile(run, queue) {
      const again = reconciler.reconcile(run);
      if (again !== undefined) queue.add(keyOf(run), again);
    },
  })
    .owns(TASK_RUNS)
    .owns(CUSTOM_RUNS)
    .with(children);
}
