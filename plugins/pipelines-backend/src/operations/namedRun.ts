import { InputError } from '@backstage/errors';
import type { KubeObject } from '@kubemate/kube-common';
import type { Access } from '@kubemate/kube-node';
import type { Need, OperationContext } from '@kubemate/operations-node';
import type { RunRef } from '@kubemate/plugin-pipelines-common';
import { API_VERSION, PIPELINE_RUNS } from '../tekton/kinds';

/** The PipelineRun that an input names. */
export function targetOf({ place, folder, name }: RunRef) {
  return { cluster: place, apiVersion: API_VERSION, kind: 'PipelineRun', namespace: folder, name };
}

/** @throws InputError for a run of another engine */
export function refOf({ engine, place, folder, name }: RunRef) {
  if (engine !== 'tekton') throw new InputError(`Invalid field "run.engine": ${engine} has none`);
  return { cluster: place, namespace: folder, resource: PIPELINE_RUNS, name };
}

export function needOn(run: RunRef, verb: string): Need {
  const { cluster, namespace, resource, name } = refOf(run);
  const access: Access = { cluster, namespace, resource, verb };
  return { access: verb === 'create' ? access : { ...access, name }, target: targetOf(run) };
}

export function readRunObject(
  run: RunRef,
  { kube, viewer }: Pick<OperationContext, 'kube' | 'viewer'>,
): Promise<KubeObject> {
  return kube.get(refOf(run), viewer);
}
