import { entityQuery, INDEX_PARAMS, orderKinds, type IndexState } from './indexState';

const ANY: IndexState = {
  kind: 'component',
  scope: 'all',
  search: '',
  types: [],
  owners: [],
  lifecycles: [],
  tags: [],
  sort: 'name',
};
const viewer = {
  ownershipRefs: ['user:default/dana', 'group:default/shop-team'],
  starred: new Set(['component:default/cart', 'api:default/orders']),
};

describe('entityQuery', () => {
  it('asks for a kind by name', () => {
    expect(entityQuery(ANY, viewer)).toEqual({
      filter: { kind: 'component' },
      orderFields: [{ field: 'metadata.name', order: 'asc' }],
    });
  });

  it('narrows by all that is chosen, and orders equal values by name', () => {
    const query = entityQuery(
      { ...ANY, types: ['service'], lifecycles: ['production'], tags: ['go'], sort: '-owner' },
      viewer,
    );
    expect(query).toEqual({
      filter: {
        kind: 'component',
        'spec.type': ['service'],
        'spec.lifecycle': ['production'],
        'metadata.tags': ['go'],
      },
      orderFields: [
        { field: 'spec.owner', order: 'desc' },
        { field: 'metadata.name', order: 'asc' },
      ],
    });
  });

  it('searches names, titles and descriptions', () => {
    expect(entityQuery({ ...ANY, search: ' cart ' }, viewer)?.fullTextFilter?.term).toBe('cart');
  });

  it('knows what is owned, by the person or one of their groups', () => {
    expect(entityQuery({ ...ANY, scope: 'owned' }, viewer)?.filter).toEqual({
      kind: 'component',
      'relations.ownedBy': viewer.ownershipRefs,
    });
  });

  it.each([
    ['an owner that is not the person', { ...ANY, scope: 'owned', owners: ['group:default/x'] }],
    ['a kind of which nothing is starred', { ...ANY, scope: 'starred', kind: 'system' }],
  ] as const)('asks nothing for %s', (_, state) => {
    expect(entityQuery(state, viewer)).toBeUndefined();
  });

  it('asks for what is starred of the kind', () => {
    expect(entityQuery({ ...ANY, scope: 'starred' }, viewer)?.filter).toEqual([
      { kind: 'component', 'metadata.name': 'cart', 'metadata.namespace': 'default' },
    ]);
  });

  it('falls back to the name for an order that it does not know', () => {
    expect(entityQuery({ ...ANY, sort: '-weight' }, viewer)?.orderFields).toEqual([
      { field: 'metadata.name', order: 'desc' },
    ]);
  });
});

describe('orderKinds', () => {
  it('puts what people look for first, and leaves out locations', () => {
    const kinds = orderKinds(
      [
        { value: 'User', count: 4 },
        { value: 'Location', count: 2 },
        { value: 'Widget', count: 1 },
        { value: 'API', count: 3 },
        { value: 'Component', count: 10 },
      ],
      'component',
    );
    expect(kinds.map(({ kind }) => kind)).toEqual(['component', 'api', 'user', 'widget']);
  });

  it('keeps the kind that is looked at, though the catalog has none', () => {
    expect(orderKinds([], 'system')).toEqual([{ kind: 'system', name: 'system', count: 0 }]);
  });
});

it('has components first where the address says nothing', () => {
  expect(INDEX_PARAMS.kind.fallback).toBe('component');
});
