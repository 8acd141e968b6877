import { isError } from '@backstage/errors';
import type { KubeObject } from '@kubemate/kube-common';
import type { KubeService, Viewer } from '@kubemate/kube-node';
import type { ObjectDiff, OperationTarget, Sentence } from '@kubemate/operations-common';
import { diffObjects } from '@kubemate/operations-node';
import type { WorkloadRef } from '@kubemate/plugin-pipelines-common';
import { WORKLOADS } from '../environments/workloads';

export interface TriedChange {
  readonly diff: readonly ObjectDiff[];
  readonly warnings: readonly Sentence[];
  /** What the API server would answer. */
  readonly refusal?: Sentence;
}

export function targetOf({ container, ...ref }: WorkloadRef): OperationTarget {
  return ref;
}

/** The right to set an image. */
export function needOn(ref: WorkloadRef, verb: string) {
  const { cluster, namespace, name, kind } = ref;
  return {
    access: { cluster, verb, resource: WORKLOADS[kind], namespace, name },
    target: targetOf(ref),
  };
}

/** Sets the image by a dry run, so that admission and quota are asked. */
export async function tryImage(
  ref: WorkloadRef,
  { image, kube, viewer }: { image: string; kube: KubeService; viewer: Viewer },
): Promise<TriedChange> {
  const { cluster, namespace, name, kind, container } = ref;
  const at = { cluster, resource: WORKLOADS[kind], namespace, name };
  const before = await kube.get(at, viewer);
  const value = { spec: { template: { spec: { containers: [{ name: container, image }] } } } };
  try {
    const patch = { type: 'strategic' as const, value };
    const written = await kube.write({ ...at, verb: 'patch', patch, dryRun: true }, viewer);
    const after: KubeObject = written.object ?? before;
    return { diff: [diffObjects(targetOf(ref), { before, after })], warnings: written.warnings };
  } catch (error) {
    if (!isError(error) || error.name === 'ServiceUnavailableError') throw error;
    return { diff: [], warnings: [], refusal: error.message };
  }
}
