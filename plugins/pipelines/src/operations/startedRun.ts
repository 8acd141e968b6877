import type { OperationReceipt } from '@kubemate/operations-common';
import type { RunRef } from '@kubemate/plugin-pipelines-common';

/** The run that an operation has made; undefined where it has made none. */
export function startedRun({ status, target, results }: OperationReceipt): RunRef | undefined {
  if (status !== 'succeeded') return undefined;
  const made = [...results.map(result => result.target), target].find(
    ({ kind }) => kind === 'PipelineRun',
  );
  const { cluster, namespace, name } = made ?? {};
  if (cluster === undefined || namespace === undefined || name === undefined) return undefined;
  return { engine: 'tekton', place: cluster, folder: namespace, name };
}
