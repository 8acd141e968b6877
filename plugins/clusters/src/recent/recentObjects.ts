import { parseResourceSlug, formatResourceSlug } from '../links/resourceSlug';
import type { ObjectTarget } from '../links/useLinks';

/** An object that a person opened. Plain text, as it is stored. */
export interface RecentObject {
  readonly cluster: string;
  /** In kubectl's notation. */
  readonly resource: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
}

const MOST = 20;

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

export function parseRecentObject(item: unknown): RecentObject | undefined {
  if (typeof item !== 'object' || item === null) return undefined;
  const { cluster, resource, kind, namespace, name } = item as Record<string, unknown>;
  if (!isText(cluster) || !isText(resource) || !isText(kind) || !isText(name)) return undefined;
  if (parseResourceSlug(resource) === undefined) return undefined;
  return { cluster, resource, kind, name, ...(isText(namespace) ? { namespace } : {}) };
}

export function toRecentObject(target: ObjectTarget, kind: string): RecentObject {
  const { cluster, resource, namespace, name } = target;
  const place = namespace === undefined ? {} : { namespace };
  return { cluster, resource: formatResourceSlug(resource), kind, ...place, name };
}

/** Where a recent object is; undefined for what cannot be one. */
export function targetOf(recent: RecentObject): ObjectTarget | undefined {
  const resource = parseResourceSlug(recent.resource);
  if (resource === undefined) return undefined;
  const { cluster, namespace, name } = recent;
  return { cluster, resource, name, ...(namespace === undefined ? {} : { namespace }) };
}

export function recentKey({ cluster, resource, namespace = '', name }: RecentObject): string {
  return [cluster, resource, namespace, name].join('/');
}

/** The list with an object put first; the same list where it is first already. */
export function withRecent(
  items: readonly RecentObject[],
  opened: RecentObject,
): readonly RecentObject[] {
  const key = recentKey(opened);
  if (items[0] !== undefined && recentKey(items[0]) === key) return items;
  return [opened, ...items.filter(item => recentKey(item) !== key)].slice(0, MOST);
}
