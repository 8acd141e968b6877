const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const YEAR = 365 * DAY;

function pair(ms: number, units: { big: [number, string]; small: [number, string] }): string {
  const [bigSize, bigName] = units.big;
  const [smallSize, smallName] = units.small;
  const big = Math.floor(ms / bigSize);
  const small = Math.floor((ms % bigSize) / smallSize);
  return small === 0 ? `${big}${bigName}` : `${big}${bigName}${small}${smallName}`;
}

/**
 * A duration as kubectl writes ages: `45s`, `3m20s`, `12m`, `5h10m`, `26h`, `4d3h`, `40d`, `2y30d`.
 * Two units while the first is small, one when the second would say nothing more. Negative durations count as zero.
 */
export function formatAge(ms: number): string {
  if (ms < 2 * MINUTE) return `${Math.max(0, Math.floor(ms / SECOND))}s`;
  if (ms < 10 * MINUTE) return pair(ms, { big: [MINUTE, 'm'], small: [SECOND, 's'] });
  if (ms < 3 * HOUR) return `${Math.floor(ms / MINUTE)}m`;
  if (ms < 8 * HOUR) return pair(ms, { big: [HOUR, 'h'], small: [MINUTE, 'm'] });
  if (ms < 2 * DAY) return `${Math.floor(ms / HOUR)}h`;
  if (ms < 8 * DAY) return pair(ms, { big: [DAY, 'd'], small: [HOUR, 'h'] });
  if (ms < 2 * YEAR) return `${Math.floor(ms / DAY)}d`;
  if (ms < 8 * YEAR) return pair(ms, { big: [YEAR, 'y'], small: [DAY, 'd'] });
  return `${Math.floor(ms / YEAR)}y`;
}
