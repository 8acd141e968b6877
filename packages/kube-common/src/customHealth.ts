import type { HealthReport } from './columns/Projection';
import { OK } from './columns/Projection';
import { conditionsOf } from './conditions';
import { intern } from './intern';
import type { Condition, KubeObject } from './kubeObject';
import type { Health } from './row';

/** Conditions that sum an object up, the most telling first. */
export const SUMMARY_CONDITIONS = [
  'Ready',
  'Succeeded',
  'Available',
  'Healthy',
  'Synced',
  'Programmed',
  'Accepted',
  'Established',
] as const;

/** Conditions that are bad while true. */
export const FAILURE_CONDITIONS = ['Stalled', 'Failed', 'Degraded', 'ReconcileError'] as const;

const UNDERWAY =
  /progress|pending|creating|provision|reconcil|initializ|starting|waiting|running|started|installing|issuing|upgrading|resolving/i;

const PHASES: Readonly<Record<string, Health>> = {
  active: 'ok',
  available: 'ok',
  bound: 'ok',
  healthy: 'ok',
  ready: 'ok',
  running: 'ok',
  complete: 'idle',
  completed: 'idle',
  succeeded: 'idle',
  suspended: 'idle',
  creating: 'progressing',
  deleting: 'progressing',
  pending: 'progressing',
  progressing: 'progressing',
  provisioning: 'progressing',
  terminating: 'progressing',
  updating: 'progressing',
  degraded: 'warning',
  error: 'failed',
  failed: 'failed',
};

function reasonOf(condition: Condition): string {
  return intern(condition.reason ?? condition.type);
}

function bySummary(condition: Condition): HealthReport {
  const { type, status } = condition;
  if (status === 'True')
    return type === 'Succeeded' ? { health: 'idle', reason: reasonOf(condition) } : OK;
  const reason = reasonOf(condition);
  if (status === 'Unknown') return { health: 'progressing', reason };
  if (type === 'Succeeded') return { health: 'failed', reason };
  return { health: UNDERWAY.test(reason) ? 'progressing' : 'warning', reason };
}

function byPhase(status: Record<string, unknown>): HealthReport | undefined {
  const phase = status.phase ?? status.state;
  if (typeof phase !== 'string' || phase === '') return undefined;
  const health = PHASES[phase.toLowerCase()];
  if (health === undefined) return undefined;
  return health === 'ok' ? OK : { health, reason: intern(phase) };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isUnobserved(object: KubeObject, status: Record<string, unknown>): boolean {
  const { generation } = object.metadata;
  const { observedGeneration } = status;
  return (
    typeof observedGeneration === 'number' &&
    generation !== undefined &&
    observedGeneration < generation
  );
}

/**
 * How an object of an unknown kind is doing, from what controllers agree on: the kstatus rules (observed generation,
 * `Stalled`, `Reconciling`), a summary condition such as `Ready`, or a phase. `unknown` where the object says none of it:
 * that nothing is reported does not mean that all is well.
 */
export function customHealth(object: KubeObject): HealthReport {
  const { status } = object;
  if (!isRecord(status)) return { health: 'unknown' };
  const conditions = conditionsOf(object);
  const stated = (type: string) => conditions.find(condition => condition.type === type);
  const failure = FAILURE_CONDITIONS.map(stated).find(condition => condition?.status === 'True');
  if (failure !== undefined)
    return {
      health: failure.type === 'Degraded' ? 'warning' : 'failed',
      reason: reasonOf(failure),
    };
  if (isUnobserved(object, status)) return { health: 'progressing', reason: 'Reconciling' };
  const reconciling = stated('Reconciling');
  if (reconciling?.status === 'True')
    return { health: 'progressing', reason: reasonOf(reconciling) };
  const complete = stated('Complete') ?? stated('Completed');
  if (complete?.status === 'True') return { health: 'idle', reason: complete.type };
  const summary = SUMMARY_CONDITIONS.map(stated).find(condition => condition !== undefined);
  if (summary !== undefined) return bySummary(summary);
  return byPhase(status) ?? { health: 'unknown' };
}
