import { hasParts, healthByCluster, partsOf } from './partsOf';

const entity = (kind: string) => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind,
  metadata: { name: 'shop' },
  relations: [
    { type: 'hasPart', targetRef: 'component:default/cart' },
    { type: 'hasPart', targetRef: 'api:default/cart-api' },
    { type: 'ownerOf', targetRef: 'component:default/search' },
    { type: 'ownerOf', targetRef: 'system:default/shop' },
    { type: 'apiProvidedBy', targetRef: 'component:default/web' },
  ],
});

it.each([
  ['System', ['component:default/cart']],
  ['Group', ['component:default/search']],
  ['API', ['component:default/web']],
  ['Component', []],
])('the components of a %s', (kind, refs) => {
  expect(partsOf(entity(kind))).toEqual(refs);
  expect(hasParts(entity(kind))).toBe(refs.length > 0);
});

it('a component does in a cluster as its worst workload, and one that is away is a gap', () => {
  const item = { namespace: 'shop', name: 'cart' };
  const kinds = [
    {
      ...{ resource: 'apps/v1/deployments', kind: 'Deployment', total: 2 },
      items: [
        { ...item, cluster: 'prod', health: 'ok' as const },
        { ...item, cluster: 'dev', health: 'ok' as const },
      ],
    },
    {
      ...{ resource: 'apps/v1/statefulsets', kind: 'StatefulSet', total: 1 },
      items: [{ ...item, cluster: 'prod', health: 'failed' as const, reason: 'CrashLoopBackOff' }],
    },
  ];
  const failures = [{ cluster: 'edge', reason: 'ETIMEDOUT', state: 'unreachable' as const }];
  expect(healthByCluster({ kinds, failures, asOf: 0 })).toEqual([
    { cluster: 'dev', health: 'ok' },
    { cluster: 'edge', health: 'unknown', reason: 'ETIMEDOUT' },
    { cluster: 'prod', health: 'failed', reason: 'CrashLoopBackOff' },
  ]);
});
