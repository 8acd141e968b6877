import type { Clock } from '@kubemate/kube-node';

/** Resolves after the time, or at once with the signal's reason as its error. */
export function sleep(
  ms: number,
  { clock, signal }: { clock: Clock; signal: AbortSignal },
): Promise<void> {
  return new Promise((resolve, reject) => {
    let cancel = () => {};
    const stop = () => {
      cancel();
      reject(signal.reason);
    };
    cancel = clock.after(ms, () => {
      signal.removeEventListener('abort', stop);
      resolve();
    });
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
  });
}
