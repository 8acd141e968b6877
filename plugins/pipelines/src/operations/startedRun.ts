import type { OperationReceipt } from '@kubemate/operations-common';
import { runRefSchema, type RunRef } from '@kubemate/plugin-pipelines-common';

/** The run that an operation has made; undefined where it has made none. */
export function startedRun({ output }: Pick<OperationReceipt, 'output'>): RunRef | undefined {
  return runRefSchema.safeParse(output?.run).data;
}
