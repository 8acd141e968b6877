import { projectorFor } from '@kubemate/kube-common';
import { pipelineRun, succeeded } from '../__testUtils__/tektonObjects';
import { PIPELINE_RUNS } from './kinds';
import { RunLists, waitingKey } from './RunLists';

function rowOf(name: string) {
  const object = pipelineRun(name, { status: succeeded('Unknown', 'Running') });
  return projectorFor(PIPELINE_RUNS).project(object, 'dev');
}

const NOBODY: ReadonlySet<string> = new Set();

describe('RunLists', () => {
  it('gives the same list for the same rows, whoever asked for others meanwhile', () => {
    const lists = new RunLists();
    const [a, b] = [rowOf('a'), rowOf('b')];
    const first = lists.of([a, b], NOBODY);
    expect(first.map(({ ref }) => ref.name)).toEqual(['a', 'b']);
    expect(lists.of([b], NOBODY)).toHaveLength(1);
    expect(lists.of([a, b], new Set())).toBe(first);
  });

  it('gives another one where a row has changed, or a run has begun to wait', () => {
    const lists = new RunLists();
    const [a, b] = [rowOf('a'), rowOf('b')];
    const first = lists.of([a, b], NOBODY);
    expect(lists.of([a, rowOf('b')], NOBODY)).not.toBe(first);
    const waiting = lists.of([a, b], new Set([waitingKey(a, 'a')]));
    expect(waiting.map(({ phase }) => phase)).toEqual(['waiting', 'running']);
    expect(lists.of([a, b], NOBODY)).toBe(first);
  });

  it('forgets lists that nobody has asked for in a while', () => {
    const lists = new RunLists();
    const rows = Array.from({ length: 17 }, (_, at) => [rowOf(`r${at}`)]);
    const [first] = rows.map(each => lists.of(each, NOBODY));
    expect(lists.of(rows[0] ?? [], NOBODY)).not.toBe(first);
  });
});
