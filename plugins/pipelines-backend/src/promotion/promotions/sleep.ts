import type { Clock } from '@kubemate/kube-node';

/** Resolves after the time, and at once where the signal is aborted meanwhile; where it was before, only after the time. */
export function sleep(
  ms: number,
  { clock, signal }: { clock: Clock; signal: AbortSignal },
): Promise<void> {
  return new Promise(resolve => {
    let cancel = () => {};
    const stop = () => {
      cancel();
      resolve();
    };
    cancel = clock.after(ms, () => {
      signal.removeEventListener('abort', stop);
      resolve();
    });
    if (!signal.aborted) signal.addEventListener('abort', stop, { once: true });
  });
}
