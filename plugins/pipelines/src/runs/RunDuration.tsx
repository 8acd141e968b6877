import { useTaskDuration } from '@kubemate/ui';

/** How long a run took, or takes so far. */
export function RunDuration(props: { startedAt?: number; finishedAt?: number }) {
  return <>{useTaskDuration(props) ?? '—'}</>;
}
