import type { Health } from '@kubemate/kube-common';
import type { OperationReceipt, ReceiptStatus } from '@kubemate/operations-common';

/** How a receipt's status is drawn: with the shapes and colours of health. */
export const STATUS_HEALTH: Readonly<Record<ReceiptStatus, Health>> = {
  waiting: 'warning',
  approved: 'progressing',
  running: 'progressing',
  succeeded: 'ok',
  partial: 'warning',
  failed: 'failed',
  denied: 'failed',
  cancelled: 'idle',
  interrupted: 'warning',
  expired: 'idle',
};

export type ReceiptAction = 'undo' | 'cancel' | 'resume' | 'run';

/** What can still be done with a receipt by the person it belongs to. */
export function receiptActions(receipt: OperationReceipt, now: number): readonly ReceiptAction[] {
  const { status, undoUntil, undoneBy, results } = receipt;
  switch (status) {
    case 'running':
    case 'waiting':
      return ['cancel'];
    case 'approved':
      return ['run', 'cancel'];
    case 'partial':
    case 'interrupted':
    case 'cancelled':
    case 'failed': {
      // A single object is simply done again; what is half done can go on.
      const open = results.length > 1 && results.some(result => result.status !== 'succeeded');
      return [...(open ? (['resume'] as const) : []), ...undo({ undoUntil, undoneBy, now })];
    }
    case 'succeeded':
      return undo({ undoUntil, undoneBy, now });
    default:
      return [];
  }
}

function undo(options: {
  undoUntil: number | undefined;
  undoneBy: string | undefined;
  now: number;
}): readonly 'undo'[] {
  const { undoUntil, undoneBy, now } = options;
  return undoUntil !== undefined && undoneBy === undefined && undoUntil > now ? ['undo'] : [];
}

/** Time left as a clock shows it, `9:59`; empty when it has run out. */
export function formatCountdown(ms: number): string {
  if (ms <= 0) return '';
  const seconds = Math.ceil(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
