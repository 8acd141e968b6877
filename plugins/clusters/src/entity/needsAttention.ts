import type { RunningRow } from './useRunning';

/** What is not well, the worst first; what only goes on to change is well. */
export function needsAttention(rows: readonly RunningRow[]): readonly RunningRow[] {
  const of = (health: 'failed' | 'warning') => rows.filter(({ row }) => row.health === health);
  return [...of('failed'), ...of('warning')];
}
