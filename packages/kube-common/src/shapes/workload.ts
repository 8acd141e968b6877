import type { KubeObject } from '../kubeObject';
import type { LabelSelectorObject } from '../labelSelector';
import type { PodCondition, PodTemplate } from './pod';

interface WorkloadSpec {
  readonly replicas?: number;
  readonly selector?: LabelSelectorObject;
  readonly template?: PodTemplate;
}

export interface Deployment extends KubeObject {
  readonly spec?: WorkloadSpec & {
    readonly paused?: boolean;
    readonly strategy?: { readonly type?: string };
    readonly progressDeadlineSeconds?: number;
  };
  readonly status?: {
    readonly observedGeneration?: number;
    readonly replicas?: number;
    readonly updatedReplicas?: number;
    readonly readyReplicas?: number;
    readonly availableReplicas?: number;
    readonly unavailableReplicas?: number;
    readonly conditions?: readonly PodCondition[];
  };
}

export interface ReplicaSet extends KubeObject {
  readonly spec?: WorkloadSpec;
  readonly status?: {
    readonly observedGeneration?: number;
    readonly replicas?: number;
    readonly readyReplicas?: number;
    readonly availableReplicas?: number;
    readonly conditions?: readonly PodCondition[];
  };
}

export interface StatefulSet extends KubeObject {
  readonly spec?: WorkloadSpec & {
    readonly serviceName?: string;
    readonly updateStrategy?: {
      readonly type?: string;
      readonly rollingUpdate?: { readonly partition?: number };
    };
  };
  readonly status?: {
    readonly observedGeneration?: number;
    readonly replicas?: number;
    readonly readyReplicas?: number;
    readonly availableReplicas?: number;
    readonly currentReplicas?: number;
    readonly updatedReplicas?: number;
    readonly currentRevision?: string;
    readonly updateRevision?: string;
    readonly conditions?: readonly PodCondition[];
  };
}

export interface DaemonSet extends KubeObject {
  readonly spec?: Omit<WorkloadSpec, 'replicas'> & {
    readonly updateStrategy?: { readonly type?: string };
  };
  readonly status?: {
    readonly observedGeneration?: number;
    readonly desiredNumberScheduled?: number;
    readonly currentNumberScheduled?: number;
    readonly numberReady?: number;
    readonly updatedNumberScheduled?: number;
    readonly numberAvailable?: number;
    readonly numberUnavailable?: number;
    readonly numberMisscheduled?: number;
    readonly conditions?: readonly PodCondition[];
  };
}

export interface JobSpec {
  readonly completions?: number;
  readonly parallelism?: number;
  readonly backoffLimit?: number;
  readonly activeDeadlineSeconds?: number;
  readonly suspend?: boolean;
  readonly selector?: LabelSelectorObject;
  readonly template?: PodTemplate;
}

export interface Job extends KubeObject {
  readonly spec?: JobSpec;
  readonly status?: {
    readonly active?: number;
    readonly succeeded?: number;
    readonly failed?: number;
    readonly startTime?: string;
    readonly completionTime?: string;
    readonly conditions?: readonly PodCondition[];
  };
}

export interface CronJob extends KubeObject {
  readonly spec?: {
    readonly schedule?: string;
    readonly timeZone?: string;
    readonly suspend?: boolean;
    readonly jobTemplate?: { readonly spec?: JobSpec };
  };
  readonly status?: {
    readonly active?: readonly { readonly name?: string }[];
    readonly lastScheduleTime?: string;
    readonly lastSuccessfulTime?: string;
  };
}
