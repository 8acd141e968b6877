import { tektonPhase } from './tektonPhase';

it.each([
  ['Unknown', 'Started', 'running'],
  ['Unknown', 'Running', 'running'],
  ['Unknown', 'CancelledRunningFinally', 'running'],
  ['Unknown', 'PipelineRunPending', 'pending'],
  ['Unknown', 'ResolvingPipelineRef', 'pending'],
  ['True', 'Succeeded', 'succeeded'],
  ['True', 'Completed', 'succeeded'],
  ['False', 'Failed', 'failed'],
  ['False', 'CouldntGetTask', 'failed'],
  ['False', 'Cancelled', 'cancelled'],
  ['False', 'CancelledRunFinally', 'cancelled'],
  ['False', 'StoppedRunFinally', 'cancelled'],
  ['False', 'TaskRunCancelled', 'cancelled'],
  ['False', 'PipelineRunTimeout', 'timed-out'],
  ['False', 'TaskRunTimeout', 'timed-out'],
] as const)('reads Succeeded=%s %s as %s', (status, reason, phase) => {
  expect(tektonPhase([{ type: 'Succeeded', status, reason, message: 'm' }])).toEqual({
    phase,
    reason,
    message: 'm',
  });
});

it('takes a run without conditions for one that has not begun', () => {
  expect(tektonPhase(undefined)).toEqual({ phase: 'pending' });
});
