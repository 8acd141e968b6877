import type { Run } from '@kubemate/plugin-pipelines-common';
import { useTaskDuration } from '@kubemate/ui';

/** How long a run took, or takes so far; a dash where that is not known. */
export function RunDuration({ run }: { run: Pick<Run, 'phase' | 'startedAt' | 'finishedAt'> }) {
  return <>{useTaskDuration(run) ?? '—'}</>;
}
