import { InputError } from '@backstage/errors';
import { formatLabelSelector, formatResourceId } from '@kubemate/kube-common';
import type { KubeObject, ObjectRef, ResourceId } from '@kubemate/kube-common';
import type { KubeService, Viewer } from '@kubemate/kube-node';
import { podSelector } from '../podSelector';

const PODS: ResourceId = { group: '', version: 'v1', plural: 'pods' };
const JOBS: ResourceId = { group: 'batch', version: 'v1', plural: 'jobs' };
/** More pods than this at once are more connections than one reader is worth. */
export const MAX_PODS = 50;

export interface PodChoice {
  /** Names, newest first, at most {@link MAX_PODS}. */
  readonly pods: readonly string[];
  /** How many there are beyond these, as far as one look can tell. */
  readonly left: number;
  /** Selects the pods still to come; undefined where none will. */
  readonly labelSelector?: string;
}

/**
 * The pods whose logs are the logs of an object: the pod itself, or those a workload selects.
 *
 * @throws InputError for an object that has no pods, and what the API server says of one that cannot be read
 */
export async function podsOf(
  ref: ObjectRef,
  { kube, viewer }: { kube: KubeService; viewer: Viewer },
): Promise<PodChoice> {
  const object = await kube.get(ref, viewer);
  if (ref.resource.group === '' && ref.resource.plural === 'pods') {
    return { pods: [ref.name], left: 0 };
  }
  const list = async (resource: ResourceId, labelSelector?: string) =>
    await kube.list(
      { cluster: ref.cluster, resource, namespace: ref.namespace, labelSelector, limit: 500 },
      viewer,
    );
  const labelSelector = await selectorText({ ref, object, jobs: () => list(JOBS) });
  if (labelSelector === '') return { pods: [], left: 0 };
  const pods = newestFirst(await list(PODS, labelSelector));
  return {
    pods: pods.slice(0, MAX_PODS).map(pod => pod.metadata.name),
    left: Math.max(0, pods.length - MAX_PODS),
    labelSelector,
  };
}

async function selectorText(target: {
  ref: ObjectRef;
  object: KubeObject;
  jobs: () => Promise<readonly KubeObject[]>;
}): Promise<string> {
  const { ref, object, jobs } = target;
  if (ref.resource.group === 'batch' && ref.resource.plural === 'cronjobs') {
    const names = newestFirst(await jobs())
      .filter(job => job.metadata.ownerReferences?.some(({ uid }) => uid === object.metadata.uid))
      .map(job => job.metadata.name);
    return names.length === 0 ? '' : `batch.kubernetes.io/job-name in (${names.join(',')})`;
  }
  const selector = podSelector(object);
  if (selector === undefined || selector.length === 0) {
    throw new InputError(
      `Invalid query parameter "resource": ${formatResourceId(ref.resource)} "${ref.name}" selects no pods, so it has no logs`,
    );
  }
  return formatLabelSelector(selector);
}

function newestFirst(objects: readonly KubeObject[]): KubeObject[] {
  const created = ({ metadata }: KubeObject) => Date.parse(metadata.creationTimestamp) || 0;
  return [...objects].sort((a, b) => created(b) - created(a));
}
