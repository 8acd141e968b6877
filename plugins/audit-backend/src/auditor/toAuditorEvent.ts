import { randomUUID } from 'node:crypto';
import type { AuditorEntry } from '@kubemate/http-node';
import type { TrailEvent } from '@kubemate/plugin-audit-common';
import { effectOf } from '../requests/toRequestEvent';

/** What is told of an event's particulars. Others may hold anything, such as the parameters of a template and with them secrets. */
const KEPT = [
  'actionType',
  'queryType',
  'toolName',
  'entityRef',
  'templateRef',
  'locationRef',
  'uid',
  'id',
  'taskId',
] as const;
const DESTROYS: ReadonlySet<unknown> = new Set(['delete', 'remove']);
const REFUSALS: ReadonlySet<string> = new Set(['NotAllowedError', 'AuthenticationError']);
const MAX_MESSAGE = 500;

/** The event as the trail keeps it: `entity-mutate delete component:default/cart`. */
export function toAuditorEvent(entry: AuditorEntry): TrailEvent {
  const { at, durationMs, plugin, eventId, severity, source, error } = entry;
  const particulars = keptOf(entry);
  const summary = [eventId, ...Object.values(particulars)].join(' ');
  return {
    id: randomUUID(),
    ...{ at, durationMs, kind: 'event', plugin: plugin.slice(0, 100) },
    action: `${plugin}.${eventId}`.slice(0, 200),
    effect: effectOfEvent(entry),
    outcome: error === undefined ? 'succeeded' : REFUSALS.has(error.name) ? 'denied' : 'failed',
    summary: summary.slice(0, 1000),
    actor: actorOf(entry).slice(0, 250),
    source: {
      via: entry.request === undefined ? 'portal' : 'http',
      address: source?.address,
      userAgent: source?.userAgent,
    },
    correlationId: source?.correlationId,
    error: error && { name: error.name, message: error.message.slice(0, MAX_MESSAGE) },
    input: Object.keys(particulars).length === 0 ? undefined : particulars,
    toldSeverity: severity,
  };
}

function keptOf({ meta }: AuditorEntry): Record<string, string> {
  return Object.fromEntries(
    KEPT.flatMap(key => {
      const value = meta[key];
      const isTold = typeof value === 'string' || typeof value === 'number';
      return isTold && value !== '' ? [[key, String(value).slice(0, 300)]] : [];
    }),
  );
}

/** A task of a template runs as the plugin, for whoever created it. */
function actorOf({ actor = 'anonymous', request, meta: { createdBy } }: AuditorEntry): string {
  return request === undefined && typeof createdBy === 'string' && createdBy.startsWith('user:')
    ? createdBy
    : actor;
}

function effectOfEvent({ severity, request, meta }: AuditorEntry): TrailEvent['effect'] {
  if (DESTROYS.has(meta.actionType)) return 'destroy';
  if (severity === 'low') return 'read';
  return request === undefined ? 'write' : effectOf({ ...request, isPlan: false });
}
