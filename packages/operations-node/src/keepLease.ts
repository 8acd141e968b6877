import type { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import type { Clock } from '@kubemate/kube-node';
import { hasEnded } from './OperationRecord';
import type { OperationRecord } from './OperationRecord';
import type { OperationStore } from './OperationStore';
import { CancelledError, LeaseLostError } from './stopErrors';

/** Whoever runs an operation shows at least this often that it lives. */
const HEARTBEAT_MS = 10_000;
/** After this long without a sign an operation counts as abandoned. Clocks of replicas may differ by less than the rest. */
export const LEASE_MS = 30_000;

/**
 * Renews the lease of a run, and aborts the run where somebody wants it cancelled, or the lease is lost: when it has ended without being renewed,
 * another replica may say that the run was abandoned, and what goes on here would be a second one.
 *
 * @returns what ends it
 */
export function keepLease(options: {
  readonly record: Pick<OperationRecord, 'id' | 'runId' | 'leaseUntil'>;
  readonly controller: AbortController;
  readonly store: OperationStore;
  readonly clock: Clock;
  readonly logger: LoggerService;
}): () => void {
  const { record, controller, store, clock, logger } = options;
  const { id, runId } = record;
  let stopped = false;
  let cancelBeat = () => {};
  let cancelFence = () => {};
  const fenceAt = (until: number) => {
    cancelFence();
    if (!stopped)
      cancelFence = clock.after(Math.max(0, until - clock.now()), () =>
        controller.abort(new LeaseLostError()),
      );
  };
  const beat = async () => {
    const leaseUntil = clock.now() + LEASE_MS;
    try {
      const current = await store.update(id, stored =>
        hasEnded(stored) || stored.runId !== runId ? undefined : { leaseUntil },
      );
      if (hasEnded(current) || current.runId !== runId) controller.abort(new LeaseLostError());
      else if (current.cancelRequested) controller.abort(new CancelledError());
      fenceAt(leaseUntil);
    } catch (error) {
      logger.warn(`The lease of operation ${id} could not be kept`, toError(error));
    }
    if (!stopped) cancelBeat = clock.after(HEARTBEAT_MS, () => void beat());
  };
  fenceAt(record.leaseUntil ?? clock.now() + LEASE_MS);
  cancelBeat = clock.after(HEARTBEAT_MS, () => void beat());
  return () => {
    stopped = true;
    cancelBeat();
    cancelFence();
  };
}
