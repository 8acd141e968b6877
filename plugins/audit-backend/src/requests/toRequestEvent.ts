import { randomUUID } from 'node:crypto';
import type { RequestEntry } from '@kubemate/http-node';
import type { TrailEvent } from '@kubemate/plugin-audit-common';
import { kindOf } from '../kubernetes/kindOf';

const READS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);
/** Questions that are too long for an address. */
const READING_POSTS = [
  /^\/api\/permission\/authorize$/,
  /^\/api\/catalog\/(entities\/by-refs|entities\/by-query|analyze-location|validate-entity)$/,
  /^\/api\/[^/]+\/operations-access$/,
];

/** The request as the trail keeps it. Nothing of its query or body is in it but the object that it is about. */
export function toRequestEvent(entry: RequestEntry, actor: string): TrailEvent {
  const { at, durationMs, method, path, status, route, correlationId } = entry;
  const plugin = path.split('/')[2] ?? '';
  const own = path.slice(`/api/${plugin}`.length);
  return {
    id: randomUUID(),
    at,
    durationMs,
    kind: 'request',
    plugin: plugin.slice(0, 100),
    action: (route ?? `${method} ${own === '' ? '/' : own}`).slice(0, 200),
    effect: effectOf(entry),
    outcome: outcomeOf(status),
    summary: `${method} ${path}`.slice(0, 1000),
    actor: actor.slice(0, 250),
    source: { via: 'http', address: entry.address?.slice(0, 100), userAgent: entry.userAgent },
    correlationId,
    target: targetOf(entry),
    status,
  };
}

/** What a request does, as far as its method and path tell. */
export function effectOf({
  method,
  path,
  isPlan,
}: Pick<RequestEntry, 'method' | 'path' | 'isPlan'>): TrailEvent['effect'] {
  if (READS.has(method) || isPlan) return 'read';
  if (READING_POSTS.some(pattern => pattern.test(path))) return 'read';
  return method === 'DELETE' ? 'destroy' : 'write';
}

function outcomeOf(status: number): TrailEvent['outcome'] {
  if (status === 401 || status === 403) return 'denied';
  if (status === 499) return 'cancelled';
  return status < 400 ? 'succeeded' : 'failed';
}

function targetOf({ query }: RequestEntry): TrailEvent['target'] {
  const cluster = textOf(query?.cluster);
  if (cluster === undefined) return undefined;
  const resource = query?.resource;
  const name = textOf(query?.name);
  if (typeof resource !== 'object' || resource === null || name === undefined)
    return { cluster, kind: 'Cluster', name: cluster };
  const plural = textOf(Reflect.get(resource, 'plural')) ?? '';
  const group = textOf(Reflect.get(resource, 'group')) ?? '';
  const version = textOf(Reflect.get(resource, 'version')) ?? '';
  return {
    cluster,
    apiVersion: group === '' ? version : `${group}/${version}`,
    kind: kindOf(plural),
    namespace: textOf(query?.namespace),
    name,
  };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
