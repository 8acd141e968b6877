import { isError } from '@backstage/errors';
import type { KubeObject } from '@kubemate/kube-common';
import type { KubeService, Viewer } from '@kubemate/kube-node';
import { RbacRules } from './RbacRules';

const GROUP = 'rbac.authorization.k8s.io';
const LIMIT = 5_000;

export interface RbacReader {
  readonly kube: KubeService;
  readonly viewer: Viewer;
}

/**
 * The bindings and roles of a cluster that the viewer may read, of one namespace where named. What they may not read leaves a gap.
 * @throws ServiceUnavailableError, NotFoundError where the cluster cannot be asked
 */
export async function readRbac(
  { cluster, namespace }: { cluster: string; namespace?: string },
  { kube, viewer }: RbacReader,
): Promise<{ rules: RbacRules; gaps: readonly string[] }> {
  const gaps = new Set<string>();
  const list = async (plural: string, place?: string): Promise<readonly KubeObject[]> => {
    try {
      const resource = { group: GROUP, version: 'v1', plural };
      return await kube.list({ cluster, resource, namespace: place, limit: LIMIT }, viewer);
    } catch (error) {
      if (!isError(error) || error.name !== 'NotAllowedError') throw error;
      gaps.add(error.message);
      return [];
    }
  };
  const [clusterRoleBindings, clusterRoles, roleBindings, roles] = await Promise.all([
    list('clusterrolebindings'),
    list('clusterroles'),
    list('rolebindings', namespace),
    list('roles', namespace),
  ]);
  const objects = { clusterRoleBindings, clusterRoles, roleBindings, roles };
  return { rules: new RbacRules(objects), gaps: [...gaps] };
}
