import { isError } from '@backstage/errors';
import fc from 'fast-check';
import type { Viewer } from '../KubeService';
import { identitySources, kubernetesIdentity } from './viewerIdentity';

const prefixes = { userPrefix: 'kubemate:', groupPrefix: 'kubemate-team:' };

function viewer(userEntityRef: string, ...groups: string[]) {
  return { userEntityRef, ownershipEntityRefs: [userEntityRef, ...groups] };
}

describe('kubernetesIdentity', () => {
  it.each([
    ['another kind than a user', 'group:default/dana', []],
    ['an entity named like the API server’s own', 'user:default/system:admin', []],
    ['a namespace named so', 'user:system:masters/dana', []],
    ['a ref without a kind', 'system:masters', []],
    ['a ref with a line of its own', 'user:default/dana\nsystem:masters', []],
    [
      'a ref with a header of its own',
      'user:default/dana\r\nImpersonate-Group: system:masters',
      [],
    ],
    ['an empty ref', '', []],
    [
      'a group named like the API server’s own',
      'user:default/dana',
      ['group:default/system:masters'],
    ],
    ['a group that is no ref', 'user:default/dana', ['system:masters']],
    ['more groups than any catalog gives', 'user:default/dana', manyGroups(501)],
  ])('refuses %s', (_, user, groups) => {
    expect(() => kubernetesIdentity(viewer(user, ...groups), prefixes)).toThrow();
  });

  it.each(['system:', 'System:', 'SYSTEM:node:'])(
    'lets nobody be %s… even where the configuration would',
    prefix => {
      const dana = viewer('user:default/dana', 'group:default/shop-team');
      const bad = { userPrefix: prefix, groupPrefix: 'kubemate:' };
      expect(() => kubernetesIdentity(dana, bad)).toThrow(/cannot stand for a Kubernetes user/);
      const badGroup = { userPrefix: 'kubemate:', groupPrefix: prefix };
      expect(() => kubernetesIdentity(dana, badGroup)).toThrow(/cannot stand/);
    },
  );

  it('names nobody outside the prefixes, whatever the refs say', () => {
    const ref = fc.oneof(
      fc.string(),
      fc
        .tuple(fc.constantFrom('user', 'group', 'system'), fc.string(), fc.string())
        .map(([kind, namespace, name]) => `${kind}:${namespace}/${name}`),
      fc.constantFrom('user:default/dana', 'group:default/system', 'group:system/masters'),
    );
    fc.assert(
      fc.property(ref, fc.array(ref, { maxLength: 5 }), (user, refs) => {
        for (const name of namesOf(viewer(user, ...refs)))
          expect(name).toMatch(/^kubemate(-team)?:[a-z0-9][-_.a-z0-9/]*$/);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('identitySources', () => {
  it('says of which entity each name is made', () => {
    const dana = viewer('user:default/Dana', 'group:default/shop-team', 'group:apac/ops');
    expect(identitySources(dana, prefixes)).toEqual([
      { kind: 'user', name: 'kubemate:dana', entityRef: 'user:default/Dana' },
      { kind: 'group', name: 'kubemate-team:apac/ops', entityRef: 'group:apac/ops' },
      { kind: 'group', name: 'kubemate-team:shop-team', entityRef: 'group:default/shop-team' },
    ]);
  });
});

/** None for a viewer that is refused. */
function namesOf(asked: Viewer): readonly string[] {
  try {
    const { user, groups } = kubernetesIdentity(asked, prefixes);
    return [user, ...groups];
  } catch (error) {
    if (isError(error) && error.name === 'NotAllowedError') return [];
    throw error;
  }
}

function manyGroups(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `group:default/team-${index}`);
}
