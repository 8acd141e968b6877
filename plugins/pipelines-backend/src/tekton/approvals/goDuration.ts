const UNITS: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1000, ms: 1 };

/** Milliseconds of `1h30m0s`; undefined for what is no duration of Go, and for none at all: `0`. */
export function goDuration(text: string): number | undefined {
  if (!/^(\d+(\.\d+)?(h|ms|m|s))+$/.test(text)) return undefined;
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(h|ms|m|s)/g)];
  const sum = parts.reduce(
    (ms, [, count, unit = '']) => ms + Number(count) * (UNITS[unit] ?? 0),
    0,
  );
  return sum === 0 ? undefined : sum;
}
