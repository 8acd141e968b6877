import type { AuditRecord } from '@kubemate/plugin-audit-common';
import type { Sentence, SentenceKey } from './Sentence';

const BY_ACTION: Readonly<Record<string, SentenceKey>> = {
  'clusters.restart-workload': 'restarted',
  'clusters.pause-rollout': 'paused',
  'clusters.resume-rollout': 'resumed',
  'clusters.rollback-workload': 'rolledBack',
  'clusters.set-image': 'imageSet',
  'clusters.evict-pod': 'evicted',
  'clusters.suspend-cronjob': 'suspended',
  'clusters.resume-cronjob': 'unsuspended',
  'clusters.run-cronjob-now': 'ranNow',
  'clusters.delete-object': 'deleted',
  'clusters.apply-manifest': 'applied',
  'clusters.edit-metadata': 'labelled',
  'clusters.edit-config': 'configEdited',
  'clusters.reveal-secret': 'revealed',
  'clusters.resize-volume-claim': 'resized',
  'clusters.cordon-node': 'cordoned',
  'clusters.uncordon-node': 'uncordoned',
  'clusters.drain-node': 'drained',
  'clusters.set-taints': 'tainted',
};

/** What a person reads: `priya scaled api 2 → 5 in prod`. What did not happen is never told as if it had. */
export function sentenceOf(record: AuditRecord): Sentence {
  const { kind, outcome, undoOf, summary, target } = record;
  const params = {
    actor: actorName(record.actor),
    summary,
    name: target?.name ?? '',
    kind: target?.kind ?? '',
    place: placeOf(record),
    plan: String(record.input?.plan ?? ''),
  };
  if (kind === 'system') return { key: 'system', params };
  if (outcome === 'denied') return { key: 'denied', params };
  if (kind === 'request') return { key: 'request', params };
  if (kind === 'event' && outcome === 'succeeded')
    return { key: 'event', params: { ...params, plugin: record.plugin } };
  if (kind === 'kubernetes') return { key: outcome === 'failed' ? 'failed' : 'kubernetes', params };
  if (outcome === 'failed') return { key: 'failed', params };
  if (outcome !== 'succeeded' && outcome !== 'partial')
    return { key: 'unfinished', params: { ...params, outcome } };
  if (undoOf !== undefined) return { key: 'undone', params };
  return succeeded(record, params);
}

function succeeded(
  { action, diff, input, results = [] }: AuditRecord,
  params: Record<string, string>,
): Sentence {
  if (action === 'audit.export-records')
    return { key: 'exported', params: { ...params, count: String(input?.count ?? '') } };
  // One sentence cannot name them all; the summary counts them. A drain is about one node, however many pods leave it.
  if (results.length > 1 && action !== 'clusters.drain-node') return { key: 'other', params };
  if (action === 'clusters.scale-workload') {
    const change = diff
      ?.flatMap(({ changes }) => changes)
      .find(({ path }) => /(^|[./])replicas$/.test(path));
    if (change === undefined) return { key: 'other', params };
    const { before = '?', after = '?' } = change;
    return { key: 'scaled', params: { ...params, from: String(before), to: String(after) } };
  }
  return { key: BY_ACTION[action] ?? 'other', params };
}

/** `priya` of `user:default/priya`, `admin` of `kubernetes:prod/admin`. */
export function actorName(actor: string): string {
  return actor.slice(actor.lastIndexOf('/') + 1) || actor;
}

/** `shop · prod`. */
export function placeOf({ target }: AuditRecord): string {
  return [target?.namespace, target?.cluster].filter(Boolean).join(' · ');
}
