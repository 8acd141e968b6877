import { makeNode, makeTopology } from '../__testUtils__/makeTopology';
import { filterTopology, matchesSearch } from './filterTopology';
import { STANDARD_KINDS } from './mapKinds';

const shop = makeTopology(
  [
    makeNode('Ingress/cart'),
    makeNode('Service/cart'),
    makeNode('Deployment/cart'),
    makeNode('ReplicaSet/cart-6f'),
    makeNode('Pod/cart-6f-a'),
    makeNode('Pod/cart-6f-b', { health: 'failed', reason: 'CrashLoopBackOff' }),
    makeNode('ConfigMap/cart'),
    makeNode('Deployment/web', { app: 'web' }),
    makeNode('NetworkPolicy/all', { app: undefined }),
  ],
  [
    'Ingress/cart routes Service/cart',
    'Service/cart selects Deployment/cart',
    'Deployment/cart owns ReplicaSet/cart-6f',
    'ReplicaSet/cart-6f owns Pod/cart-6f-a',
    'ReplicaSet/cart-6f owns Pod/cart-6f-b',
    'Deployment/cart mounts ConfigMap/cart',
    'NetworkPolicy/all allows Deployment/cart',
    'NetworkPolicy/all allows Deployment/web',
  ],
);

function filtered(options: Partial<Parameters<typeof filterTopology>[1]>) {
  const kinds = new Set(STANDARD_KINDS);
  const { nodes, edges } = filterTopology(shop, { kinds, trouble: false, ...options });
  return {
    nodes: nodes.map(({ id }) => id),
    edges: edges.map(({ from, type, to }) => `${from} ${type} ${to}`),
  };
}

describe('filterTopology', () => {
  it('leads from an owner past a controller that is not shown', () => {
    const { nodes, edges } = filtered({});
    expect(nodes).not.toContain('ReplicaSet/cart-6f');
    expect(edges).toContain('Deployment/cart owns Pod/cart-6f-a');
    expect(edges).toHaveLength(7);
  });

  it('does not invent what a hidden service would select', () => {
    const { edges } = filtered({ kinds: new Set(['Ingress', 'Deployment']) });
    expect(edges).toEqual([]);
  });

  it('shows what is in trouble and what leads there', () => {
    expect(filtered({ trouble: true }).nodes).toEqual([
      'Ingress/cart',
      'Service/cart',
      'Deployment/cart',
      'Pod/cart-6f-b',
    ]);
  });

  it.each([
    ['of a kind that is not shown', 'ReplicaSet/cart-6f', false],
    ['that is well', 'ConfigMap/cart', true],
  ])('shows a selected object %s', (_, selected, trouble) => {
    expect(filtered({ selected, trouble }).nodes).toContain(selected);
  });
});

describe('matchesSearch', () => {
  const pod = makeNode('Pod/cart-6f-b', { reason: 'CrashLoopBackOff' });
  it.each([
    ['cart', true],
    ['pod crash', true],
    ['PoD 6F', true],
    ['pod web', false],
  ])('answers %s with %s', (search, answer) => {
    expect(matchesSearch(pod, search)).toBe(answer);
  });
});
