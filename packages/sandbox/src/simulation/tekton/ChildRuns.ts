import type { Cluster } from '../Cluster';
import { ownerReference } from '../controllers/PodControl';
import {
  TASK_RUNS,
  type ChildReference,
  type PipelineRun,
  type WorkspaceBinding,
} from '../objects/tekton';
import { combinations } from './matrix';
import { childName } from './naming';
import type { TaskState } from './PipelineState';

function workspacesOf(run: PipelineRun, { task }: TaskState): WorkspaceBinding[] {
  return (task.workspaces ?? []).flatMap(({ name, workspace = name, subPath }) => {
    const binding = run.spec.workspaces?.find(candidate => candidate.name === workspace);
    if (binding === undefined) return []; // an optional one
    return [{ ...binding, name, ...(subPath === undefined ? {} : { subPath }) }];
  });
}

/** The TaskRuns of PipelineRuns: how they are named, labelled and listed. */
export class ChildRuns {
  constructor(private readonly cluster: Cluster) {}

  /** Creates the TaskRun of a task whose variables are filled in; one for each combination of its matrix. */
  start(run: PipelineRun, state: TaskState): void {
    const { task } = state;
    const all = combinations(task);
    all.forEach((params, index) => {
      const isMatrix = task.matrix !== undefined && all.length > 1;
      const suffix = isMatrix ? `-${task.name}-${index}` : `-${task.name}`;
      this.create(run, state, { name: childName(run.metadata.name, suffix), params });
    });
  }

  private create(
    run: PipelineRun,
    state: TaskState,
    { name, params }: { name: string; params: ReturnType<typeof combinations>[number] },
  ): void {
    const { task, isFinal } = state;
    const { serviceAccountName = 'default', podTemplate } = run.spec.taskRunTemplate ?? {};
    const workspaces = workspacesOf(run, state);
    const { 'kubectl.kubernetes.io/last-applied-configuration': _applied, ...annotations } =
      run.metadata.annotations ?? {};
    const { metadata, ...taskSpec } = task.taskSpec ?? {};
    this.cluster.create(TASK_RUNS, {
      metadata: {
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
        annotations: { ...annotations, ...metadata?.annotations },
        ownerReferences: ownerReference(run),
      },
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

  references(tasks: readonly TaskState[]): ChildReference[] {
    return tasks.flatMap(({ task, runs }) =>
      runs.map(({ metadata }) => ({
        apiVersion: 'tekton.dev/v1',
        kind: 'TaskRun',
        name: metadata.name,
        pipelineTaskName: task.name,
        ...(task.when === undefined ? {} : { whenExpressions: task.when }),
      })),
    );
  }
}
