import type { Target } from './Target';

export const RBAC = '/apis/rbac.authorization.k8s.io/v1';

/** Gives a user rights in one namespace. */
export async function grant(
  target: Target,
  options: { namespace: string; user: string; rules: object[] },
): Promise<void> {
  const { namespace, user, rules } = options;
  const name = target.unique('role');
  await target.post(`${RBAC}/namespaces/${namespace}/roles`, { metadata: { name }, rules });
  await target.post(`${RBAC}/namespaces/${namespace}/rolebindings`, {
    metadata: { name },
    subjects: [{ kind: 'User', name: user, apiGroup: 'rbac.authorization.k8s.io' }],
    roleRef: { kind: 'Role', name, apiGroup: 'rbac.authorization.k8s.io' },
  });
  await target.eventually(`/api/v1/namespaces/${namespace}`, () => true);
  if (target.options.real)
    await new Promise(resolve => {
      setTimeout(resolve, 300);
    });
}

/** The headers of somebody who acts as another. */
export function as(user: string, ...groups: string[]): Record<string, string> {
  return {
    'impersonate-user': user,
    ...(groups[0] === undefined ? {} : { 'impersonate-group': groups[0] }),
  };
}
