import { explorerQuery, rbacObject, resourceSlug } from './placeLinks';

describe('placeLinks', () => {
  it('writes a place as the explorer reads it', () => {
    expect(explorerQuery({ cluster: 'dev', namespace: 'shop', resource: 'pods.v1' })).toBe(
      'resource=pods.v1&clusters=dev&namespaces=shop',
    );
    expect(explorerQuery({ cluster: 'dev' })).toBe('clusters=dev');
  });

  it.each([
    ['apps/v1/deployments', 'deployments.v1.apps'],
    ['v1/persistentvolumeclaims', 'persistentvolumeclaims.v1'],
    ['nonsense', undefined],
  ])('writes %s as %s', (resource, slug) => {
    expect(resourceSlug(resource)).toBe(slug);
  });

  it('finds bindings and roles, those of the whole cluster without a namespace', () => {
    expect(rbacObject('dev', { kind: 'ClusterRole', name: 'view' })).toEqual({
      cluster: 'dev',
      resource: 'clusterroles.v1.rbac.authorization.k8s.io',
      namespace: '_',
      name: 'view',
    });
    expect(
      rbacObject('dev', { kind: 'RoleBinding', name: 'kubemate-edit', namespace: 'shop' }),
    ).toMatchObject({
      resource: 'rolebindings.v1.rbac.authorization.k8s.io',
      namespace: 'shop',
    });
  });
});
