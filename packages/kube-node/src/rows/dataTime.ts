import type { StoreStatus } from './RowStore';

/** A watch is trusted this long without a word; servers send a bookmark about every minute, and the reflector reconnects after that. */
const TRUSTED_SILENCE_MS = 90_000;

/**
 * The time for which rows are right, in epoch milliseconds. While a watch is open a change would have been told, so rows are right now, although the
 * server last spoke a while ago.
 */
export function dataTime(status: Pick<StoreStatus, 'phase' | 'asOf'>, now: number): number {
  const isTrusted = status.phase === 'live' && now - status.asOf < TRUSTED_SILENCE_MS;
  return isTrusted ? now : Math.min(now, status.asOf);
}
