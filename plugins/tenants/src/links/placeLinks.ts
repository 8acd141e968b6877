import { parseResourceId } from '@kubemate/kube-common';

/** The explorer's parameters for one namespace of one cluster, and one kind where it matters which. */
export function explorerQuery(place: {
  cluster: string;
  namespace?: string;
  /** As the explorer writes it: `deployments.v1.apps`. */
  resource?: string;
}): string {
  const { cluster, namespace, resource } = place;
  return new URLSearchParams({
    ...(resource === undefined ? {} : { resource }),
    clusters: cluster,
    ...(namespace === undefined ? {} : { namespaces: namespace }),
  }).toString();
}

/** `apps/v1/deployments` as the explorer writes it in addresses: `deployments.v1.apps`. */
export function resourceSlug(text: string): string | undefined {
  const resource = parseResourceId(text);
  if (resource === undefined) return undefined;
  const { plural, version, group } = resource;
  return [plural, version, group].filter(Boolean).join('.');
}

const RBAC = 'v1.rbac.authorization.k8s.io';

/** Where the explorer has a binding or a role; `_` stands for no namespace. */
export function rbacObject(
  cluster: string,
  object: {
    kind: 'RoleBinding' | 'ClusterRoleBinding' | 'Role' | 'ClusterRole';
    name: string;
    namespace?: string;
  },
) {
  return {
    cluster,
    resource: `${object.kind.toLocaleLowerCase('en-US')}s.${RBAC}`,
    namespace: object.namespace ?? '_',
    name: object.name,
  };
}
