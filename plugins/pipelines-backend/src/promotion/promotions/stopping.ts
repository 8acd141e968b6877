import { isError } from '@backstage/errors';

/** Somebody wants it to end; what was done is put back then. */
export function cancelledBy({ aborted, reason }: AbortSignal): boolean {
  return aborted && isError(reason) && reason.name === 'CancelledError';
}

/** The process ends, or another has taken over: nothing may be written any more. */
export function stopWhereStopped(signal: AbortSignal): void {
  if (signal.aborted && !cancelledBy(signal)) signal.throwIfAborted();
}
