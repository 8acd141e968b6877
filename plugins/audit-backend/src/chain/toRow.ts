import type { TrailEvent } from '@kubemate/plugin-audit-common';
import { recordObjects, storable } from './recordObjects';
import type { SealedRecord } from './sealRecord';

const MAX_SEARCH = 4000;

/** A row of `audit_records`. */
export interface RecordRow {
  readonly chain: string;
  readonly seq: number;
  readonly id: string;
  readonly at: number;
  readonly recorded_at: number;
  readonly kind: string;
  readonly plugin: string;
  readonly action: string;
  readonly verb: string;
  readonly effect: string;
  readonly outcome: string;
  readonly severity: string;
  readonly actor: string;
  readonly tenant: string;
  readonly correlation_id: string;
  readonly search: string;
  readonly record: string;
  readonly hash: string;
}

/** The columns of a record. All follow from its text, which is how a changed column is found. */
export function toRow({ record, text, hash }: SealedRecord): RecordRow {
  return {
    chain: record.chain,
    seq: record.seq,
    id: record.id,
    at: record.at,
    recorded_at: record.recordedAt,
    kind: record.kind,
    plugin: storable(record.plugin, 100),
    action: storable(record.action, 200),
    verb: storable(verbOf(record), 200),
    effect: record.effect,
    outcome: record.outcome,
    severity: record.severity,
    actor: storable(record.actor, 250),
    tenant: storable(record.tenant, 100),
    correlation_id: storable(record.correlationId, 100),
    search: searchText(record),
    record: text,
    hash,
  };
}

/** `scale-workload` of an operation, `post` of a request, `patch` of what an API server reports. */
export function verbOf({ kind, action, kubernetes }: TrailEvent): string {
  if (kubernetes !== undefined) return kubernetes.verb;
  if (kind === 'request') return action.slice(0, action.indexOf(' ')).toLowerCase();
  return action.slice(action.indexOf('.') + 1);
}

function searchText(record: SealedRecord['record']): string {
  const objects = recordObjects(record).flatMap(({ namespace, name }) => [namespace, name]);
  const words = [record.summary, record.actor, record.action, ...objects];
  return storable(words.join(' ').toLowerCase(), MAX_SEARCH);
}
