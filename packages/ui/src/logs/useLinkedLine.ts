import { useEffect, useMemo, useState } from 'react';
import { placeOf } from './LineFilter';
import { findLinkedLine } from './lineLink';
import type { LogViewLine, LogViewProps } from './LogViewProps';

/** Lines of many sources come in their own time; only after this is one that did not come called gone. */
const PATIENCE_MS = 3000;

export interface LinkedLine {
  readonly number?: number;
  /** Its place among those shown. */
  readonly place?: number;
  /** `gone`: the log does not have it; `hidden`: the chosen level leaves it out. */
  readonly problem?: 'gone' | 'hidden';
}

/** The line that the address names, as it comes, stays and goes. */
export function useLinkedLine(options: {
  link: string | undefined;
  lines: readonly LogViewLine[];
  shown: readonly LogViewLine[];
  state: LogViewProps['state'];
}): LinkedLine {
  const { link, lines, shown, state } = options;
  const line = useMemo(
    () => (link === undefined ? undefined : findLinkedLine(lines, link)),
    [lines, link],
  );
  const [overdue, setOverdue] = useState<string>();
  const waiting = link !== undefined && line === undefined && state !== 'waiting';
  useEffect(() => {
    if (!waiting) return undefined;
    const timer = setTimeout(() => setOverdue(link), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [waiting, link]);
  if (line === undefined)
    return waiting && (state === 'ended' || overdue === link) ? { problem: 'gone' } : {};
  const place = placeOf(shown, line.number);
  return place === undefined
    ? { number: line.number, problem: 'hidden' }
    : { number: line.number, place };
}
