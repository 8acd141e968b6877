import type { Row } from '@kubemate/kube-common';

function placeOf({ namespace = '', name }: { namespace?: string; name: string }): string {
  return `${namespace}/${name}`;
}

function count(row: Row, cell: string): number {
  const value = row.cells[cell];
  return typeof value === 'number' ? value : 0;
}

/** The finished jobs of a CronJob but the newest: history, and no part of how things hang together now. */
function pastJobs(jobs: readonly Row[]): ReadonlySet<Row> {
  const newest = new Map<string, Row>();
  const owned = jobs.filter(({ owner }) => owner?.kind === 'CronJob');
  const keyOf = ({ namespace, owner }: Row) => placeOf({ namespace, name: owner?.name ?? '' });
  for (const job of owned) {
    const known = newest.get(keyOf(job));
    if (known === undefined || job.created > known.created) newest.set(keyOf(job), job);
  }
  return new Set(owned.filter(job => job.health === 'idle' && newest.get(keyOf(job)) !== job));
}

/**
 * Which rows stand for something that is there now: not the empty replica sets that a Deployment keeps to roll back to,
 * and not the finished jobs of a CronJob and their pods.
 */
export function currentRows(rows: {
  replicaSets: readonly Row[];
  jobs: readonly Row[];
  pods: readonly Row[];
}): { includes(row: Row): boolean } {
  const past = new Set<Row>(pastJobs(rows.jobs));
  const pastNames = new Set([...past].map(placeOf));
  for (const pod of rows.pods) {
    const { owner, namespace } = pod;
    if (owner?.kind === 'Job' && pastNames.has(placeOf({ namespace, name: owner.name })))
      past.add(pod);
  }
  for (const row of rows.replicaSets) {
    if (count(row, 'current') === 0 && count(row, 'desired') === 0) past.add(row);
  }
  return { includes: row => !past.has(row) };
}
