import { operationContract } from '@kubemate/operations-common';
import type { OperationPlan, OperationReceipt, OperationTarget } from '@kubemate/operations-common';
import { createPermission } from '@backstage/plugin-permission-common';
import { z } from 'zod';
import { makePlan, makeReceipt } from '../testUtils/fakeOperations';

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

export function scalePlan(rest: Partial<OperationPlan> = {}): OperationPlan {
  return makePlan({
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
    basis: 'basis-1',
    ...rest,
  });
}

export function scaleReceipt(rest: Partial<OperationReceipt> = {}): OperationReceipt {
  return makeReceipt({
    id: 'receipt-1',
    operation: scale.name,
    summary: 'Scale Deployment payments from 2 to 5 replicas',
    target: payments,
    finishedAt: Date.now(),
    results: [{ target: payments, status: 'succeeded' }],
    ...rest,
  });
}
