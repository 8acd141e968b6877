/** Where two logs part: the lines that both have before it, and those of each from there on. */
export interface LogDifference {
  /** Number of the first line that differs, from 1. */
  readonly line: number;
  readonly before: readonly string[];
  readonly a: readonly string[];
  readonly b: readonly string[];
}

/** Lines around the difference that are worth reading. */
const BEFORE = 3;
const AFTER = 8;

/**
 * The first line in which two logs differ by more than what no two runs have in common: times, durations, addresses in memory and names of pods.
 * Undefined where they say the same.
 */
export function firstDifference(
  a: readonly string[],
  b: readonly string[],
): LogDifference | undefined {
  const most = Math.max(a.length, b.length);
  for (let at = 0; at < most; at += 1) {
    if (at < a.length && at < b.length && gist(a[at]) === gist(b[at])) continue;
    return {
      line: at + 1,
      before: b.slice(Math.max(0, at - BEFORE), at),
      a: a.slice(at, at + AFTER),
      b: b.slice(at, at + AFTER),
    };
  }
  return undefined;
}

const ESCAPE = String.fromCharCode(27);

const ACCIDENTS: readonly (readonly [RegExp, string])[] = [
  [new RegExp(`${ESCAPE}\\[[0-9;]*m`, 'g'), ''],
  [/\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?/g, '<time>'],
  [/\b\d\d:\d\d:\d\d(?:[.,]\d+)?\b/g, '<time>'],
  [/\b\d+(?:\.\d+)?\s?(?:ns|µs|us|ms|s|m|min|sec|seconds?|minutes?)\b/g, '<duration>'],
  [/\b0x[0-9a-f]+\b/gi, '<address>'],
  [/\b(?:[0-9a-f]{7,64})\b/gi, '<hash>'],
  [/(-[a-z0-9]{5})(-[a-z0-9-]+)?-pod\b/g, '<pod>'],
];

function gist(line = ''): string {
  return ACCIDENTS.reduce((text, [pattern, word]) => text.replace(pattern, word), line).trimEnd();
}
