import type {
  AuditEvent,
  ObjectDiff,
  OperationReceipt,
  OperationResult,
} from '@kubemate/operations-common';
import type { RequestSource } from '@kubemate/http-node';

/** Everything kept of one operation. Secret fields of the input are not in it. */
export interface OperationRecord extends Omit<OperationReceipt, 'undoUntil'> {
  readonly effect: 'read' | 'write' | 'destroy';
  /** Counts changes, from 1. */
  readonly revision: number;
  readonly idempotencyKey?: string;
  /** Tells inputs apart without keeping their secrets. */
  readonly inputHash: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** Of a bulk operation; its results are in the same order. */
  readonly inputs?: readonly Readonly<Record<string, unknown>>[];
  /** Secret fields were left out of the input, so that it cannot be run again from here. */
  readonly inputIsPartial: boolean;
  readonly diff: readonly ObjectDiff[];
  readonly source: RequestSource & { readonly via: 'http' | 'action' };
  readonly undo?: { readonly data: unknown; readonly until: number };
  /** Epoch milliseconds until which whoever runs it must show that it lives. */
  readonly leaseUntil?: number;
  readonly cancelRequested?: boolean;
  /** When it began to run, where that is later than when it was asked for: after an approval, or where it was resumed. */
  readonly startedAt?: number;
  /** Of this run of the record, a new one where it is resumed: whoever has another writes nothing here any more. */
  readonly runId: string;
  /** The audit trail has not heard of its end yet, or of something in `earlierEvents`. */
  readonly undelivered: boolean;
  /** Id of the event that tells of its end; the record's own where absent. */
  readonly eventId?: string;
  /** Id of the event that told of an end before this one. */
  readonly followsEvent?: string;
  /** Events of ends before this one that the audit trail has not heard of. */
  readonly earlierEvents?: readonly AuditEvent[];
}

const ENDED = new Set<OperationRecord['status']>([
  'succeeded',
  'partial',
  'failed',
  'denied',
  'cancelled',
  'interrupted',
  'expired',
]);

export function hasEnded({ status }: Pick<OperationRecord, 'status'>): boolean {
  return ENDED.has(status);
}

/** Message of a pending result: nothing is done to an object before this is stored. */
export const BEGUN = 'It has begun';

/** The results of a run that was interrupted: of what had begun nobody knows how it ended. */
export function interruptedResults(results: readonly OperationResult[]): OperationResult[] {
  return results.map(result =>
    result.status === 'pending' && result.message === BEGUN
      ? {
          target: result.target,
          status: 'failed',
          message: 'The portal ended while this ran, and it may have been done: look at the object',
        }
      : result,
  );
}

/** Whether every, some or none of several results is a success. */
export function statusOfResults(
  results: readonly OperationResult[],
): 'succeeded' | 'partial' | 'failed' {
  const succeeded = results.filter(({ status }) => status === 'succeeded').length;
  const skipped = results.filter(({ status }) => status === 'skipped').length;
  if (succeeded + skipped === results.length) return 'succeeded';
  return succeeded === 0 ? 'failed' : 'partial';
}

/** The record as its caller may read it. */
export function toReceipt(record: OperationRecord): OperationReceipt {
  const { undo } = record;
  return {
    id: record.id,
    operation: record.operation,
    status: record.status,
    summary: record.summary,
    actor: record.actor,
    target: record.target,
    createdAt: record.createdAt,
    finishedAt: record.finishedAt,
    results: record.results,
    progress: record.status === 'running' ? record.progress : undefined,
    output: record.output,
    error: record.error,
    warnings: record.warnings,
    said: record.said,
    reason: record.reason,
    approvals: record.approvals,
    approvalUntil: record.approvalUntil,
    undoUntil: hasEnded(record) && record.undoneBy === undefined ? undo?.until : undefined,
    undoOf: record.undoOf,
    undoneBy: record.undoneBy,
  };
}
