import type { AuditRecord } from '@kubemate/plugin-audit-common';
import { recordObjects } from './recordObjects';

/** What a record must tell for it to be compared. */
export type Comparable = Omit<AuditRecord, 'hash'>;

/** Clocks of the portal and of an API server differ. */
export const CLOCK_SKEW_MS = 5_000;

/** What a person did, to which the rest may belong. */
export function isWhole({ kind }: Pick<Comparable, 'kind'>): boolean {
  return kind === 'operation' || kind === 'event';
}

/**
 * Whether `child` is `parent` seen from elsewhere: the HTTP request that ran an operation or that a plugin told an event of, or what an API server saw of an operation. An API server's event names the
 * request by the audit id where the portal gave it one; else it must be the same person, one of the operation's objects, and the operation's time.
 */
export function isSameThing(child: Comparable, parent: Comparable): boolean {
  if (!isWhole(parent)) return false;
  if (child.kind === 'request')
    return (
      child.correlationId !== undefined &&
      child.correlationId === parent.correlationId &&
      // The id is the client's to choose: nobody's request may pass for part of another's operation.
      child.actor === parent.actor
    );
  if (parent.kind === 'event' || child.kubernetes === undefined) return false;
  if (child.kubernetes.auditId === parent.correlationId) return true;
  if (child.actor !== parent.actor || child.effect === 'read') return false;
  const from = parent.at - CLOCK_SKEW_MS;
  const to = parent.at + (parent.durationMs ?? 0) + CLOCK_SKEW_MS;
  if (child.at < from || child.at > to) return false;
  const places = new Set(recordObjects(parent).map(placeOf));
  return recordObjects(child).some(object => places.has(placeOf(object)));
}

function placeOf(object: ReturnType<typeof recordObjects>[number]): string {
  return [object.cluster, object.resource, object.namespace, object.name].join('/');
}
