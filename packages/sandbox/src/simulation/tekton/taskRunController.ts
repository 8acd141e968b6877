import { parseTime } from '@kubemate/kube-common';
import { isRefusal, keyOf, type Cluster } from '../Cluster';
import { Controller } from '../controllers/Controller';
import { ownerReference } from '../controllers/PodControl';
import { withCondition } from '../controllers/podState';
import type { Pod } from '../objects/pod';
import { PODS } from '../objects/resources';
import {
  TASK_RUNS,
  TASKS,
  type StepState,
  type TaskRun,
  type TaskRunStatus,
  type TaskSpec,
} from '../objects/tekton';
import { childName, durationMs, goDuration } from './naming';
import { taskPod, taskVariables } from './taskPod';
import { pullFailure, resultsOf, stepStates, verdictOf, type Verdict } from './taskRunStatus';
import { missingParams, paramVariables } from './variables';

const NAME = 'taskrun-controller';
const DEFAULT_TIMEOUT = '1h';
const QUOTA_RETRY_MS = 60_000;
/** What the pipeline task says about failures. */
export const ON_ERROR = 'pipeline.tekton.dev/pipeline-task-on-error';

export function succeeded(object: TaskRun) {
  return object.status?.conditions?.find(({ type }) => type === 'Succeeded');
}

export function isDone(run: TaskRun): boolean {
  const status = succeeded(run)?.status;
  return status === 'True' || status === 'False';
}

function failed(reason: string, message: string): Verdict {
  return { status: 'False', reason, message };
}

class TaskRunReconciler {
  constructor(private readonly cluster: Cluster) {}

  /** @returns milliseconds after which to look again */
  reconcile(run: TaskRun): number | undefined {
    if (isDone(run) || run.metadata.deletionTimestamp !== undefined) return undefined;
    const { status, spec } = run;
    if (spec.status === 'TaskRunCancelled')
      return this.stop(run, failed('TaskRunCancelled', this.cancelMessage(run)));
    const timeout = durationMs(spec.timeout ?? DEFAULT_TIMEOUT);
    const startedAt = parseTime(status?.startTime ?? undefined) ?? this.cluster.clock.now();
    const left = timeout === 0 ? undefined : startedAt + timeout - this.cluster.clock.now();
    if (left !== undefined && left < 0)
      return this.stop(
        run,
        failed(
          'TaskRunTimeout',
          `TaskRun "${run.metadata.name}" failed to finish within "${goDuration(timeout)}"`,
        ),
      );
    const wait = this.advance(run);
    return wait ?? (left === undefined ? undefined : left + 1_000);
  }

  private cancelMessage({ metadata, spec }: TaskRun): string {
    return `TaskRun "${metadata.name}" was cancelled. ${spec.statusMessage ?? ''}`;
  }

  private advance(run: TaskRun): number | undefined {
    const resolved = this.resolve(run);
    if ('reason' in resolved) return this.finish(run, resolved);
    const { spec, labels } = resolved;
    const missing = missingParams(spec.params, run.spec.params);
    if (missing.length > 0)
      return this.finish(
        run,
        failed(
          'TaskRunValidationFailed',
          `[User error] invalid input params for task ${run.spec.taskRef?.name ?? run.metadata.name}: missing values for these params which have no default values: [${missing.join(' ')}]`,
        ),
      );
    this.label(run, labels);
    const pod = this.podOf(run);
    if (pod === undefined) return this.launch(run, spec);
    const pull = pullFailure(pod);
    if (pull !== undefined) return this.stop(run, this.pullVerdict(run, pull), pod);
    this.report(run, pod, spec);
    return undefined;
  }

  private pullVerdict(
    { metadata }: TaskRun,
    { step, image, message }: { step: string; image: string; message: string },
  ): Verdict {
    return failed(
      'TaskRunImagePullFailed',
      `the step "${step}" in TaskRun "${metadata.name}" failed to pull the image "${image}". The pod errored with the message: "${message}."`,
    );
  }

