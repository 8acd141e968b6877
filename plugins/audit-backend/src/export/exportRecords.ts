import { randomUUID } from 'node:crypto';
import type { RecordFilter, ExportFormat, TrailEvent } from '@kubemate/plugin-audit-common';
import type { AuditTrail } from '../AuditTrail';
import type { RecordScope } from '../records/RecordScope';
import type { RecordStore } from '../records/RecordStore';
import { FORMATS } from './formatRecord';

const PAGE = 500;

export interface ExportRequest {
  readonly filter: RecordFilter;
  readonly format: ExportFormat;
  readonly scope: RecordScope;
  readonly actor: string;
  readonly source: TrailEvent['source'];
  readonly correlationId?: string;
  readonly at: number;
}

/**
 * The file, piece by piece, newest record first. That it was taken is recorded before its first line leaves; where that fails, nothing does.
 */
export async function exportRecords(
  request: ExportRequest,
  { records, trail }: { records: RecordStore; trail: AuditTrail },
): Promise<AsyncIterable<string>> {
  const { filter, scope, format } = request;
  // Without its own record, which is the first of the next file.
  const upToNow = { ...filter, to: Math.min(filter.to ?? Infinity, request.at - 1) };
  const count = await records.count(upToNow, scope);
  await trail.record([toEvent(request, count)]);
  return lines();

  async function* lines() {
    const { head, line } = FORMATS[format];
    if (head !== '') yield head;
    let cursor: string | undefined;
    do {
      const page = await records.page({ filter: upToNow, scope, limit: PAGE, cursor });
      yield page.items.map(({ joined, ...record }) => line(record)).join('');
      cursor = page.nextCursor;
    } while (cursor !== undefined);
  }
}

function toEvent(request: ExportRequest, count: number): TrailEvent {
  const { filter, format, actor, source, correlationId, at } = request;
  return {
    id: randomUUID(),
    at,
    kind: 'operation',
    plugin: 'audit',
    action: 'audit.export-records',
    effect: 'read',
    outcome: 'succeeded',
    summary: `Export ${count} audit records as ${format}`,
    actor,
    source,
    correlationId,
    target: { kind: 'AuditTrail', name: 'audit' },
    input: { format, count, filter: JSON.parse(JSON.stringify(filter)) },
  };
}
