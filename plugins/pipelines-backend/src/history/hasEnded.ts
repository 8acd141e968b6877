import type { Run } from '@kubemate/plugin-pipelines-common';

const OPEN: ReadonlySet<Run['phase']> = new Set(['pending', 'running', 'waiting']);

/** Whether nothing more becomes of a run. */
export function hasEnded({ phase }: Pick<Run, 'phase'>): boolean {
  return !OPEN.has(phase);
}
