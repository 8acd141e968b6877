import { hasActivity, objectsOf, partsOf, placeOf } from './activityScope';

const entity = (kind: string, annotations: Record<string, string> = {}) => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind,
  metadata: { name: 'x', annotations },
});

describe('what a timeline is about', () => {
  it.each([
    ['Component', {}, true],
    ['System', {}, true],
    ['Group', {}, true],
    ['User', {}, false],
    ['Resource', {}, false],
    ['Resource', { 'kubemate.io/cluster': 'prod' }, true],
  ])('a %s with %j: %s', (kind, annotations, expected) => {
    expect(hasActivity(entity(kind, annotations))).toBe(expected);
  });

  it('a cluster is a place, and so is a namespace of it', () => {
    expect(placeOf(entity('Resource', { 'kubemate.io/cluster': 'prod' }))).toEqual({
      cluster: 'prod',
    });
    const annotations = { 'kubemate.io/cluster': 'prod', 'kubemate.io/namespace': 'shop' };
    expect(placeOf(entity('Resource', annotations))).toEqual({
      cluster: 'prod',
      namespace: 'shop',
    });
    expect(placeOf(entity('Component', annotations))).toBeUndefined();
  });

  it('a system is its components', () => {
    const relations = [
      { type: 'hasPart', targetRef: 'component:default/cart' },
      { type: 'hasPart', targetRef: 'api:default/cart-api' },
      { type: 'ownedBy', targetRef: 'group:default/shop-team' },
    ];
    expect(partsOf({ ...entity('System'), relations })).toEqual(['component:default/cart']);
    expect(partsOf({ ...entity('Component'), relations })).toEqual([]);
  });

  it('a component is its objects, without pods, which come and go by themselves', () => {
    const item = { cluster: 'prod', namespace: 'shop', name: 'cart', health: 'ok' as const };
    const kinds = [
      { resource: 'apps/v1/deployments', kind: 'Deployment', total: 1, items: [item] },
      { resource: 'v1/pods', kind: 'Pod', total: 1, items: [{ ...item, name: 'cart-1' }] },
    ];
    expect(objectsOf({ kinds, failures: [], asOf: 0 })).toEqual([
      {
        cluster: 'prod',
        kind: 'Deployment',
        resource: 'apps/v1/deployments',
        name: 'cart',
        namespace: 'shop',
      },
    ]);
  });
});
