import { splitBindings } from './splitBindings';

const binding = (subject: string, role: string, namespace?: string) => ({
  subject: { kind: 'Group' as const, name: subject },
  binding: {
    kind: namespace === undefined ? ('ClusterRoleBinding' as const) : ('RoleBinding' as const),
    name: role,
    namespace,
  },
  role: { kind: 'ClusterRole' as const, name: role },
});

describe('splitBindings', () => {
  it('tells a person’s own bindings from what everybody has, the nearest first', () => {
    const others = [
      binding('system:authenticated', 'system:basic-user'),
      binding('kubemate:shop-team', 'nodes-view'),
      binding('kubemate:shop-team', 'view', 'shop'),
      binding('system:authenticated', 'edit'),
    ];
    const { own, everybodys } = splitBindings(others);
    expect(own.map(({ role }) => role.name)).toEqual(['view', 'nodes-view', 'edit']);
    expect(everybodys.map(({ role }) => role.name)).toEqual(['system:basic-user']);
  });
});
