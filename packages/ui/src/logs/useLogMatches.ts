import { useMemo, useState } from 'react';
import { LineFilter, placeOf } from './LineFilter';
import { matches } from './logText';
import type { LogViewLine } from './LogViewProps';

const NONE: readonly LogViewLine[] = [];

/** The matches of a search and which one is shown; a step wraps around at both ends. */
export function useLogMatches(lines: readonly LogViewLine[], search: string, level: string) {
  const filter = useMemo(
    () => (search === '' ? undefined : new LineFilter(line => matches(line, search))),
    // Other lines are another log: the filter has seen some of them.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [search, level],
  );
  const found = useMemo(() => filter?.apply(lines) ?? NONE, [filter, lines]);
  const [chosen, setChosen] = useState<{ search: string; line: number }>();
  // The chosen match is known by its line's number: positions shift while the log grows and drops.
  const place = chosen?.search === search ? placeOf(found, chosen.line) : undefined;
  const step = (by: -1 | 1): number | undefined => {
    if (found.length === 0) return undefined;
    const before = by < 0 ? 0 : -1;
    const line = found[((place ?? before) + by + found.length) % found.length];
    if (line === undefined) return undefined;
    setChosen({ search, line: line.number });
    return placeOf(lines, line.number);
  };
  const current = place === undefined ? undefined : found[place];
  return {
    total: found.length,
    current: (place ?? -1) + 1,
    currentIndex: placeOf(lines, current?.number),
    step,
  };
}
