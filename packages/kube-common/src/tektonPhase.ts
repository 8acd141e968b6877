import type { Condition } from './kubeObject';
import { findCondition } from './conditions';

/** What became of a PipelineRun, TaskRun or CustomRun, in one word for all engines. */
export type TektonPhase =
  'pending' | 'running' | 'succeeded' | 'failed' | 'cancelled' | 'timed-out';

const CANCELLED = new Set([
  'Cancelled',
  'CancelledRunFinally',
  'StoppedRunFinally',
  'PipelineRunCancelled',
  'TaskRunCancelled',
  'CustomRunCancelled',
]);
const TIMED_OUT = new Set(['PipelineRunTimeout', 'TaskRunTimeout', 'CustomRunTimeout']);
const NOT_YET = new Set([
  'PipelineRunPending',
  'ResolvingPipelineRef',
  'ResolvingTaskRef',
  'Pending',
]);

/** By the condition `Succeeded`, as Tekton documents its reasons. */
export function tektonPhase(conditions: readonly Condition[] | undefined): {
  readonly phase: TektonPhase;
  readonly reason?: string;
  readonly message?: string;
} {
  const succeeded = findCondition(conditions, 'Succeeded');
  if (succeeded === undefined) return { phase: 'pending' };
  const { status, reason, message } = succeeded;
  return { phase: phaseOf(status, reason ?? ''), reason, message };
}

function phaseOf(status: Condition['status'], reason: string): TektonPhase {
  if (status === 'True') return 'succeeded';
  if (status === 'Unknown') return NOT_YET.has(reason) ? 'pending' : 'running';
  if (CANCELLED.has(reason)) return 'cancelled';
  return TIMED_OUT.has(reason) ? 'timed-out' : 'failed';
}
