import { createHash } from 'node:crypto';

const LONGEST = 63;
const HEAD = LONGEST - 32;

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}

/** The name of what belongs to `parent`, as knative's kmeta.ChildName makes it: never longer than a label may be. */
export function childName(parent: string, suffix: string): string {
  if (parent.length <= LONGEST - suffix.length) return parent + suffix;
  if (HEAD - suffix.length <= 0)
    return `${parent.slice(0, HEAD)}-${md5(parent + suffix)}`.slice(0, LONGEST);
  return `${parent.slice(0, HEAD - suffix.length)}${md5(parent)}${suffix}`;
}

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/** Milliseconds of a Go duration: `1h30m`. */
export function durationMs(duration: string): number {
  let total = 0;
  for (const [, amount, unit] of duration.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g))
    total += Number(amount) * (UNIT_MS[unit ?? ''] ?? 0);
  return total;
}

/** `1h0m0s`, as Go prints a duration of whole seconds. */
export function goDuration(ms: number): string {
  const seconds = Math.round(ms / 1_000);
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor((seconds % 3_600) / 60)];
  if (hours > 0) return `${hours}h${minutes}m${seconds % 60}s`;
  return minutes > 0 ? `${minutes}m${seconds % 60}s` : `${seconds}s`;
}
