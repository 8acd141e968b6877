import type { KubeObject, ResourceId } from '@kubemate/kube-common';
import type { PortalReader } from '@kubemate/kube-node';
import type { RunDetail, RunRef } from '@kubemate/plugin-pipelines-common';
import { CUSTOM_RUNS, PIPELINE_RUNS, TASK_RUNS } from './kinds';
import { readRun } from './readRun';
import { pipelineRunSchema } from './schemas';

/** Tasks of one run that are read. */
const MAX_CHILDREN = 1000;

const KINDS: readonly (readonly [string, ResourceId])[] = [
  ['TaskRun', TASK_RUNS],
  ['CustomRun', CUSTOM_RUNS],
  ['PipelineRun', PIPELINE_RUNS],
];

/** Reads objects as somebody: a viewer, or the portal itself. */
export type ObjectReader = Pick<PortalReader, 'get' | 'list'>;

/** A run with all that it is made of, and the object that it was read from. */
export async function readPipelineRun(
  { place, folder, name }: Pick<RunRef, 'place' | 'folder' | 'name'>,
  reader: ObjectReader,
): Promise<{ readonly object: KubeObject; readonly detail: RunDetail }> {
  const at = { cluster: place, namespace: folder };
  const object = await reader.get({ ...at, resource: PIPELINE_RUNS, name });
  const references = pipelineRunSchema.parse(object).status?.childReferences ?? [];
  const needed = KINDS.filter(([kind]) => references.some(each => each.kind === kind));
  const labelSelector = `tekton.dev/pipelineRun=${name}`;
  const children = await Promise.all(
    needed.map(([, resource]) =>
      reader.list({ ...at, resource, labelSelector, limit: MAX_CHILDREN }),
    ),
  );
  return { object, detail: readRun(object, { cluster: place, children: children.flat() }) };
}
