import type { Clock } from '@kubemate/kube-node';

/** Resolves after the delay, or when the signal aborts. */
export function pause(
  delayMs: number,
  { clock, signal }: { clock: Clock; signal: AbortSignal },
): Promise<void> {
  return new Promise(resolve => {
    let cancel = () => {};
    const done = () => {
      cancel();
      signal.removeEventListener('abort', done);
      resolve();
    };
    cancel = clock.after(signal.aborted ? 0 : delayMs, () => done());
    signal.addEventListener('abort', done, { once: true });
  });
}
