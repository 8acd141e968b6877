import type { OperationPlan, OperationReceipt, OperationsApi } from '@kubemate/operations-common';

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

/** A plan of a caller who may. */
export function makePlan(rest: Partial<OperationPlan> = {}): OperationPlan {
  return {
    allowed: true,
    summary: 'Do it',
    touches: [],
    diff: [],
    warnings: [],
    basis: 'basis',
    ...rest,
  };
}

/** The receipt of what priya did to a pod. */
export function makeReceipt(rest: Partial<OperationReceipt> = {}): OperationReceipt {
  const target = { cluster: 'dev', apiVersion: 'v1', kind: 'Pod', namespace: 'shop', name: 'cart' };
  return {
    id: 'receipt',
    operation: 'clusters.test',
    status: 'succeeded',
    summary: 'Do it',
    actor: 'user:default/priya',
    target,
    createdAt: Date.now(),
    results: [{ target, status: 'succeeded' }],
    warnings: [],
    approvals: [],
    ...rest,
  };
}
