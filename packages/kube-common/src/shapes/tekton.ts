import type { Condition, KubeObject } from '../kubeObject';

interface Named {
  readonly name?: string;
}

interface RunStatus {
  readonly conditions?: readonly Condition[];
  readonly startTime?: string;
  readonly completionTime?: string;
}

export interface PipelineRun extends KubeObject {
  readonly spec?: {
    readonly pipelineRef?: {
      readonly name?: string;
      readonly params?: readonly { readonly name?: string; readonly value?: unknown }[];
    };
    readonly params?: readonly { readonly name?: string; readonly value?: unknown }[];
    readonly status?: string;
  };
  readonly status?: RunStatus & {
    readonly pipelineSpec?: {
      readonly tasks?: readonly Named[];
      readonly finally?: readonly Named[];
    };
    readonly childReferences?: readonly Named[];
    readonly skippedTasks?: readonly Named[];
  };
}

export interface TaskRun extends KubeObject {
  readonly spec?: { readonly taskRef?: Named; readonly status?: string };
  readonly status?: RunStatus & {
    readonly podName?: string;
    readonly retriesStatus?: readonly unknown[];
  };
}

export interface Pipeline extends KubeObject {
  readonly spec?: {
    readonly description?: string;
    readonly params?: readonly Named[];
    readonly tasks?: readonly Named[];
    readonly finally?: readonly Named[];
  };
}

export interface Task extends KubeObject {
  readonly spec?: {
    readonly description?: string;
    readonly params?: readonly Named[];
    readonly steps?: readonly Named[];
  };
}
