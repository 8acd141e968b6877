import { pipelinesRoutes } from '@kubemate/plugin-pipelines-common';
import type { Run } from '@kubemate/plugin-pipelines-common';
import { selectRuns } from './selectRuns';

function run(name: string, fields: Partial<Run> = {}): Run {
  return {
    ref: { engine: 'tekton', place: 'dev', folder: 'shop', name },
    uid: `uid-${name}`,
    phase: 'succeeded',
    trigger: { kind: 'unknown' },
    createdAt: 0,
    tasks: { total: 0, done: 0, failed: 0 },
    isArchived: false,
    ...fields,
  };
}

function select(runs: readonly Run[], query: object) {
  return selectRuns(runs, pipelinesRoutes.listRuns.query.parse(query));
}

const names = (runs: readonly Run[]) => runs.map(({ ref }) => ref.name);

describe('selectRuns', () => {
  const runs = [
    run('a', { createdAt: 1, phase: 'failed', pipeline: 'build', source: { branch: 'main' } }),
    run('b', { createdAt: 3, component: 'shop', startedAt: 3, finishedAt: 9 }),
    run('c', { createdAt: 2, trigger: { kind: 'push', by: 'dana' }, startedAt: 2, finishedAt: 4 }),
  ];

  it.each([
    [{}, ['b', 'c', 'a']],
    [{ sort: 'name' }, ['a', 'b', 'c']],
    [{ sort: '-duration' }, ['b', 'c', 'a']],
    [{ phases: 'failed' }, ['a']],
    [{ pipeline: 'build' }, ['a']],
    [{ component: 'shop' }, ['b']],
    [{ branch: 'main' }, ['a']],
    [{ author: 'dana' }, ['c']],
    [{ since: '2' }, ['b', 'c']],
    [{ until: '3' }, ['c', 'a']],
    [{ minDuration: '3' }, ['b']],
    [{ search: 'MAIN build' }, ['a']],
    [{ search: 'main dana' }, []],
  ])('answers %p with %p', (query, expected) => {
    expect(names(select(runs, query).items)).toEqual(expected);
  });

  it('shows every run once over pages, whatever is made or deleted meanwhile', () => {
    const many = Array.from({ length: 7 }, (_, index) =>
      run(`r${index}`, { createdAt: index % 3 }),
    );
    const first = select(many, { limit: '3' });
    expect(first).toMatchObject({ total: 7 });
    const changed = [...many.filter(each => each !== first.items[1]), run('new', { createdAt: 9 })];
    const second = select(changed, { limit: '3', cursor: first.nextCursor });
    const third = select(changed, { limit: '3', cursor: second.nextCursor });
    const seen = names([first, second, third].flatMap(({ items }) => items));
    expect([...seen].sort()).toEqual(['r0', 'r1', 'r2', 'r3', 'r4', 'r5', 'r6']);
    expect(third.nextCursor).toBeUndefined();
  });

  it('answers other questions of the same list with other runs, and the first one as before', () => {
    const first = select(runs, { limit: '2' });
    for (const sort of ['name', '-name', 'duration', '-finished', 'pipeline', 'phase', '-phase'])
      for (const phases of ['failed', 'succeeded'])
        expect(select(runs, { sort, phases }).total).toBe(phases === 'failed' ? 1 : 2);
    expect(select(runs, { limit: '2' })).toEqual(first);
    expect(names(select(runs, { cursor: first.nextCursor }).items)).toEqual(['a']);
    expect(names(runs)).toEqual(['a', 'b', 'c']);
  });

  it('refuses a cursor of another order or of nobody', () => {
    const { nextCursor } = select(runs, { limit: '1' });
    expect(() => select(runs, { sort: 'name', cursor: nextCursor })).toThrow(/another order/);
    expect(() => select(runs, { cursor: 'x' })).toThrow(/cursor/);
  });
});
