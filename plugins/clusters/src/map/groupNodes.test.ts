import { makeEdge, makeNode } from '../__testUtils__/makeTopology';
import { groupNodes, worstHealth } from './groupNodes';

const gateway = makeNode('Gateway/public', {
  namespace: 'infra',
  state: 'outside',
  app: undefined,
});

describe('groupNodes', () => {
  it('makes groups of applications by namespace and name, what is shared after them', () => {
    const nodes = [
      makeNode('Secret/registry', { app: undefined }),
      makeNode('Deployment/web', { app: 'web' }),
      makeNode('Deployment/cart'),
      makeNode('Deployment/api', { namespace: 'catalog', app: 'api' }),
    ];
    expect(groupNodes({ nodes, edges: [] }).map(({ id }) => id)).toEqual([
      'catalog/api',
      'shop/cart',
      'shop/web',
      'shop/',
    ]);
  });

  it('puts what is elsewhere with the one application that it serves', () => {
    const nodes = [gateway, makeNode('HTTPRoute/cart')];
    const edges = [makeEdge('Gateway/public routes HTTPRoute/cart')];
    expect(groupNodes({ nodes, edges })).toHaveLength(1);
  });

  it('puts what is elsewhere and serves several last', () => {
    const nodes = [gateway, makeNode('HTTPRoute/cart'), makeNode('HTTPRoute/web', { app: 'web' })];
    const edges = ['cart', 'web'].map(name => makeEdge(`Gateway/public routes HTTPRoute/${name}`));
    const groups = groupNodes({ nodes, edges });
    expect(groups.map(({ id }) => id)).toEqual(['shop/cart', 'shop/web', '/']);
    expect(groups[2]?.namespace).toBeUndefined();
  });
});

describe('worstHealth', () => {
  it('takes what cannot be read for no trouble', () => {
    const nodes = [
      makeNode('Pod/a'),
      makeNode('Secret/b', { health: 'unknown', state: 'unreadable' }),
    ];
    expect(worstHealth(nodes)).toBe('ok');
    expect(worstHealth([...nodes, makeNode('Pod/c', { health: 'failed' })])).toBe('failed');
    expect(worstHealth(nodes.slice(1))).toBe('unknown');
  });
});
