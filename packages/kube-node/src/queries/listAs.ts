import { InputError } from '@backstage/errors';
import { formatLabelSelector, parseLabelSelector } from '@kubemate/kube-common';
import type { KubeObject } from '@kubemate/kube-common';
import type { ClusterPool } from '../clusters/ClusterPool';
import type { Caller } from '../gateway/ClusterGateway';
import type { KubeService } from '../KubeService';

const DEFAULT_LIST_LIMIT = 500;
const MAX_LIST_LIMIT = 5_000;

/** Objects of a kind as a caller, straight from the API server. */
export async function listAs(
  target: Parameters<KubeService['list']>[0],
  { caller, clusters }: { caller: Caller; clusters: ClusterPool },
): Promise<readonly KubeObject[]> {
  const { cluster, resource, namespace, labelSelector, fieldSelector } = target;
  const { limit = DEFAULT_LIST_LIMIT } = target;
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIST_LIMIT)
    throw new InputError(`limit must be a whole number from 1 to ${MAX_LIST_LIMIT}`);
  const query = {
    ...(labelSelector ? { labelSelector: checkedSelector(labelSelector) } : {}),
    ...(fieldSelector ? { fieldSelector } : {}),
  };
  return clusters
    .get(cluster)
    .gateway.list({ resource, namespace }, { viewer: caller, query, limit });
}

function checkedSelector(text: string): string {
  const parsed = parseLabelSelector(text);
  if (!parsed.ok) throw new InputError(`labelSelector: ${parsed.message}`);
  return formatLabelSelector(parsed.selector);
}
