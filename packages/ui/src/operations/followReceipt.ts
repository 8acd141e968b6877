import type { OperationReceipt, OperationsApi } from '@kubemate/operations-common';

const POLL_MS = 2_000;

/**
 * Calls back with each state of a running operation until it has ended. A broken stream is replaced by asking now and then, so
 * that a restart of the portal does not leave a progress bar standing.
 */
export async function followReceipt(options: {
  operations: Pick<OperationsApi, 'watch' | 'receipt'>;
  receipt: OperationReceipt;
  onChange(receipt: OperationReceipt): void;
  signal: AbortSignal;
}): Promise<void> {
  const { operations, onChange, signal } = options;
  let latest = options.receipt;
  const note = (receipt: OperationReceipt) => {
    latest = receipt;
    if (!signal.aborted) onChange(receipt);
  };
  while (latest.status === 'running' && !signal.aborted) {
    try {
      for await (const receipt of operations.watch(latest, { signal })) note(receipt);
      if (latest.status === 'running') note(await operations.receipt(latest, { signal }));
    } catch {
      // The next round asks again.
    }
    if (latest.status === 'running') await pause(signal);
  }
}

function pause(signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    if (signal.aborted) {
      resolve();
      return;
    }
    const timer = setTimeout(resolve, POLL_MS);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}
