import type {
  RunDetail,
  TaskNode,
  TaskOutcome,
  TaskOutcomes,
} from '@kubemate/plugin-pipelines-common';

const TRUNKS = ['main', 'master', 'trunk'];

/** How tasks did in these runs, newest first; see `outcomesSchema`. */
export function countOutcomes(details: readonly RunDetail[]): TaskOutcomes {
  const runs = details.map(({ ref, phase, createdAt, source }) => ({
    ...{ ref, phase, createdAt, commit: source?.commit },
    branch: source?.branch?.replace(/^refs\/heads\//, ''),
  }));
  const titles = new Map<string, string>();
  for (const { graph } of details)
    for (const { id, title } of graph.nodes) if (!titles.has(id)) titles.set(id, title);
  const tasks = [...titles].map(([id, title]) => {
    const nodes = details.map(({ graph }) => graph.nodes.find(node => node.id === id));
    const outcomes = nodes.map(node => (node === undefined ? null : outcomeOf(node)));
    return {
      ...{ id, title, outcomes, durations: nodes.map(durationOf) },
      passed: outcomes.filter(each => each === 'passed').length,
      failed: outcomes.filter(each => each === 'failed').length,
      flakyCommits: flakyCommits(runs, outcomes),
    };
  });
  return { runs, trunk: trunkOf(runs), tasks };
}

function outcomeOf({ phase, retries }: TaskNode): TaskOutcome | null {
  if (phase === 'succeeded') return retries > 0 ? 'retried' : 'passed';
  return phase === 'failed' || phase === 'timed-out' ? 'failed' : null;
}

function durationOf(node: TaskNode | undefined): number | null {
  const { startedAt, finishedAt } = node ?? {};
  return startedAt === undefined || finishedAt === undefined ? null : finishedAt - startedAt;
}

function flakyCommits(
  runs: TaskOutcomes['runs'],
  outcomes: readonly (TaskOutcome | null)[],
): string[] {
  const seen = new Map<string, Set<TaskOutcome>>();
  for (const [at, { commit }] of runs.entries()) {
    const outcome = outcomes[at];
    if (commit === undefined || !outcome) continue;
    seen.set(commit, (seen.get(commit) ?? new Set()).add(outcome));
  }
  return [...seen]
    .filter(([, each]) => each.has('retried') || (each.has('passed') && each.has('failed')))
    .map(([commit]) => commit);
}

function trunkOf(runs: TaskOutcomes['runs']): string | undefined {
  const counts = new Map<string, number>();
  for (const { branch } of runs)
    if (branch !== undefined) counts.set(branch, (counts.get(branch) ?? 0) + 1);
  const usual = TRUNKS.find(name => counts.has(name));
  return usual ?? [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
}
