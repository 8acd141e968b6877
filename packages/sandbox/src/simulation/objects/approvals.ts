import type { KubeObject } from '@kubemate/kube-common';
import { resource } from './resources';

export interface ApprovalTaskApprover {
  name: string;
  input: string;
  message?: string;
  type: 'User' | 'Group';
  users?: { name: string; input: string; message?: string }[];
}

/** What waits for people, of openshift-pipelines/manual-approval-gate. */
export interface ApprovalTask extends KubeObject {
  spec: {
    approvers: ApprovalTaskApprover[];
    numberOfApprovalsRequired: number;
    description?: string;
  };
  status?: { state?: string; startTime?: string; [field: string]: unknown };
}

export const APPROVAL_TASKS = resource<ApprovalTask>(
  'openshift-pipelines.org/v1alpha1',
  'ApprovalTask',
  'approvaltasks',
);
