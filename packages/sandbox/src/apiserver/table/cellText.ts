import { formatDuration, parseTime } from '@kubemate/kube-common';
import type { JsonObject } from '../publishedDocuments';
import { objectsAt, stringAt } from '../json';

export type CellValue = string | number | boolean | null;

/** Time since, as kubectl prints ages. */
export function ageOf(time: string | undefined, now: number): string {
  const at = parseTime(time);
  return at === undefined ? '<unknown>' : formatDuration(now - at);
}

export function orNone(text: string | undefined): string {
  return text === undefined || text === '' ? '<none>' : text;
}

/** `a=b,c=d`, or `<none>`. */
export function labelsText(labels: JsonObject): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}=${value}`);
  return orNone(pairs.sort().join(','));
}

/** Names and images of a list of containers, comma separated. */
export function containerCells(spec: unknown): [string, string] {
  const containers = objectsAt(spec, 'containers');
  const all = (field: string) => containers.map(item => stringAt(item, field) ?? '').join(',');
  return [all('name'), all('image')];
}
