import { rolloutOf } from './workloads';

it.each([
  [{ health: 'ok' }, 'complete'],
  [{ health: 'failed', reason: 'ProgressDeadlineExceeded' }, 'failed'],
  [{ health: 'failed', reason: 'MinimumReplicasUnavailable' }, 'degraded'],
  // The one pod of a StatefulSet goes before the next one comes.
  [{ health: 'failed', reason: 'PodsNotReady' }, 'degraded'],
  [{ health: 'progressing', reason: 'RollingOut' }, 'progressing'],
  [{ health: 'unknown', reason: 'Paused' }, 'paused'],
])('%j is %s', (row, rollout) => {
  expect(rolloutOf(row)).toMatchObject({ rollout });
});
