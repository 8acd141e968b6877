import type { AuditRecord } from '@kubemate/plugin-audit-common';
import type { ActivityItem, ActivityKind } from '@kubemate/ui';
import { outcomeHealth } from '../sentence/outcomeHealth';

const KIND: Readonly<Record<string, ActivityKind>> = {
  'clusters.scale-workload': 'scale',
  'clusters.set-image': 'deploy',
  'clusters.rollback-workload': 'deploy',
  'clusters.rollback-helm-release': 'deploy',
  'pipelines.promote': 'deploy',
  'pipelines.rollback': 'deploy',
};

/** Promotions tell of themselves, with how they went on. */
const TOLD_BY_PIPELINES = new Set(['pipelines.promote', 'pipelines.rollback']);

/** A record as its sentence; undefined where another source tells it. */
export function recordItem(
  record: AuditRecord,
  { sentence, to }: { sentence: string; to: string | undefined },
): ActivityItem | undefined {
  const { id, at, action, outcome, target } = record;
  if (TOLD_BY_PIPELINES.has(action) && outcome !== 'denied') return undefined;
  return {
    key: `audit/${id}`,
    at,
    kind: KIND[action] ?? 'operation',
    health: outcomeHealth(record),
    title: sentence,
    source: [target?.namespace, target?.cluster].filter(Boolean).join(' · '),
    to,
  };
}
