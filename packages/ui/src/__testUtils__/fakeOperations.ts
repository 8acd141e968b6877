import { operationContract } from '@kubemate/operations-common';
import type {
  OperationPlan,
  OperationReceipt,
  OperationsApi,
  OperationTarget,
} from '@kubemate/operations-common';
import { createPermission } from '@backstage/plugin-permission-common';
import { z } from 'zod';

export const scale = operationContract({
  name: 'clusters.scale-workload',
  title: 'Scale a workload',
  summary: 'Sets the number of replicas.',
  input: z.object({ name: z.string(), replicas: z.number() }),
  effect: 'write',
  permission: createPermission({ name: 'clusters.workload.update', attributes: {} }),
  bulk: true,
});

export const remove = operationContract({
  ...scale,
  name: 'clusters.delete-object',
  effect: 'destroy',
});

export const payments: OperationTarget = {
  cluster: 'prod',
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  namespace: 'shop',
  name: 'payments',
};

export function makePlan(rest: Partial<OperationPlan> = {}): OperationPlan {
  return {
    allowed: true,
    summary: 'Scale Deployment payments from 2 to 5 replicas',
    touches: [{ ...payments, verb: 'patch', resource: 'deployments/scale' }],
    diff: [
      {
        target: payments,
        before: 'spec:\n  replicas: 2\n',
        after: 'spec:\n  replicas: 5\n',
        changes: [{ path: 'spec.replicas', before: 2, after: 5 }],
      },
    ],
    warnings: [],
    basis: 'basis-1',
    ...rest,
  };
}

export function makeReceipt(rest: Partial<OperationReceipt> = {}): OperationReceipt {
  return {
    id: 'receipt-1',
    operation: scale.name,
    status: 'succeeded',
    summary: 'Scale Deployment payments from 2 to 5 replicas',
    actor: 'user:default/priya',
    target: payments,
    createdAt: Date.now(),
    finishedAt: Date.now(),
    results: [{ target: payments, status: 'succeeded' }],
    warnings: [],
    approvals: [],
    ...rest,
  };
}

const never = () => new Promise<never>(() => {});

/** Operations that answer nothing, but what a test is about. */
export function fakeOperations(answers: Partial<OperationsApi> = {}): OperationsApi {
  return {
    access: never,
    plan: never,
    run: never,
    runBulk: never,
    receipts: never,
    receipt: never,
    watch: async function* silent() {
      await never();
    },
    undo: never,
    cancel: never,
    resume: never,
    runApproved: never,
    decide: never,
    ...answers,
  };
}
