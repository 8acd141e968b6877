import { createHash } from 'node:crypto';
import type { TrailEvent } from '@kubemate/plugin-audit-common';
import { kindOf } from './kindOf';
import type { KubernetesAuditEvent } from './kubernetesEvents';

const READS: ReadonlySet<string> = new Set(['get', 'list', 'watch', 'head', 'options']);
const DESTROYS: ReadonlySet<string> = new Set(['delete', 'deletecollection']);
/** Subresources that reach into a container, whatever their verb. */
const SHELLS: ReadonlySet<string> = new Set([
  'exec',
  'attach',
  'portforward',
  'proxy',
  'ephemeralcontainers',
]);

export interface KubernetesSource {
  readonly cluster: string;
  readonly include: 'people' | 'everybody';
  /** Of users that the portal impersonates. */
  readonly userPrefix: string;
}

/** The event as the trail keeps it; undefined for what is not kept: other stages, plain reads, and what the cluster does by itself. */
export function toTrailEvent(
  event: KubernetesAuditEvent,
  source: KubernetesSource,
): TrailEvent | undefined {
  const { verb, objectRef, stage } = event;
  if (stage !== 'ResponseComplete' && stage !== 'Panic') return undefined;
  const code = event.responseStatus?.code ?? (stage === 'Panic' ? 500 : undefined);
  const isShell = SHELLS.has(objectRef?.subresource ?? '');
  const isRead = READS.has(verb) && !isShell;
  const isSecret = objectRef?.resource === 'secrets' && objectRef.subresource === undefined;
  const isDenied = code === 401 || code === 403;
  if (isRead && !isSecret && !isDenied) return undefined;
  const user = event.impersonatedUser?.username ?? event.user.username ?? 'unknown';
  if (source.include === 'people' && user.startsWith('system:')) return undefined;
  const at = Date.parse(event.requestReceivedTimestamp);
  if (Number.isNaN(at)) return undefined;
  const resource = [objectRef?.resource, objectRef?.subresource].filter(Boolean).join('/');
  const place = [objectRef?.namespace, objectRef?.name].filter(Boolean).join('/');
  const auditId = event.auditID.slice(0, 100);
  return {
    id: eventId(source.cluster, event.auditID),
    at,
    durationMs: Math.max(0, Date.parse(event.stageTimestamp ?? '') - at || 0),
    kind: 'kubernetes',
    plugin: 'kubernetes',
    action: `${verb} ${resource}`.trim().slice(0, 200),
    effect: DESTROYS.has(verb) ? 'destroy' : isRead ? 'read' : 'write',
    outcome: isDenied ? 'denied' : code !== undefined && code >= 400 ? 'failed' : 'succeeded',
    summary: `${verb} ${resource} ${place}`.trim().slice(0, 1000),
    actor: actorOf(user, source).slice(0, 250),
    source: {
      via: 'kubernetes',
      address: event.sourceIPs?.[0],
      userAgent: event.userAgent?.slice(0, 300),
    },
    correlationId: auditId,
    target: targetOf(event, source.cluster),
    kubernetes: {
      auditId,
      verb,
      user: user.slice(0, 250),
      impersonatedBy: event.impersonatedUser ? event.user.username?.slice(0, 250) : undefined,
      resource: objectRef?.resource,
      subresource: objectRef?.subresource,
      code,
    },
  };
}

function targetOf({ objectRef }: KubernetesAuditEvent, cluster: string): TrailEvent['target'] {
  if (objectRef?.resource === undefined) return { cluster, kind: 'Cluster', name: cluster };
  const { resource, apiGroup, apiVersion = 'v1', namespace, name = '' } = objectRef;
  return {
    cluster,
    apiVersion: apiGroup ? `${apiGroup}/${apiVersion}` : apiVersion,
    kind: kindOf(resource),
    namespace,
    name,
  };
}

/** The catalog's user, where the portal impersonated one; else the API server's own name for the caller. */
function actorOf(user: string, { userPrefix, cluster }: KubernetesSource): string {
  if (!user.startsWith(userPrefix)) return `kubernetes:${cluster}/${user}`;
  const path = user.slice(userPrefix.length);
  return path.includes('/') ? `user:${path}` : `user:default/${path}`;
}

/** A server that did not hear the answer sends an event again: the same id keeps it one. The cluster is in it, so that no cluster can take another's. */
function eventId(cluster: string, auditId: string): string {
  const hex = createHash('sha256').update(`${cluster}\n${auditId}`).digest('hex');
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 0x3) | 0x8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
