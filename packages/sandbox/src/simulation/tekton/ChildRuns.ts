import { keyOf, type Cluster } from '../Cluster';
import { ownerReference } from '../controllers/PodControl';
import { controllerUid, ObjectIndex } from '../ObjectIndex';
import {
  CUSTOM_RUNS,
  TASK_RUNS,
  type ChildReference,
  type PipelineRun,
  type PipelineTask,
  type TaskRun,
} from '../objects/tekton';
import { combinations, displayName } from './matrix';
import { childName } from './naming';
import type { TaskState } from './PipelineState';
import { isDone, ON_ERROR } from './taskRunController';
import { boundWorkspaces } from './workspaceClaims';

type Params = ReturnType<typeof combinations>[number];

interface NewChild {
  readonly name: string;
  readonly params: Params;
}

/** A task that another controller than Tekton's runs. */
export function isCustom({ taskRef, taskSpec }: PipelineTask): boolean {
  const version = taskRef?.apiVersion ?? taskSpec?.apiVersion ?? '';
  return version !== '' && !String(version).startsWith('tekton.dev/');
}

/** The TaskRuns and CustomRuns of PipelineRuns: how they are named, labelled and listed. */
export class ChildRuns {
  private readonly indices: readonly ObjectIndex<TaskRun>[];

  constructor(private readonly cluster: Cluster) {
    this.indices = [TASK_RUNS, CUSTOM_RUNS].map(
      resource => new ObjectIndex(cluster, resource, controllerUid),
    );
  }

  close(): void {
    for (const index of this.indices) index.close();
  }

  of({ metadata }: PipelineRun): TaskRun[] {
    return this.indices.flatMap(index => index.find(metadata.uid));
  }

  /** Creates the run of a task whose variables are filled in; one for each combination of its matrix. */
  start(run: PipelineRun, state: TaskState): void {
    const { task } = state;
    const all = combinations(task);
    all.forEach((params, index) => {
      const isMatrix = task.matrix !== undefined && all.length > 1;
      const suffix = isMatrix ? `-${task.name}-${index}` : `-${task.name}`;
      const child = { name: childName(run.metadata.name, suffix), params };
      if (isCustom(task)) this.createCustomRun(run, state, child);
      else this.createTaskRun(run, state, child);
    });
  }

  /** Asks what still runs to end. */
  cancel(run: PipelineRun, what: 'cancelled' | 'timed out'): void {
    const why = `cancelled as the PipelineRun it belongs to has ${what === 'cancelled' ? 'been cancelled' : what}.`;
    for (const child of this.of(run)) {
      if (isDone(child)) continue;
      const [resource, status] =
        child.kind === 'CustomRun'
          ? ([CUSTOM_RUNS, 'RunCancelled'] as const)
          : ([TASK_RUNS, 'TaskRunCancelled'] as const);
      const spec = { status, statusMessage: `${child.kind} ${why}` };
      this.cluster.patch(resource, keyOf(child), { spec });
    }
  }

  private metadataOf(run: PipelineRun, { task, isFinal }: TaskState, name: string) {
    const { 'kubectl.kubernetes.io/last-applied-configuration': _applied, ...annotations } =
      run.metadata.annotations ?? {};
    const { metadata } = task.taskSpec ?? {};
    return {
      name,
      namespace: run.metadata.namespace,
      labels: {
        ...run.metadata.labels,
        ...metadata?.labels,
        'tekton.dev/pipeline': run.spec.pipelineRef?.name ?? run.metadata.name,
        'tekton.dev/pipelineRun': run.metadata.name,
        'tekton.dev/pipelineRunUID': run.metadata.uid,
        'tekton.dev/pipelineTask': task.name,
        'tekton.dev/memberOf': isFinal ? 'finally' : 'tasks',
      },
      annotations: {
        ...annotations,
        ...metadata?.annotations,
        ...(task.onError === 'continue' ? { [ON_ERROR]: 'continue' } : {}),
      },
      ownerReferences: ownerReference(run),
    };
  }

  private createTaskRun(run: PipelineRun, state: TaskState, { name, params }: NewChild): void {
    const { task } = state;
    const { serviceAccountName = 'default', podTemplate } = run.spec.taskRunTemplate ?? {};
    const workspaces = boundWorkspaces(this.cluster, run, task);
    const { metadata: _metadata, ...taskSpec } = task.taskSpec ?? {};
    this.cluster.create(TASK_RUNS, {
      metadata: this.metadataOf(run, state, name),
      spec: {
        ...(task.taskRef === undefined
          ? { taskSpec }
          : { taskRef: { kind: 'Task', ...task.taskRef } }),
        params: [...(task.params ?? []), ...params],
        serviceAccountName,
        ...(podTemplate === undefined ? {} : { podTemplate }),
        ...(task.retries === undefined ? {} : { retries: task.retries }),
        ...(task.timeout === undefined ? {} : { timeout: task.timeout }),
        ...(workspaces.length === 0 ? {} : { workspaces }),
      },
    });
  }

  private createCustomRun(run: PipelineRun, state: TaskState, { name, params }: NewChild): void {
    const { task } = state;
    const { apiVersion, kind, spec } = task.taskSpec ?? {};
    this.cluster.create(CUSTOM_RUNS, {
      metadata: this.metadataOf(run, state, name),
      spec: {
        ...(task.taskRef === undefined
          ? { customSpec: { apiVersion, kind, spec } }
          : { customRef: task.taskRef }),
        params: [...(task.params ?? []), ...params],
        ...(task.retries === undefined ? {} : { retries: task.retries }),
        ...(task.timeout === undefined ? {} : { timeout: task.timeout }),
      },
    });
  }

  references(tasks: readonly TaskState[]): ChildReference[] {
    return tasks.flatMap(({ task, runs }) =>
      runs.map(({ apiVersion, kind, metadata, spec }) => {
        const title = displayName(task, spec.params ?? []);
        return {
          ...{ apiVersion, kind, name: metadata.name, pipelineTaskName: task.name },
          ...(title === undefined ? {} : { displayName: title }),
          ...(task.when === undefined ? {} : { whenExpressions: task.when }),
        };
      }),
    );
  }
}