  private resolve(run: TaskRun): Verdict | { spec: TaskSpec; labels: Record<string, string> } {
    const { taskSpec, taskRef } = run.spec;
    const known = run.status?.taskSpec ?? taskSpec;
    const name = taskRef?.name ?? '';
    if (known !== undefined && taskSpec !== undefined) return { spec: known, labels: {} };
    const task = this.cluster.get(TASKS, `${run.metadata.namespace}/${name}`);
    if (known === undefined && task === undefined)
      return failed(
        'TaskRunResolutionFailed',
        `error when listing tasks for taskRun ${run.metadata.name}: tasks.tekton.dev "${name}" not found`,
      );
    return {
      spec: known ?? task?.spec ?? {},
      labels: { ...task?.metadata.labels, 'tekton.dev/task': name },
    };
  }

  private label(run: TaskRun, labels: Record<string, string>): void {
    this.cluster.patch(TASK_RUNS, keyOf(run), {
      metadata: {
        labels: {
          ...labels,
          ...run.metadata.labels,
          'app.kubernetes.io/managed-by': 'tekton-pipelines',
        },
      },
    });
  }

  private podOf(run: TaskRun): Pod | undefined {
    const name = run.status?.podName;
    if (!name) return undefined;
    return this.cluster.get(PODS, `${run.metadata.namespace}/${name}`);
  }

  private launch(run: TaskRun, spec: TaskSpec): number | undefined {
    const current = this.cluster.get(TASK_RUNS, keyOf(run)) ?? run;
    const tries = run.status?.retriesStatus?.length ?? 0;
    const name = childName(run.metadata.name, tries === 0 ? '-pod' : `-pod-retry${tries}`);
    const variables = taskVariables(run, spec, paramVariables(spec.params, run.spec.params));
    const template = taskPod(current, spec, variables);
    try {
      this.cluster.create(PODS, {
        metadata: {
          name,
          namespace: run.metadata.namespace,
          labels: template.metadata?.labels,
          annotations: template.metadata?.annotations,
          ownerReferences: ownerReference(run),
        },
        spec: template.spec,
      } as Parameters<Cluster['create']>[1]);
    } catch (error) {
      if (isRefusal(error, 'AlreadyExists')) return this.started(run, spec, name);
      return this.refused(run, spec, error);
    }
    return this.started(run, spec, name);
  }

  private started(run: TaskRun, spec: TaskSpec, podName: string): undefined {
    const now = this.cluster.timestamp();
    this.write(run, {
      startTime: run.status?.startTime ?? now,
      podName,
      taskSpec: spec,
      conditions: this.conditions(run, {
        status: 'Unknown',
        reason: 'Pending',
        message: 'Pending',
      }),
    });
    if (run.status?.conditions === undefined)
      this.event(run, { status: 'Unknown', reason: 'Started', message: '' });
  }

  private refused(run: TaskRun, spec: TaskSpec, error: unknown): number | undefined {
    const text = error instanceof Error ? error.message : String(error);
    if (!isRefusal(error, 'Forbidden') && !isRefusal(error, 'Invalid')) throw error;
    if (!text.includes('exceeded quota')) {
      const hint = run.spec.taskRef
        ? `missing or invalid Task ${run.metadata.namespace}/${run.spec.taskRef.name}`
        : 'invalid TaskSpec';
      return this.finish(
        run,
        failed(
          'PodCreationFailed',
          `failed to create task run pod "${run.metadata.name}": ${text}. Maybe ${hint}`,
        ),
      );
    }
    this.write(run, {
      startTime: null,
      taskSpec: spec,
      conditions: this.conditions(run, {
        status: 'Unknown',
        reason: 'ExceededResourceQuota',
        message: `TaskRun Pod exceeded available resources: ${text}`,
      }),
    });
    return QUOTA_RETRY_MS;
  }

