import { isError } from '@backstage/errors';
import type { KubeService, Viewer } from '@kubemate/kube-node';
import type { RunInput, RunRef } from '@kubemate/plugin-pipelines-common';
import { APPROVAL_TASKS } from '../kinds';
import { inputOf, isOpen, readApprovalTask } from './approvalTask';

/** Tasks of one run that are read. */
const MOST = 100;
const SAYS_NOTHING: ReadonlySet<string> = new Set(['NotFoundError', 'NotAllowedError']);

/** What a run waits for, as its page asks it; nothing where the viewer may not read that. */
export async function openInputs(
  { place, folder, name }: RunRef,
  { kube, viewer }: { kube: Pick<KubeService, 'list'>; viewer: Viewer },
): Promise<RunInput[]> {
  const at = { cluster: place, namespace: folder, resource: APPROVAL_TASKS };
  const labelSelector = `tekton.dev/pipelineRun=${name}`;
  try {
    const objects = await kube.list({ ...at, labelSelector, limit: MOST }, viewer);
    return objects.map(readApprovalTask).filter(isOpen).map(inputOf);
  } catch (error) {
    if (isError(error) && SAYS_NOTHING.has(error.name)) return [];
    throw error;
  }
}
