import type { LocalClient } from '../LocalClient';
import { publishedBootstrapRoles } from './publishedDocuments';
import { stringAt } from './json';

const NAMESPACES = ['default', 'kube-system', 'kube-public', 'kube-node-lease'];

const ROLE_PLURALS: Readonly<Record<string, string>> = {
  ClusterRole: 'clusterroles',
  ClusterRoleBinding: 'clusterrolebindings',
  Role: 'roles',
  RoleBinding: 'rolebindings',
};

/** Creates what every cluster has before anyone uses it. */
export function bootstrap(client: LocalClient): void {
  const core = (plural: string) => ({ group: '', version: 'v1', plural });
  for (const name of NAMESPACES) client.create(core('namespaces'), { metadata: { name } });
  for (const role of publishedBootstrapRoles()) {
    const plural = ROLE_PLURALS[stringAt(role, 'kind') ?? ''];
    if (plural === undefined) continue;
    client.create({ group: 'rbac.authorization.k8s.io', version: 'v1', plural }, role);
  }
  const scheduling = { group: 'scheduling.k8s.io', version: 'v1', plural: 'priorityclasses' };
  const classes = [
    [
      'system-cluster-critical',
      2_000_000_000,
      'Used for system critical pods that must run in the cluster, but can be moved to another node if necessary.',
    ],
    [
      'system-node-critical',
      2_000_001_000,
      'Used for system critical pods that must not be moved from their current node.',
    ],
  ] as const;
  for (const [name, value, description] of classes)
    client.create(scheduling, { metadata: { name }, value, description, globalDefault: false });
  client.create(
    { group: 'rbac.authorization.k8s.io', version: 'v1', plural: 'clusterroles' },
    {
      metadata: {
        name: 'system:aggregated-metrics-reader',
        labels: {
          'rbac.authorization.k8s.io/aggregate-to-admin': 'true',
          'rbac.authorization.k8s.io/aggregate-to-edit': 'true',
          'rbac.authorization.k8s.io/aggregate-to-view': 'true',
        },
      },
      rules: [
        {
          apiGroups: ['metrics.k8s.io'],
          resources: ['pods', 'nodes'],
          verbs: ['get', 'list', 'watch'],
        },
      ],
    },
  );
}
