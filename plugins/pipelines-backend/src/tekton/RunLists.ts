import type { Row } from '@kubemate/kube-common';
import type { Run } from '@kubemate/plugin-pipelines-common';
import { runOfRow } from './runOfRow';

/** Lists that are remembered; each costs two pointers for each run. */
const MAX_LISTS = 16;

interface RunList {
  readonly rows: readonly Row[];
  readonly waiting: ReadonlySet<string>;
  readonly runs: readonly Run[];
}

/**
 * Rows of PipelineRuns as runs. A list of the same rows is the same array as the last time, so that what was worked out
 * from it then, its order above all, holds for the next page too.
 */
export class RunLists {
  /** The one asked for last is the last. */
  #lists: RunList[] = [];

  /** @param waiting - {@link waitingKey} of runs that wait for a person */
  of(rows: readonly Row[], waiting: ReadonlySet<string>): readonly Run[] {
    const known = this.#lists.find(
      list => areSame(list.rows, rows) && haveSame(list.waiting, waiting),
    );
    const list = known ?? { rows, waiting, runs: rows.map(row => runOf(row, waiting)) };
    this.#lists = [...this.#lists.filter(each => each !== list), list].slice(-MAX_LISTS);
    return list.runs;
  }
}

export function waitingKey(
  { cluster, namespace }: Pick<Row, 'cluster' | 'namespace'>,
  run: string,
) {
  return `${cluster}\n${namespace}\n${run}`;
}

function runOf(row: Row, waiting: ReadonlySet<string>): Run {
  const run = runOfRow(row);
  const waits = run.phase === 'running' && waiting.has(waitingKey(row, row.name));
  return waits ? { ...run, phase: 'waiting' } : run;
}

/** A row is another object when its object has changed. */
function areSame(some: readonly Row[], others: readonly Row[]): boolean {
  return some.length === others.length && some.every((row, at) => row === others[at]);
}

function haveSame(some: ReadonlySet<string>, others: ReadonlySet<string>): boolean {
  return some.size === others.size && [...some].every(key => others.has(key));
}
