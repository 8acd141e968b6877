import type { KubeObject } from '@kubemate/kube-common';
import type { PersistentVolumeClaim } from './node';
import type { Amounts, ContainerState, EnvVar, StatusCondition, Volume } from './pod';
import { resource } from './resources';

export type ParamValue = string | string[] | Record<string, string>;

export interface Param {
  name: string;
  value: ParamValue;
}

export interface ParamSpec {
  name: string;
  type?: string;
  default?: ParamValue;
}

export interface ResultSpec {
  name: string;
  type?: string;
  value?: ParamValue;
}

export interface Result {
  name: string;
  type?: string;
  value: ParamValue;
}

export interface WhenExpression {
  input?: string;
  operator?: string;
  values?: string[];
}

export interface Step {
  name?: string;
  image?: string;
  script?: string;
  command?: string[];
  args?: string[];
  env?: EnvVar[];
  onError?: string;
  timeout?: string;
  computeResources?: { requests?: Amounts; limits?: Amounts };
  [field: string]: unknown;
}

export interface WorkspaceBinding {
  name: string;
  persistentVolumeClaim?: { claimName: string };
  emptyDir?: object;
  volumeClaimTemplate?: {
    metadata?: { labels?: Record<string, string> };
    spec: PersistentVolumeClaim['spec'];
  };
  [source: string]: unknown;
}

export interface TaskSpec {
  params?: ParamSpec[];
  results?: ResultSpec[];
  steps?: Step[];
  stepTemplate?: Record<string, unknown>;
  volumes?: Volume[];
  workspaces?: { name: string; optional?: boolean; mountPath?: string }[];
  metadata?: { labels?: Record<string, string>; annotations?: Record<string, string> };
  [field: string]: unknown;
}

export interface TaskRef {
  name?: string;
  kind?: string;
  apiVersion?: string;
}

export interface PipelineTask {
  name: string;
  taskRef?: TaskRef;
  taskSpec?: TaskSpec;
  params?: Param[];
  runAfter?: string[];
  when?: WhenExpression[];
  retries?: number;
  timeout?: string;
  onError?: string;
  matrix?: { params?: Param[]; include?: { name?: string; params?: Param[] }[] };
  workspaces?: { name: string; workspace?: string; subPath?: string }[];
}

export interface PipelineSpec {
  params?: ParamSpec[];
  tasks: PipelineTask[];
  finally?: PipelineTask[];
  results?: ResultSpec[];
  workspaces?: { name: string; optional?: boolean }[];
  [field: string]: unknown;
}

export interface Pipeline extends KubeObject {
  spec: PipelineSpec;
}

export interface Task extends KubeObject {
  spec: TaskSpec;
}

export interface ChildReference {
  apiVersion: string;
  kind: string;
  name: string;
  pipelineTaskName: string;
  displayName?: string;
  whenExpressions?: WhenExpression[];
}

export interface SkippedTask {
  name: string;
  reason: string;
  whenExpressions?: WhenExpression[];
}

export interface PipelineRun extends KubeObject {
  spec: {
    pipelineRef?: { name?: string };
    pipelineSpec?: PipelineSpec;
    params?: Param[];
    status?: string;
    timeouts?: { pipeline?: string; tasks?: string; finally?: string };
    workspaces?: WorkspaceBinding[];
    taskRunTemplate?: { serviceAccountName?: string; podTemplate?: Record<string, unknown> };
  };
  status?: {
    conditions?: StatusCondition[];
    startTime?: string | null;
    completionTime?: string | null;
    finallyStartTime?: string;
    pipelineSpec?: PipelineSpec;
    childReferences?: ChildReference[];
    skippedTasks?: SkippedTask[];
    results?: Result[];
  };
}

export interface StepState extends ContainerState {
  name: string;
  container: string;
  imageID?: string;
  terminationReason?: string;
}

export interface TaskRunStatus {
  conditions?: StatusCondition[];
  startTime?: string | null;
  completionTime?: string | null;
  podName?: string;
  taskSpec?: TaskSpec;
  steps?: StepState[];
  results?: Result[] | null;
  retriesStatus?: TaskRunStatus[];
}

export interface TaskRun extends KubeObject {
  spec: {
    taskRef?: TaskRef;
    taskSpec?: TaskSpec;
    params?: Param[];
    retries?: number;
    timeout?: string;
    status?: string;
    statusMessage?: string;
    serviceAccountName?: string;
    podTemplate?: Record<string, unknown>;
    workspaces?: WorkspaceBinding[];
  };
  status?: TaskRunStatus;
}

const V1 = 'tekton.dev/v1';

export const PIPELINES = resource<Pipeline>(V1, 'Pipeline', 'pipelines');
export const PIPELINE_RUNS = resource<PipelineRun>(V1, 'PipelineRun', 'pipelineruns');
export const TASKS = resource<Task>(V1, 'Task', 'tasks');
export const TASK_RUNS = resource<TaskRun>(V1, 'TaskRun', 'taskruns');
/** As far as a PipelineRun goes, what another controller runs looks like a TaskRun. */
export const CUSTOM_RUNS = resource<TaskRun>('tekton.dev/v1beta1', 'CustomRun', 'customruns');
