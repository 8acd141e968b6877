import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Clock, KubeService } from '@kubemate/kube-node';
import { randomUUID } from 'node:crypto';
import type { Executions } from './Executions';
import { LEASE_MS } from './keepLease';
import type { AnyOperation } from './OperationDefinition';
import type { OperationRecord } from './OperationRecord';
import type { OperationStore } from './OperationStore';
import { DEFAULT_UNDO_SECONDS } from './Planner';
import { redactorFor } from './redactValues';

export interface SuccessorOptions {
  readonly store: OperationStore;
  readonly executions: Executions;
  readonly kube: KubeService;
  readonly clock: Clock;
  readonly logger: LoggerService;
  readonly shutdown: AbortSignal;
  readonly definitions: ReadonlyMap<string, AnyOperation>;
}

/** Goes on with operations of processes that have ended, where their definition says how. */
export class Successor {
  readonly #options: SuccessorOptions;

  constructor(options: SuccessorOptions) {
    this.#options = options;
  }

  /**
   * Of several that find the same record one goes on with it.
   * @returns false where nobody can, and it has to be called interrupted
   */
  async takeOver(record: OperationRecord): Promise<boolean> {
    const { store, clock, definitions, shutdown } = this.#options;
    const operation = definitions.get(record.operation);
    if (operation?.recover === undefined) return false;
    if (record.undoOf !== undefined || record.inputs !== undefined) return false;
    if (record.inputIsPartial && !operation.recoversWithoutSecrets) return false;
    const parsed = operation.contract.input.safeParse(record.input);
    // Asked for in an earlier version, which knew how.
    if (!parsed.success) return false;
    if (shutdown.aborted) return true;
    const runId = randomUUID();
    const taken = await store.update(record.id, current => {
      const now = clock.now();
      if (current.status !== 'running' || (current.leaseUntil ?? 0) >= now) return undefined;
      return { runId, leaseUntil: now + LEASE_MS };
    });
    if (taken.runId === runId) this.#goOn(operation, { record: taken, input: parsed.data });
    return true;
  }

  #goOn(
    operation: AnyOperation,
    { record, input }: { record: OperationRecord; input: Record<string, unknown> },
  ): void {
    const { executions, kube, clock, logger } = this.#options;
    const { id, actor, createdAt, startedAt: begunAt = createdAt } = record;
    const end = executions.execute({
      record,
      undoSeconds: operation.undoSeconds ?? DEFAULT_UNDO_SECONDS,
      redact: redactorFor(operation.contract, [input]),
      isRecoverable: true,
      run: async ({ signal, report }) => {
        const context = { kube, clock, logger, signal, id, actor, begunAt, report };
        const outcome = await operation.recover?.(input, context);
        return { ...outcome, undo: operation.undo && outcome?.undo };
      },
    });
    // How it ended is in the record, and where that could not be stored its lease runs out.
    end.catch(() => {});
  }
}
