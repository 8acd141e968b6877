import type { KubeObject } from '@kubemate/kube-common';
import type { Amounts, SelectorTerm, StatusCondition } from './pod';

export interface Taint {
  key: string;
  value?: string;
  effect: string;
  timeAdded?: string;
}

export interface Node extends KubeObject {
  spec?: { unschedulable?: boolean; taints?: Taint[]; providerID?: string; podCIDR?: string };
  status?: {
    capacity?: Amounts;
    allocatable?: Amounts;
    conditions?: StatusCondition[];
    addresses?: { type: string; address: string }[];
    nodeInfo?: Record<string, unknown>;
  };
}

export interface Lease extends KubeObject {
  spec?: { holderIdentity?: string; leaseDurationSeconds?: number; renewTime?: string };
}

export interface StorageClass extends KubeObject {
  provisioner: string;
  volumeBindingMode?: string;
  reclaimPolicy?: string;
}

export interface PersistentVolumeClaim extends KubeObject {
  spec: {
    storageClassName?: string;
    volumeName?: string;
    accessModes?: string[];
    volumeMode?: string;
    resources?: { requests?: Amounts };
  };
  status?: { phase?: string; capacity?: Amounts; accessModes?: string[] };
}

export interface PersistentVolume extends KubeObject {
  spec?: {
    capacity?: Amounts;
    storageClassName?: string;
    claimRef?: { namespace?: string; name?: string; uid?: string };
    nodeAffinity?: { required?: { nodeSelectorTerms: SelectorTerm[] } };
    persistentVolumeReclaimPolicy?: string;
  };
  status?: { phase?: string };
}
