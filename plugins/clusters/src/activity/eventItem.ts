import { parseResourceId } from '@kubemate/kube-common';
import type { AttentionItem, ClusterEvent } from '@kubemate/plugin-clusters-common';
import type { ActivityItem } from '@kubemate/ui';
import type { Links } from '../links/useLinks';

/** Reasons of events by which a controller says that it has changed a number of replicas. */
const SCALED = new Set(['ScalingReplicaSet', 'SuccessfulRescale', 'ScalingUp', 'ScalingDown']);

/** A warning, or a change of replicas; undefined of the rest, which is a cluster's everyday business. */
export function eventItem(
  event: ClusterEvent,
  cluster: string,
  links: Pick<Links, 'object'>,
): ActivityItem | undefined {
  const { type, reason, message, lastSeen, regarding, count } = event;
  const kind = type === 'Warning' ? 'incident' : SCALED.has(reason) ? 'scale' : undefined;
  if (kind === undefined) return undefined;
  const { namespace, name } = regarding;
  const resource = parseResourceId(regarding.resource);
  return {
    key: ['event', cluster, regarding.resource, namespace, name, reason, message].join('/'),
    at: lastSeen,
    kind,
    health: kind === 'incident' ? 'warning' : 'ok',
    title: `${reason} · ${regarding.kind}/${name}`,
    source: [namespace, cluster].filter(Boolean).join(' · '),
    text: count > 1 ? `${message} (×${count})` : message,
    ...(resource !== undefined && {
      to: links.object({ cluster, resource, namespace, name }, 'events'),
    }),
  };
}

/** What needs somebody now, since when it does. */
export function attentionItem(
  { resource, kind, row, since }: AttentionItem,
  links: Pick<Links, 'object'>,
): ActivityItem {
  const { cluster, namespace, name, uid, health, reason = '' } = row;
  const id = parseResourceId(resource);
  return {
    key: `attention/${cluster}/${uid}`,
    at: since,
    kind: 'incident',
    health,
    title: [reason, `${kind}/${name}`].filter(Boolean).join(' · '),
    source: [namespace, cluster].filter(Boolean).join(' · '),
    ...(id !== undefined && { to: links.object({ cluster, resource: id, namespace, name }) }),
  };
}
