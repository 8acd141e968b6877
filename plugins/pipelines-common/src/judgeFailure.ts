import type { RunRef, TaskOutcomes } from './types';

/**
 * What the last runs say of a failed task:
 * - `flaky-here`: at this very commit it has passed as well;
 * - `flaky`: not at this one, but at another commit it both passed and failed;
 * - `broken-before`: its newest result on the trunk, of another commit, is a failure too;
 * - `new`: it passed on the trunk, and has no flaky commit;
 * - `unknown`: nothing is known to compare with.
 */
export type FailureVerdict = 'flaky-here' | 'flaky' | 'broken-before' | 'new' | 'unknown';

/** How often a task passed and failed. One that failed and was retried did both. */
export interface OutcomeCount {
  readonly passed: number;
  readonly failed: number;
}

export interface FailureJudgement {
  readonly verdict: FailureVerdict;
  /** At the commit of the run, the run itself included; absent where that is not known. */
  readonly atCommit?: OutcomeCount;
  /** On the trunk. */
  readonly onTrunk: OutcomeCount;
  /** Commits at which it both passed and failed, of those that have any result. */
  readonly flakyCommits: number;
  readonly commits: number;
}

/**
 * Judges a failure by the task's last results.
 *
 * A task is flaky where it "exhibits both a passing and a failing result with the same code": J. Micco, “Flaky Tests at Google and How We Mitigate Them”,
 * Google Testing Blog, 27 May 2016. The same code is here the same commit of the run's repository: what else a task depends on, images and services, is
 * not in it, which is why one that changes without a commit counts as flaky too.
 */
export function judgeFailure(
  { runs, trunk, tasks }: TaskOutcomes,
  { task, run, commit }: { task: string; run: RunRef; commit?: string },
): FailureJudgement {
  const found = tasks.find(({ id }) => id === task);
  const results = runs.flatMap((each, at) => {
    const outcome = found?.outcomes[at] ?? undefined;
    return outcome === undefined ? [] : [{ ...each, outcome }];
  });
  const here = commit === undefined ? undefined : results.filter(each => each.commit === commit);
  const others = results.filter(({ ref }) => ref.name !== run.name);
  const trunkResults = others.filter(({ branch }) => trunk !== undefined && branch === trunk);
  const commits = new Set(results.flatMap(each => each.commit ?? []));
  const flaky = new Set(found?.flakyCommits ?? []);
  const atCommit = here && countOutcomes(here.map(({ outcome }) => outcome));
  const newest = trunkResults.find(each => each.commit !== commit || commit === undefined);
  const onTrunk = countOutcomes(trunkResults.map(({ outcome }) => outcome));
  return {
    ...{ atCommit, onTrunk, flakyCommits: flaky.size, commits: commits.size },
    verdict: verdictOf({
      isFlakyHere: commit !== undefined && flaky.has(commit),
      isFlaky: flaky.size > 0,
      newest: newest?.outcome,
      hasPassed: countOutcomes(others.map(({ outcome }) => outcome)).passed > 0,
    }),
  };
}

function verdictOf(known: {
  isFlakyHere: boolean;
  isFlaky: boolean;
  newest?: TaskOutcomes['tasks'][number]['outcomes'][number];
  hasPassed: boolean;
}): FailureVerdict {
  if (known.isFlakyHere) return 'flaky-here';
  if (known.newest === 'failed') return 'broken-before';
  if (known.isFlaky) return 'flaky';
  return known.hasPassed ? 'new' : 'unknown';
}

export function countOutcomes(
  outcomes: readonly TaskOutcomes['tasks'][number]['outcomes'][number][],
): OutcomeCount {
  return {
    passed: outcomes.filter(each => each === 'passed' || each === 'retried').length,
    failed: outcomes.filter(each => each === 'failed' || each === 'retried').length,
  };
}
