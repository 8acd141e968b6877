import type { AccessMatrix, KubeSubject } from '@kubemate/plugin-tenants-common';
import { allows } from './RbacRules';
import type { RbacRules } from './RbacRules';

/** What people ask about, in the order of a page. */
const ROWS = [
  { id: 'pods', group: '', plural: 'pods' },
  { id: 'pods/exec', group: '', plural: 'pods', subresource: 'exec' },
  { id: 'pods/log', group: '', plural: 'pods', subresource: 'log' },
  { id: 'deployments.apps', group: 'apps', plural: 'deployments' },
  { id: 'services', group: '', plural: 'services' },
  { id: 'configmaps', group: '', plural: 'configmaps' },
  { id: 'secrets', group: '', plural: 'secrets' },
  { id: 'jobs.batch', group: 'batch', plural: 'jobs' },
  { id: 'ingresses.networking.k8s.io', group: 'networking.k8s.io', plural: 'ingresses' },
  {
    id: 'networkpolicies.networking.k8s.io',
    group: 'networking.k8s.io',
    plural: 'networkpolicies',
  },
  { id: 'resourcequotas', group: '', plural: 'resourcequotas' },
  {
    id: 'rolebindings.rbac.authorization.k8s.io',
    group: 'rbac.authorization.k8s.io',
    plural: 'rolebindings',
  },
] as const;
const VERBS = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'] as const;
const MAX_SUBJECTS = 300;

/** Who may do what in a namespace, or on the whole cluster: what each subject of a binding has by its own bindings. Groups are not taken apart. */
export function accessMatrix(
  rules: RbacRules,
  namespace: string | undefined,
): Omit<AccessMatrix, 'failures'> {
  const bySubject = new Map<string, { subject: KubeSubject; verbs: Map<string, Set<string>> }>();
  for (const { subject, binding, role } of rules.links) {
    const counts = binding.kind === 'ClusterRoleBinding' || binding.namespace === namespace;
    if (!counts || isOfTheSystem(subject)) continue;
    const key = `${subject.kind}/${subject.namespace ?? ''}/${subject.name}`;
    const entry = bySubject.get(key) ?? { subject, verbs: new Map<string, Set<string>>() };
    bySubject.set(key, entry);
    for (const rule of rules.rulesOf(role)) {
      for (const { id, ...resource } of ROWS) {
        const given = VERBS.filter(verb => allows(rule, { ...resource, verb, namespace }));
        const known = entry.verbs.get(id) ?? new Set<string>();
        for (const verb of given) known.add(verb);
        entry.verbs.set(id, known);
      }
    }
  }
  const items = [...bySubject.values()]
    .map(({ subject, verbs }) => ({
      subject,
      verbs: Object.fromEntries(
        [...verbs]
          .filter(([, given]) => given.size > 0)
          .map(([id, given]) => [id, VERBS.filter(verb => given.has(verb))]),
      ),
    }))
    .filter(({ verbs }) => Object.keys(verbs).length > 0)
    .sort((a, b) => a.subject.name.localeCompare(b.subject.name, 'en'))
    .slice(0, MAX_SUBJECTS);
  return { resources: ROWS.map(({ id }) => id), items };
}

/** Parts of the cluster itself, which nobody gives rights to by hand. */
export function isOfTheSystem({ kind, name, namespace }: KubeSubject): boolean {
  if (kind === 'ServiceAccount') return namespace === 'kube-system';
  return name.startsWith('system:') && !name.startsWith('system:serviceaccount');
}
