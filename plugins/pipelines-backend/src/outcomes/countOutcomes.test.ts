import type { RunDetail, TaskPhase } from '@kubemate/plugin-pipelines-common';
import { makeRunDetail } from '../__testUtils__/makeRun';
import { countOutcomes } from './countOutcomes';

function ran(
  name: string,
  phase: TaskPhase,
  { commit, branch, retries = 0 }: { commit?: string; branch?: string; retries?: number } = {},
): RunDetail {
  const detail = makeRunDetail(name, { source: { commit, branch } });
  const nodes = detail.graph.nodes.map(node => ({ ...node, phase, retries }));
  return { ...detail, graph: { nodes, edges: [] } };
}

const taskOf = (...details: readonly RunDetail[]) => countOutcomes(details).tasks[0];

describe('how a task did', () => {
  it.each<[TaskPhase, number, string | null]>([
    ['succeeded', 0, 'passed'],
    ['succeeded', 2, 'retried'],
    ['failed', 2, 'failed'],
    ['timed-out', 0, 'failed'],
    ['cancelled', 0, null],
    ['skipped', 0, null],
    ['unknown', 0, null],
  ])('where it was %s after %p retries is %p', (phase, retries, outcome) => {
    expect(taskOf(ran('a', phase, { retries }))?.outcomes).toEqual([outcome]);
  });

  it('is flaky at a commit at which it both passed and failed, or passed only when it was retried', () => {
    const task = taskOf(
      ran('a', 'failed', { commit: 'c1' }),
      ran('b', 'succeeded', { commit: 'c1' }),
      ran('c', 'failed', { commit: 'c2' }),
      ran('d', 'failed', { commit: 'c2' }),
      ran('e', 'succeeded', { commit: 'c3', retries: 1 }),
      ran('f', 'failed'),
      ran('g', 'succeeded'),
    );
    expect(task).toMatchObject({ passed: 2, failed: 4, flakyCommits: ['c1', 'c3'] });
  });

  it('has a place for each run, also for one that did not have the task', () => {
    const bare = { ...ran('a', 'failed'), graph: { nodes: [], edges: [] } };
    expect(taskOf(bare, ran('b', 'succeeded'))?.outcomes).toEqual([null, 'passed']);
  });
});

describe('the branch that others are held against', () => {
  it.each([
    [['x', 'refs/heads/main', 'x'], 'main'],
    [['x', 'y', 'x'], 'x'],
    [[undefined], undefined],
  ])('of %p is %p', (branches, trunk) => {
    const runs = branches.map((branch, at) => ran(String(at), 'succeeded', { branch }));
    expect(countOutcomes(runs).trunk).toBe(trunk);
  });
});
