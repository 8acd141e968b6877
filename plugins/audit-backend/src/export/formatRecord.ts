import { canonicalJson } from '@kubemate/plugin-audit-common';
import type { AuditRecord, ExportFormat, Severity } from '@kubemate/plugin-audit-common';

/** How a file of records begins and how each record is written. Each piece ends its own line. */
export interface RecordFormat {
  readonly contentType: string;
  readonly extension: string;
  readonly head: string;
  line(record: AuditRecord): string;
}

const COLUMNS = [
  'time',
  'actor',
  'action',
  'outcome',
  'severity',
  'effect',
  'cluster',
  'namespace',
  'kind',
  'name',
  'summary',
  'durationMs',
  'source',
  'correlationId',
  'reason',
  'id',
  'chain',
  'seq',
  'hash',
] as const;

export const FORMATS: Readonly<Record<ExportFormat, RecordFormat>> = {
  csv: {
    contentType: 'text/csv; charset=utf-8',
    extension: 'csv',
    head: `${COLUMNS.join(',')}\r\n`,
    line: record => `${cells(record).map(csvCell).join(',')}\r\n`,
  },
  jsonl: {
    contentType: 'application/x-ndjson',
    extension: 'jsonl',
    head: '',
    line: record => `${canonicalJson(record)}\n`,
  },
  syslog: {
    contentType: 'text/plain; charset=utf-8',
    extension: 'log',
    head: '',
    line: record => `${syslogLine(record)}\n`,
  },
};

function cells(record: AuditRecord): readonly (string | number | undefined)[] {
  const { actor, action, outcome, severity, effect, target, summary, durationMs } = record;
  const { source, correlationId, reason, id, chain, seq, hash } = record;
  return [
    new Date(record.at).toISOString(),
    ...[actor, action, outcome, severity, effect],
    ...[target?.cluster, target?.namespace, target?.kind, target?.name],
    ...[summary, durationMs, source.address ?? source.via, correlationId, reason],
    ...[id, chain, seq, hash],
  ];
}

/** RFC 4180; what a spreadsheet would take for a formula begins with an apostrophe. */
function csvCell(value: string | number | undefined): string {
  if (typeof value !== 'string') return value === undefined ? '' : String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Facility 13 is "log audit". */
const FACILITY = 13;
const LEVELS: Readonly<Record<Severity, number>> = { low: 6, medium: 5, high: 4 };
/** Registered for examples and for whoever has no number of their own (RFC 5612). */
const ENTERPRISE = 'kubemate@32473';

/** RFC 5424, one line each: what a line could not hold is escaped as JSON does. */
function syslogLine(record: AuditRecord): string {
  const { severity, at, actor, action, outcome, target, id, chain, seq, hash, kind } = record;
  const priority = FACILITY * 8 + LEVELS[severity];
  const data = {
    id,
    actor,
    action,
    outcome,
    cluster: target?.cluster,
    namespace: target?.namespace,
    object: target && `${target.kind}/${target.name}`,
    chain,
    seq: String(seq),
    hash,
  };
  const structured = Object.entries(data)
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([name, value]) => `${name}="${oneLine(value ?? '').replace(/["\\\]]/g, '\\$&')}"`)
    .join(' ');
  return `<${priority}>1 ${new Date(at).toISOString()} - kubemate - ${kind} [${ENTERPRISE} ${structured}] \ufeff${oneLine(record.summary)}`;
}

function oneLine(text: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what must not get into a line
  return text.replace(/[\u0000-\u001f\u007f]/g, ' ');
}
