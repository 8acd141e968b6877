import { mapPlaceOf } from './mapPlaceOf';

const place = (resource: { group: string; plural: string }, namespace?: string) =>
  mapPlaceOf({ cluster: 'dev', resource: { ...resource, version: 'v1' }, namespace, name: 'cart' });

describe('mapPlaceOf', () => {
  it('leads to the node of an object in its namespace', () => {
    expect(place({ group: 'apps', plural: 'deployments' }, 'shop')).toEqual({
      cluster: 'dev',
      namespaces: ['shop'],
      node: 'deployments.apps/shop/cart',
    });
  });

  it('leads to the whole of a namespace from the namespace itself, and from what is no node', () => {
    expect(place({ group: '', plural: 'namespaces' })).toEqual({
      cluster: 'dev',
      namespaces: ['cart'],
    });
    expect(place({ group: 'rbac.authorization.k8s.io', plural: 'roles' }, 'shop')).toEqual({
      cluster: 'dev',
      namespaces: ['shop'],
    });
  });

  it('leads nowhere from what is in no namespace', () => {
    expect(place({ group: '', plural: 'nodes' })).toBeUndefined();
  });
});
