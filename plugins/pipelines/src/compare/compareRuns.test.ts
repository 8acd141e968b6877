import { node, runDetail, START } from '../__testUtils__/runs';
import { compareRuns, isChanged, isTaskChanged } from './compareRuns';

const SECOND = 1000;
const ran = (id: string, seconds: number, given: Parameters<typeof node>[1] = {}) =>
  node(id, {
    startedAt: START,
    finishedAt: START + seconds * SECOND,
    taskRun: `r-${id}`,
    ...given,
  });
const graphOf = (...nodes: ReturnType<typeof node>[]) => ({ graph: { nodes, edges: [] } });

describe('values', () => {
  it.each([
    ['a value that stayed', 'x', 'x', { name: 'p', a: 'x', b: 'x' }, false],
    ['one that changed', 'x', 'y', { name: 'p', a: 'x', b: 'y' }, true],
    ['one that came', undefined, 'y', { name: 'p', b: 'y' }, true],
    ['one that went', 'x', undefined, { name: 'p', a: 'x' }, true],
    ['lists, item by item', ['x', 'y'], ['x'], { name: 'p', a: 'x\ny', b: 'x' }, true],
  ])('tell %s', (_, a, b, change, changed) => {
    const of = (value: string | string[] | undefined) =>
      runDetail({ params: value === undefined ? [] : [{ name: 'p', value }] });
    const { params } = compareRuns(of(a), of(b));
    expect(params).toEqual([change]);
    expect(params.map(isChanged)).toEqual([changed]);
  });

  it('keep the order of the later run, with what is gone at the end', () => {
    const of = (...names: string[]) =>
      runDetail({ params: names.map(name => ({ name, value: name })) });
    const { params } = compareRuns(of('gone', 'one', 'two'), of('two', 'new', 'one'));
    expect(params.map(({ name }) => name)).toEqual(['two', 'new', 'one', 'gone']);
  });

  it('tell the range of commits', () => {
    const of = (commit: string) => runDetail({ source: { branch: 'main', commit } });
    expect(compareRuns(of('aaa'), of('bbb')).source).toEqual([
      { name: 'pipeline', a: 'build', b: 'build' },
      { name: 'branch', a: 'main', b: 'main' },
      { name: 'commit', a: 'aaa', b: 'bbb' },
    ]);
  });

  it('tell an artefact by its digest', () => {
    const of = (digest?: string) =>
      runDetail({ artifacts: [{ name: 'image', uri: 'r.example/cart:1', digest }] });
    expect(compareRuns(of('sha256:1'), of('sha256:2')).artifacts).toEqual([
      { name: 'image', a: 'r.example/cart:1@sha256:1', b: 'r.example/cart:1@sha256:2' },
    ]);
    expect(compareRuns(of(), of()).artifacts.map(isChanged)).toEqual([false]);
  });

  it('tell the definition of a task and the image of a step that changed', () => {
    const of = (uses: string, image: string) =>
      runDetail(
        graphOf(node('build', { uses, steps: [{ name: 'kaniko', phase: 'succeeded', image }] })),
      );
    const { uses } = compareRuns(of('Task build', 'k:1'), of('Task build-v2', 'k:1'));
    expect(uses).toEqual([
      { name: 'build', a: 'Task build', b: 'Task build-v2' },
      { name: 'build / kaniko', a: 'k:1', b: 'k:1' },
    ]);
  });
});

describe('tasks', () => {
  const compare = (a: ReturnType<typeof node>[], b: ReturnType<typeof node>[]) =>
    compareRuns(runDetail(graphOf(...a)), runDetail(graphOf(...b))).tasks;

  it.each([
    ['slower', ran('t', 10), ran('t', 30), 20 * SECOND, true],
    ['faster', ran('t', 30), ran('t', 10), -20 * SECOND, true],
    ['as fast, within a tenth', ran('t', 100), ran('t', 108), 8 * SECOND, false],
    ['as fast, within a second', ran('t', 1), ran('t', 2), SECOND, false],
    ['of another outcome', ran('t', 10), ran('t', 10, { phase: 'failed' }), 0, true],
    [
      'still running',
      ran('t', 10),
      node('t', { startedAt: START, phase: 'running' }),
      undefined,
      true,
    ],
    [
      'skipped in both',
      node('t', { phase: 'skipped' }),
      node('t', { phase: 'skipped' }),
      undefined,
      false,
    ],
  ])('that are %s', (_, a, b, delta, changed) => {
    const [task] = compare([a], [b]);
    expect(task?.delta).toBe(delta);
    expect(task && isTaskChanged(task)).toBe(changed);
  });

  it('that only one of the runs has', () => {
    expect(compare([ran('old', 5)], [ran('new', 7)])).toEqual([
      { id: 'new', title: 'new', b: { phase: 'succeeded', duration: 7 * SECOND } },
      { id: 'old', title: 'old', a: { phase: 'succeeded', duration: 5 * SECOND } },
    ]);
  });
});

describe('the log worth comparing', () => {
  const good = runDetail(graphOf(ran('test', 10)));
  const failedAt = (task: string, step?: string) =>
    runDetail({
      ...graphOf(ran('test', 10, { phase: 'failed' })),
      failure: { cause: 'step-failed', task, step, evidence: [] },
    });

  it.each([
    ['of the later run', good, failedAt('test', 'unit'), { task: 'test', step: 'unit' }],
    ['of the earlier', failedAt('test'), good, { task: 'test' }],
    ['of none where nothing failed', good, good, undefined],
    ['of none where only one run has the task', good, failedAt('lint'), undefined],
  ])('is that %s', (_, a, b, log) => {
    expect(compareRuns(a, b).log).toEqual(log);
  });
});
