import { mockServices } from '@backstage/backend-test-utils';
import { readRoleAssignments, rolesOf } from './readRoleAssignments';

const read = (kubemate: object) =>
  readRoleAssignments(mockServices.rootConfig({ data: { kubemate } }));

describe('readRoleAssignments', () => {
  it('makes everybody a viewer where nothing is configured', () => {
    expect([...rolesOf(read({}), ['user:default/dana'])]).toEqual(['viewer']);
  });

  it('gives roles by user and by group, with references written short', () => {
    const assignments = read({
      roles: {
        everyone: 'none',
        developer: ['group:shop-team', 'user:default/Dana'],
        auditor: ['group:auditors'],
      },
    });
    expect([...rolesOf(assignments, ['user:default/dana'])]).toEqual(['developer']);
    expect([
      ...rolesOf(assignments, [
        'user:default/erik',
        'group:default/auditors',
        'group:default/shop-team',
      ]),
    ]).toEqual(['auditor', 'developer']);
    expect([...rolesOf(assignments, ['user:default/eve'])]).toEqual([]);
  });

  it('makes the person at this machine an admin only where they sign in as that', () => {
    const local = ['user:default/local'];
    expect(rolesOf(read({ signIn: 'local' }), local)).toContain('platform-admin');
    expect(rolesOf(read({ signIn: 'proxy' }), local)).not.toContain('platform-admin');
  });

  it.each([
    [{ roles: { owner: ['group:default/a'] } }, /kubemate\.roles/],
    [
      { roles: { developer: ['shop team'] } },
      /kubemate\.roles\.developer\.0: must be an entity ref/,
    ],
    [{ roles: { everyone: 'platform-admin' } }, /kubemate\.roles\.everyone/],
  ])('stops start-up on %j', (kubemate, message) => {
    expect(() => read(kubemate)).toThrow(message);
  });
});
