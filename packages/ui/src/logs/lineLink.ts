import type { LogViewLine } from './LogViewProps';

/**
 * How an address names a line: `api-7d9f/web@2026-01-05T10:00:00.250Z`, with `+1` behind for the second line of that
 * moment. Undefined for a line without a time, which cannot be found again: numbers begin anew with each reading.
 */
export function formatLineLink(
  lines: readonly LogViewLine[],
  line: LogViewLine,
): string | undefined {
  if (line.at === undefined) return undefined;
  const nth = sameMoment(lines, line).findIndex(({ number }) => number === line.number);
  return `${line.source}@${new Date(line.at).toISOString()}${nth > 0 ? `+${nth}` : ''}`;
}

/** What a link names; undefined where it is none. */
export function parseLineLink(
  link: string,
): { source: string; at: number; nth: number } | undefined {
  const [, source, moment, nth = '0'] = /^(.+)@([^@+]+)(?:\+(\d+))?$/.exec(link) ?? [];
  const at = Date.parse(moment ?? '');
  return source === undefined || Number.isNaN(at) ? undefined : { source, at, nth: Number(nth) };
}

/** The line that a link names, as long as the log has it. */
export function findLinkedLine(
  lines: readonly LogViewLine[],
  link: string,
): LogViewLine | undefined {
  const named = parseLineLink(link);
  return named === undefined ? undefined : sameMoment(lines, named)[named.nth];
}

function sameMoment(
  lines: readonly LogViewLine[],
  { source, at }: { source: string; at?: number },
): LogViewLine[] {
  return lines.filter(line => line.at === at && line.source === source);
}