  private report(run: TaskRun, pod: Pod, spec: TaskSpec): void {
    const verdict = verdictOf(pod);
    const common = { taskSpec: spec, steps: stepStates(pod) };
    if (verdict.status === 'Unknown') {
      const before = succeeded(run);
      this.write(run, { ...common, conditions: this.conditions(run, verdict) });
      if (before?.reason !== verdict.reason && verdict.reason === 'Running')
        this.event(run, verdict);
      return;
    }
    const isIgnored = run.metadata.annotations?.[ON_ERROR] === 'continue';
    const reason = verdict.status === 'False' && isIgnored ? 'FailureIgnored' : verdict.reason;
    this.finish(run, { ...verdict, reason }, { ...common, results: resultsOf(pod, spec) });
  }

  /** Ends the run and its pod. */
  private stop(run: TaskRun, verdict: Verdict, pod = this.podOf(run)): undefined {
    const completionTime = this.cluster.timestamp();
    const steps = pod === undefined ? run.status?.steps : stepStates(pod);
    const ended = (step: StepState): StepState => {
      const { running, waiting, terminated, ...rest } = step;
      if (terminated) return step;
      return {
        ...rest,
        terminated: {
          exitCode: 1,
          startedAt: running?.startedAt ?? run.metadata.creationTimestamp,
          finishedAt: completionTime,
          reason: verdict.reason,
          message: `Step ${step.name} terminated as pod ${run.status?.podName} is terminated`,
        },
        terminationReason: waiting || running ? verdict.reason : undefined,
      } as StepState;
    };
    this.finish(run, verdict, steps === undefined ? {} : { steps: steps.map(ended) });
    if (pod !== undefined) this.cluster.delete(PODS, keyOf(pod));
  }

  private finish(run: TaskRun, verdict: Verdict, more: Partial<TaskRunStatus> = {}): undefined {
    const { retries = 0, status: wish } = run.spec;
    const tried = run.status?.retriesStatus ?? [];
    const mayRetry = wish !== 'TaskRunCancelled' && verdict.reason !== 'TaskRunValidationFailed';
    const now = this.cluster.timestamp();
    const final: TaskRunStatus = {
      ...more,
      startTime: run.status?.startTime ?? now,
      completionTime: now,
      conditions: this.conditions(run, verdict),
    };
    if (verdict.status === 'False' && mayRetry && tried.length < retries) {
      const { retriesStatus: _before, ...attempt } = { ...run.status, ...final };
      this.write(run, {
        ...more,
        startTime: null,
        completionTime: null,
        podName: '',
        results: null,
        retriesStatus: [...tried, attempt],
        conditions: this.conditions(run, {
          status: 'Unknown',
          reason: 'ToBeRetried',
          message: verdict.message,
        }),
      });
      return;
    }
    this.write(run, final);
    this.event(run, verdict, verdict.status === 'True' ? 'Succeeded' : 'Failed');
  }

  private conditions(run: TaskRun, { status, reason, message }: Verdict) {
    const next = { type: 'Succeeded', status, reason, message };
    return withCondition(run.status?.conditions, next, this.cluster.timestamp());
  }

  private write(run: TaskRun, status: Partial<TaskRunStatus>): void {
    // Tekton's type requires the name, also where there is no pod yet.
    const podName = run.status?.podName ?? '';
    this.cluster.patchStatus(TASK_RUNS, keyOf(run), { podName, ...status });
  }

  /** A warning where the verdict is bad. */
  private event(run: TaskRun, verdict: Verdict, reason = verdict.reason): void {
    this.cluster.events.record(run, {
      type: verdict.status === 'False' ? 'Warning' : 'Normal',
      reason,
      message: verdict.message,
      component: 'tekton-pipelines',
    });
  }
}

/** Runs the steps of TaskRuns in pods. */
export function startTaskRunController(cluster: Cluster): Controller<TaskRun> {
  const reconciler = new TaskRunReconciler(cluster);
  return new Controller(cluster, {
    name: NAME,
    resource: TASK_RUNS,
    reconcile(run, queue) {
      const again = reconciler.reconcile(run);
      if (again !== undefined) queue.add(keyOf(run), again);
    },
  }).owns(PODS);
}
