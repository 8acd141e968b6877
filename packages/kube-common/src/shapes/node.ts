import type { KubeObject } from '../kubeObject';
import type { PodCondition, Quantities } from './pod';

export interface Taint {
  readonly key: string;
  readonly value?: string;
  readonly effect: string;
}

export interface Node extends KubeObject {
  readonly spec?: { readonly unschedulable?: boolean; readonly taints?: readonly Taint[] };
  readonly status?: {
    readonly conditions?: readonly PodCondition[];
    readonly addresses?: readonly { readonly type: string; readonly address: string }[];
    readonly allocatable?: Quantities;
    readonly capacity?: Quantities;
    readonly nodeInfo?: {
      readonly kubeletVersion?: string;
      readonly osImage?: string;
      readonly kernelVersion?: string;
      readonly containerRuntimeVersion?: string;
      readonly architecture?: string;
    };
  };
}
