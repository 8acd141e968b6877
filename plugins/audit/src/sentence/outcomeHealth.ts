import type { Health } from '@kubemate/kube-common';
import type { AuditRecord } from '@kubemate/plugin-audit-common';

const HEALTH: Readonly<Record<AuditRecord['outcome'], Health>> = {
  succeeded: 'ok',
  partial: 'warning',
  failed: 'failed',
  denied: 'failed',
  interrupted: 'warning',
  cancelled: 'unknown',
  expired: 'unknown',
  waiting: 'progressing',
  approved: 'progressing',
  running: 'progressing',
};

/** How an outcome is coloured. */
export function outcomeHealth({ outcome }: Pick<AuditRecord, 'outcome'>): Health {
  return HEALTH[outcome];
}
