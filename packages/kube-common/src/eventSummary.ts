import { parseTime } from './age';
import type { KubeEvent } from './shapes/event';
import type { Reference } from './shapes/reference';

/** An event of either API group in one form. Times are epoch milliseconds, 0 where the event has none. */
export interface EventSummary {
  readonly type: string;
  readonly reason: string;
  readonly message: string;
  readonly count: number;
  /** Who reported it: `kubelet, node-1`. */
  readonly source: string;
  readonly firstSeen: number;
  readonly lastSeen: number;
  readonly regarding: Reference;
}

function sourceOf(event: KubeEvent): string {
  const source = event.source ?? event.deprecatedSource;
  const component =
    source?.component || event.reportingController || event.reportingComponent || '';
  const instance = source?.host || event.reportingInstance || '';
  return instance === '' ? component : `${component}, ${instance}`;
}

/** Reads an event as `kubectl get events` does: a series replaces count and last time; a new-style single event counts 1. */
export function summariseEvent(event: KubeEvent): EventSummary {
  const eventTime = parseTime(event.eventTime);
  const firstSeen =
    parseTime(event.firstTimestamp ?? event.deprecatedFirstTimestamp) ??
    eventTime ??
    parseTime(event.metadata.creationTimestamp) ??
    0;
  const lastSeen =
    parseTime(event.series?.lastObservedTime) ??
    parseTime(event.lastTimestamp ?? event.deprecatedLastTimestamp) ??
    firstSeen;
  return {
    type: event.type ?? '',
    reason: event.reason ?? '',
    message: (event.message ?? event.note ?? '').trim(),
    count: event.series?.count ?? (event.count || event.deprecatedCount || 1),
    source: sourceOf(event),
    firstSeen,
    lastSeen,
    regarding: event.involvedObject ?? event.regarding ?? {},
  };
}
