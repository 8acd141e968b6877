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

export function plan(given: Partial<OperationPlan> = {}): OperationPlan {
  return {
    allowed: true,
    summary: 'Do it',
    touches: [],
    diff: [],
    warnings: [],
    basis: 'basis',
    ...given,
  };
}

export function receipt(given: Partial<OperationReceipt> = {}): OperationReceipt {
  const target = { kind: 'PipelineRun', name: 'shop-1' };
  return {
    id: 'receipt',
    operation: 'pipelines.start-run',
    status: 'succeeded',
    summary: 'Done',
    actor: 'user:default/platform',
    target,
    createdAt: Date.now(),
    results: [{ target, status: 'succeeded' }],
    warnings: [],
    approvals: [],
    ...given,
  };
}
