import type { OperationContract } from '@kubemate/operations-common';
import { pipelineOperations } from '@kubemate/plugin-pipelines-common';
import type { Run } from '@kubemate/plugin-pipelines-common';

export type RunActionId = 'rerun' | 'cancel' | 'delete';

/** One thing that can be done to a run. */
export interface RunAction {
  readonly id: RunActionId;
  readonly contract: OperationContract;
  readonly danger: boolean;
  /** Why it makes no sense now, whatever the person may do; undefined where it does. */
  readonly hindrance?: 'ended' | 'archived';
}

const ENDED = new Set<Run['phase']>(['succeeded', 'failed', 'cancelled', 'timed-out', 'unknown']);

export function hasEnded({ phase }: Pick<Run, 'phase'>): boolean {
  return ENDED.has(phase);
}

/** Everything that can be done to a run. */
export function runActions(run: Pick<Run, 'phase' | 'isArchived'>): readonly RunAction[] {
  const { cancelRun, deleteRun, rerun } = pipelineOperations;
  return [
    { id: 'rerun', contract: rerun, danger: false },
    {
      ...{ id: 'cancel', contract: cancelRun, danger: false },
      ...(hasEnded(run) && { hindrance: 'ended' }),
    },
    {
      ...{ id: 'delete', contract: deleteRun, danger: true },
      ...(run.isArchived && { hindrance: 'archived' }),
    },
  ];
}
