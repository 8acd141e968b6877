import { builtInProjection, builtInResources } from './builtIn';

const RESERVED = ['name', 'namespace', 'cluster', 'age', 'health'];

const bare = {
  apiVersion: 'any/v1',
  kind: 'Any',
  metadata: {
    name: 'a',
    uid: 'u',
    resourceVersion: '1',
    creationTimestamp: '2026-01-01T00:00:00Z',
  },
};

describe.each(builtInResources())('columns of $plural.$group', resource => {
  const projection = builtInProjection(resource);

  it('fill exactly their own cells, even for an object with neither spec nor status', () => {
    const cells = projection?.read(bare).cells ?? {};
    expect(Object.keys(cells)).toEqual(projection?.columns.map(({ id }) => id));
    expect(
      Object.values(cells).filter(cell => cell === undefined || typeof cell === 'object'),
    ).toEqual(Object.values(cells).filter(cell => cell === null));
  });

  it('have ids that no field of a row has', () => {
    const ids = projection?.columns.map(({ id }) => id) ?? [];
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter(id => RESERVED.includes(id))).toEqual([]);
  });
});

it('leaves resource types that it does not know to their printer columns', () => {
  expect(
    builtInProjection({ group: 'triggers.tekton.dev', plural: 'eventlisteners' }),
  ).toBeUndefined();
  expect(builtInProjection({ group: 'constructor', plural: 'toString' })).toBeUndefined();
});
