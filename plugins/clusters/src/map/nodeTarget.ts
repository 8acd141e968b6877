import { parseResourceId } from '@kubemate/kube-common';
import type { ResourceId } from '@kubemate/kube-common';
import type { TopologyNode } from '@kubemate/plugin-clusters-common';
import type { ObjectTarget } from '../links/useLinks';

/** The object that a node stands for; undefined where the cluster does not serve its kind. */
export function nodeTarget(
  { resource, namespace, name }: TopologyNode,
  cluster: string,
): ObjectTarget | undefined {
  const id = resource === undefined ? undefined : parseResourceId(resource);
  return id && { cluster, resource: id, namespace, name };
}

/** The id of an object's node, as the server gives it; see `topologyNodeSchema`. */
export function nodeIdOf(target: {
  resource: Pick<ResourceId, 'group' | 'plural'>;
  namespace?: string;
  name: string;
}): string {
  const { group, plural } = target.resource;
  const type = group === '' ? plural : `${plural}.${group}`;
  return `${type}/${target.namespace ?? ''}/${target.name}`;
}
