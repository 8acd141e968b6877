import type { OperationTarget } from '@kubemate/operations-common';
import { pluralOf } from '@kubemate/plugin-audit-common';
import type { Chain, Severity, TrailEvent } from '@kubemate/plugin-audit-common';
import type { Entry } from './Entry';

const RIGHTS: ReadonlySet<string> = new Set([
  'roles',
  'clusterroles',
  'rolebindings',
  'clusterrolebindings',
]);

/** What may be a plain read. */
const PLAIN: ReadonlySet<TrailEvent['kind']> = new Set(['request', 'event']);

/** Decides which chain an event belongs to and how much it weighs, by the event alone: told twice, it gets the same answer. */
export function toEntry(
  event: TrailEvent,
  tenantOf: (target: OperationTarget) => string | undefined,
): Entry {
  const severity = severityOf(event);
  return {
    event,
    severity,
    chain: chainOf(event, severity),
    tenant: event.target && tenantOf(event.target),
  };
}

function chainOf({ kind }: TrailEvent, severity: Severity): Chain {
  return PLAIN.has(kind) && severity === 'low' ? 'reads' : 'trail';
}

function severityOf(event: TrailEvent): Severity {
  const { kind, effect, outcome, target, toldSeverity } = event;
  if (outcome === 'denied') return isUnknownCaller(event) ? 'low' : 'high';
  if (effect === 'destroy' || kind === 'system') return 'high';
  if (toldSeverity === 'high' || toldSeverity === 'critical') return 'high';
  if (effect === 'read') return PLAIN.has(kind) ? 'low' : 'medium';
  return target !== undefined && RIGHTS.has(pluralOf(target.kind)) ? 'high' : 'medium';
}

/** Anyone can send such requests in any number, so they must not fill the chain that is kept. */
function isUnknownCaller({ kind, status }: TrailEvent): boolean {
  return kind === 'request' && status === 401;
}
