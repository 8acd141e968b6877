import type { Condition, Health } from '@kubemate/kube-common';

/** Conditions that are bad news when true; all others are good news. */
const NEGATIVE =
  /Pressure$|Unavailable$|Fail(ed|ure)$|Degraded|Stalled|Error$|DisruptionTarget|Limited$|Dangling|Conflict/;

/** What a condition says about its object, by the meaning of its type. */
export function conditionHealth({ type, status }: Pick<Condition, 'type' | 'status'>): Health {
  if (status === 'Unknown') return 'unknown';
  const good = NEGATIVE.test(type) ? 'False' : 'True';
  if (status === good) return 'ok';
  // ScalingLimited or Suspended say what is, not that it is broken.
  return type === 'ScalingLimited' || type === 'Suspended' ? 'idle' : 'warning';
}
