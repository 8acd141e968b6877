const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

function pair(major: string, minor: number, unit: string): string {
  return minor === 0 ? major : `${major}${minor}${unit}`;
}

/**
 * A duration in milliseconds as kubectl prints an age: `45s`, `5m30s`, `3d4h`, `2y40d`.
 * The same steps as `duration.HumanDuration` of k8s.io/apimachinery, so that the portal and a terminal agree.
 */
export function formatDuration(milliseconds: number): string {
  const seconds = Math.trunc(milliseconds / SECOND);
  if (seconds < -1) return '<invalid>';
  if (seconds < 0) return '0s';
  if (seconds < 120) return `${seconds}s`;
  const minutes = Math.trunc(milliseconds / MINUTE);
  if (minutes < 10) return pair(`${minutes}m`, seconds % 60, 's');
  if (minutes < 180) return `${minutes}m`;
  const hours = Math.trunc(milliseconds / HOUR);
  if (hours < 8) return pair(`${hours}h`, minutes % 60, 'm');
  if (hours < 48) return `${hours}h`;
  const days = Math.trunc(hours / 24);
  if (hours < 24 * 8) return pair(`${days}d`, hours % 24, 'h');
  if (days < 365 * 2) return `${days}d`;
  const years = Math.trunc(days / 365);
  if (days < 365 * 8) return pair(`${years}y`, days % 365, 'd');
  return `${years}y`;
}

/** Epoch milliseconds of an RFC 3339 time; undefined where there is none or it cannot be read. */
export function parseTime(text: string | null | undefined): number | undefined {
  if (!text) return undefined;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : at;
}
