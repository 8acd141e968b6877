import { judgeFailure } from './judgeFailure';
import type { TaskOutcomes } from './types';

type Outcome = TaskOutcomes['tasks'][number]['outcomes'][number];

/** Results of the task `test`, newest first: `commit branch outcome`. The first is the run that failed. */
function history(...lines: readonly string[]): TaskOutcomes {
  const parts = lines.map(line => line.split(' '));
  const outcomes = parts.map(([, , outcome]) => (outcome === '-' ? null : (outcome as Outcome)));
  const commits = [...new Set(parts.map(([commit = '']) => commit))];
  const has = (commit: string, wanted: readonly Outcome[]) =>
    parts.some(([each], at) => each === commit && wanted.includes(outcomes[at] ?? null));
  return {
    trunk: 'main',
    runs: parts.map(([commit = '', branch], at) => ({
      ref: { engine: 'tekton', place: 'dev', folder: 'shop', name: `run-${at}` },
      ...{ phase: 'failed', createdAt: 100 - at, branch },
      ...(commit === '?' ? {} : { commit }),
    })),
    tasks: [
      {
        ...{ id: 'test', title: 'test', outcomes, durations: outcomes.map(() => null) },
        ...{ passed: 0, failed: 0 },
        flakyCommits: commits.filter(
          commit =>
            commit !== '?' &&
            has(commit, ['passed', 'retried']) &&
            has(commit, ['failed', 'retried']),
        ),
      },
    ],
  };
}

function judge(known: TaskOutcomes) {
  const [first] = known.runs;
  if (first === undefined) throw new Error('no run');
  return judgeFailure(known, { task: 'test', run: first.ref, commit: first.commit });
}

const other = {
  task: 'deploy',
  run: { engine: 'tekton' as const, place: 'dev', folder: 'shop', name: 'run-0' },
};

describe('a failed task', () => {
  it.each([
    ['flaky-here', ['a main failed', 'a main passed']],
    ['flaky-here', ['a pr failed', 'a main passed', 'b main failed']],
    ['flaky', ['c pr failed', 'b main passed', 'a main retried']],
    ['flaky', ['c pr failed', 'b main passed', 'a main failed', 'a main passed']],
    ['broken-before', ['c pr failed', 'b main failed', 'a main passed']],
    ['broken-before', ['c pr failed', 'b main failed', 'a main retried']],
    ['new', ['c pr failed', 'b main passed', 'a main passed']],
    ['new', ['? main failed', '? main passed']],
    ['unknown', ['c pr failed']],
    ['unknown', ['c pr failed', 'b main -']],
  ])('is %s after %p', (verdict, lines) => {
    expect(judge(history(...lines)).verdict).toBe(verdict);
  });

  it('is told with how often it passed and failed, at its commit and on the trunk', () => {
    const known = history('c pr failed', 'c pr passed', 'b main retried', 'a main passed');
    expect(judge(known)).toEqual({
      verdict: 'flaky-here',
      atCommit: { passed: 1, failed: 1 },
      onTrunk: { passed: 2, failed: 1 },
      ...{ flakyCommits: 2, commits: 3 },
    });
  });

  it('that is not in the history is of unknown kind', () => {
    expect(judgeFailure(history('a main failed'), { ...other, commit: 'a' })).toMatchObject({
      verdict: 'unknown',
      commits: 0,
    });
  });
});
