import { criticalPath } from './criticalPath';

const edges = [
  { from: 'fetch', to: 'lint' },
  { from: 'fetch', to: 'test' },
  { from: 'lint', to: 'image' },
  { from: 'test', to: 'image' },
];
const ran = (id: string, startedAt: number, finishedAt?: number) => ({ id, startedAt, finishedAt });

it.each([
  [
    'goes through the slower of two branches',
    [ran('fetch', 0, 10), ran('lint', 10, 20), ran('test', 10, 60), ran('image', 60, 90)],
    ['fetch', 'test', 'image'],
  ],
  [
    'ends with what still runs',
    [ran('fetch', 0, 10), ran('lint', 10), ran('test', 10, 60), { id: 'image' }],
    ['fetch', 'lint'],
  ],
  [
    'passes over what was skipped',
    [ran('fetch', 0, 10), { id: 'lint' }, { id: 'test' }, ran('image', 11, 30)],
    ['fetch', 'image'],
  ],
  ['is empty before anything has started', [{ id: 'fetch' }, { id: 'lint' }], []],
])('%s', (_, nodes, path) => {
  expect([...criticalPath(nodes, edges)].sort()).toEqual([...path].sort());
});

it('ends on a graph with a circle', () => {
  const circle = [
    { from: 'a', to: 'b' },
    { from: 'b', to: 'a' },
  ];
  expect(criticalPath([ran('a', 0, 1), ran('b', 1, 2)], circle)).toContain('b');
});
