import type { KubeObject } from '@kubemate/kube-common';
import { failureOfStatus, invalidAnswer } from './ApiFailure';

/** One line of a watch that says something about an object, or how far the watch has come. */
export interface WatchEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK';
  readonly object: KubeObject;
}

const TYPES: ReadonlySet<unknown> = new Set(['ADDED', 'MODIFIED', 'DELETED', 'BOOKMARK']);

/** Whether a value has the parts of an object that the reflector itself relies on. */
export function isKubeObject(value: unknown): value is KubeObject {
  if (typeof value !== 'object' || value === null || !('metadata' in value)) return false;
  const { metadata } = value;
  if (typeof metadata !== 'object' || metadata === null) return false;
  return 'name' in metadata && typeof metadata.name === 'string' && metadata.name !== '';
}

function hasVersion(value: unknown): value is KubeObject {
  const metadata = typeof value === 'object' && value !== null ? Reflect.get(value, 'metadata') : 0;
  return typeof metadata === 'object' && metadata !== null && 'resourceVersion' in metadata;
}

function parse(line: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value === 'object' && value !== null) return { ...value };
  } catch (error) {
    throw invalidAnswer('An event of the watch is not JSON', error);
  }
  throw invalidAnswer('An event of the watch is not an object');
}

/** @throws ApiFailure for an ERROR event and for a line that is no event */
export function parseWatchEvent(line: string): WatchEvent {
  const { type, object } = parse(line);
  if (type === 'ERROR') throw failureOfStatus(object);
  const valid = type === 'BOOKMARK' ? hasVersion(object) : isKubeObject(object);
  if (!TYPES.has(type) || !valid) throw invalidAnswer('A line of the watch is no event');
  return { type: type as WatchEvent['type'], object: object as KubeObject };
}

/** The bookmark that ends the first part of a streamed list. */
export function endsInitialEvents({ type, object }: WatchEvent): boolean {
  return (
    type === 'BOOKMARK' && object.metadata.annotations?.['k8s.io/initial-events-end'] === 'true'
  );
}

/**
 * Whether version `a` is at or before `b`. Versions of one API server are decimal numbers that only grow; of anything
 * else the answer is no.
 */
export function isAtOrBefore(a: string, b: string): boolean {
  if (!/^[1-9]\d*$/.test(a) || !/^[1-9]\d*$/.test(b)) return false;
  return a.length === b.length ? a <= b : a.length < b.length;
}
