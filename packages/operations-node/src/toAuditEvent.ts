import type { AuditEvent } from '@kubemate/operations-common';
import { splitOperationName } from '@kubemate/operations-common';
import { randomUUID } from 'node:crypto';
import { hasEnded } from './OperationRecord';
import type { OperationRecord } from './OperationRecord';

/** Limits of the contract; what is longer would be refused, and no later event told. */
const MAX = { summary: 1_000, reason: 1_000, address: 100, userAgent: 300, correlationId: 100 };
/** What one event may take, as JSON. Above the longest diff of one object, far below what a request may have. */
const MAX_BYTES = 1024 * 1024;

/** What the audit trail is told of an operation that has ended. */
export function toAuditEvent(record: OperationRecord): AuditEvent {
  const { finishedAt = record.createdAt, startedAt = record.createdAt, inputs } = record;
  const { via, address, userAgent, correlationId } = record.source;
  return fitted({
    id: record.eventId ?? record.id,
    at: startedAt,
    durationMs: Math.max(0, finishedAt - startedAt),
    kind: 'operation',
    plugin: splitOperationName(record.operation).plugin,
    action: record.operation,
    effect: record.effect,
    outcome: record.status,
    summary: record.summary.slice(0, MAX.summary),
    actor: record.actor,
    source: {
      via,
      address: address?.slice(0, MAX.address),
      userAgent: userAgent?.slice(0, MAX.userAgent),
    },
    correlationId: correlationId.slice(0, MAX.correlationId),
    target: record.target,
    diff: [...record.diff],
    results: record.results,
    approvals: record.approvals,
    reason: record.reason?.slice(0, MAX.reason),
    error: record.error,
    undoOf: record.undoOf,
    follows: record.followsEvent,
    input: inputs === undefined ? { ...record.input } : { inputs },
  });
}

/** Everything that the audit trail has to hear of a record, oldest first. */
export function waitingEvents(record: OperationRecord): readonly AuditEvent[] {
  const earlier = record.earlierEvents ?? [];
  return hasEnded(record) ? [...earlier, toAuditEvent(record)] : earlier;
}

/**
 * Where a record that has ended goes on: what the audit trail may have heard of its end stands, and the next end is told as an event of its own.
 */
export function reopened(record: OperationRecord): Partial<OperationRecord> {
  const earlierEvents = record.undelivered ? waitingEvents(record) : [];
  return {
    eventId: randomUUID(),
    followsEvent: record.eventId ?? record.id,
    earlierEvents,
    undelivered: earlierEvents.length > 0,
  };
}

/** Without the YAML of objects, and then without other long parts, until it is small enough to be sent. */
function fitted(event: AuditEvent): AuditEvent {
  const isSmall = (candidate: AuditEvent) =>
    Buffer.byteLength(JSON.stringify(candidate)) <= MAX_BYTES;
  if (isSmall(event)) return event;
  const cut = { ...event, diff: event.diff?.map(({ target, changes }) => ({ target, changes })) };
  if (isSmall(cut)) return cut;
  const short = { ...cut, input: { cut: 'It was too long to be told' } };
  return isSmall(short) ? short : { ...short, diff: [] };
}
