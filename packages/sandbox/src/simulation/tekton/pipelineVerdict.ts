import type { PipelineRun } from '../objects/tekton';
import type { Counts } from './PipelineState';
import type { Verdict } from './taskRunStatus';

function finalVerdict({ metadata, spec }: PipelineRun, counts: Counts): Verdict {
  const done = counts.succeeded + counts.failed + counts.cancelled + counts.ignored;
  const failed = counts.failed + counts.ignored;
  const ignored = counts.ignored > 0 ? ` (Ignored: ${counts.ignored})` : '';
  const invalid = counts.invalid > 0 ? `, Failed Validation: ${counts.invalid}` : '';
  const message = `Tasks Completed: ${done} (Failed: ${failed}${ignored}, Cancelled ${counts.cancelled}), Skipped: ${counts.skipped}${invalid}`;
  const isGraceful = spec.status === 'CancelledRunFinally' || spec.status === 'StoppedRunFinally';
  if (counts.invalid > 0) return { status: 'False', reason: 'PipelineValidationFailed', message };
  if (counts.failed > 0 || counts.skippedByTimeout > 0)
    return { status: 'False', reason: 'Failed', message };
  if (isGraceful)
    return {
      status: 'False',
      reason: 'Cancelled',
      message: `PipelineRun "${metadata.name}" was cancelled`,
    };
  if (counts.cancelled > 0) return { status: 'False', reason: 'Cancelled', message };
  return { status: 'True', reason: counts.skipped > 0 ? 'Completed' : 'Succeeded', message };
}

/** What the PipelineRun's condition says at these counts. */
export function pipelineVerdict(
  run: PipelineRun,
  counts: Counts,
  finalTasksDone: boolean,
): Verdict {
  if (counts.incomplete === 0) return finalVerdict(run, counts);
  const done = counts.succeeded + counts.failed + counts.cancelled + counts.ignored;
  let reason = 'Running';
  if (run.spec.status === 'CancelledRunFinally') reason = 'CancelledRunningFinally';
  else if (run.spec.status === 'StoppedRunFinally') reason = 'StoppedRunningFinally';
  else if (counts.cancelled > 0 || (counts.failed > 0 && finalTasksDone))
    reason = 'PipelineRunStopping';
  return {
    status: 'Unknown',
    reason,
    message: `Tasks Completed: ${done} (Failed: ${counts.failed}, Cancelled ${counts.cancelled}), Incomplete: ${counts.incomplete}, Skipped: ${counts.skipped}`,
  };
}
