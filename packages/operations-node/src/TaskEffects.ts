import { NotAllowedError, toError } from '@backstage/errors';
import { sayOperation, tellCompensation } from '@kubemate/operations-common';
import type { Compensation, OperationReceipt, Sentence } from '@kubemate/operations-common';
import type { OperationCaller } from './OperationCaller';
import type { AnyOperation, OperationContext } from './OperationDefinition';
import { hasEnded, toReceipt } from './OperationRecord';
import type { OperationRecord } from './OperationRecord';
import type { OperationRunner } from './OperationRunner';
import type { OperationStore } from './OperationStore';

/** Looks at the person's right to see the task before it asks. */
const TRUSTED = 'plugin:template-runs';
const PARALLEL = 8;

export interface TaskEffectsOptions {
  readonly store: OperationStore;
  readonly runner: Pick<OperationRunner, 'context'>;
  readonly definitions: ReadonlyMap<string, AnyOperation>;
}

export interface TaskEffect {
  readonly step: string;
  readonly receipt: OperationReceipt;
  readonly compensation: Compensation;
}

/** What a task of the scaffolder has done by operations of a plugin, and how each can be taken back. */
export class TaskEffects {
  readonly #options: TaskEffectsOptions;

  constructor(options: TaskEffectsOptions) {
    this.#options = options;
  }

  /**
   * Oldest first.
   * @throws NotAllowedError for everybody but the plugin of runs of templates on behalf of a person
   */
  async of(task: string, caller: OperationCaller): Promise<TaskEffect[]> {
    const { store, runner } = this.#options;
    if (caller.credentials.principal.actor?.subject !== TRUSTED)
      throw new NotAllowedError('Only the portal’s own plugin for runs of templates asks this');
    const records = await store.ofTask(task);
    const context = runner.context(caller);
    const effects: TaskEffect[] = [];
    for (let start = 0; start < records.length; start += PARALLEL)
      effects.push(
        ...(await Promise.all(
          records.slice(start, start + PARALLEL).map(async record => ({
            step: record.idempotencyKey?.split(':')[1] ?? '',
            receipt: toReceipt(record),
            compensation: await this.#compensation({ record, records, context }).catch(unknown),
          })),
        )),
      );
    return effects;
  }

  async #compensation({
    record,
    records,
    context,
  }: {
    record: OperationRecord;
    records: readonly OperationRecord[];
    context: OperationContext;
  }): Promise<Compensation> {
    if (record.undoneBy !== undefined && record.undo === undefined) return gone();
    const operation = this.#options.definitions.get(record.operation);
    const isRefused = record.status === 'denied' || record.status === 'expired';
    if (isRefused || record.status === 'cancelled') return gone(sayOperation('undoNeverDone'));
    if (operation?.compensate) {
      const { undo, ...rest } = record;
      return operation.compensate(
        { record: { ...rest, undo: undo?.data }, task: records },
        context,
      );
    }
    if (record.undoneBy !== undefined) return gone(sayOperation('undoDone'));
    return undoOf(record, { operation, context });
  }
}

/** One that cannot be looked at, as on a cluster that does not answer, does not hide the others. */
function unknown(error: unknown): Compensation {
  return { state: 'stays', changes: [], reason: toError(error).message.slice(0, 500) };
}

function gone(reason?: Sentence): Compensation {
  return tellCompensation({ state: 'gone', reason });
}

/** Of an operation that says nothing else: its own undo, as long as it is offered. */
function undoOf(
  { undo, actor, operation: name, ...record }: OperationRecord,
  { operation, context }: { operation: AnyOperation | undefined; context: OperationContext },
): Compensation {
  const stays = (reason: Sentence) => tellCompensation({ state: 'stays', reason });
  if (!hasEnded(record)) return stays(sayOperation('undoNotEnded'));
  if (undo === undefined || operation?.undo === undefined)
    return stays(sayOperation('undoNone', { title: operation?.contract.title ?? name }));
  if (actor !== context.viewer.userEntityRef) return stays(sayOperation('undoByOther', { actor }));
  if (undo.until < context.clock.now()) return stays(sayOperation('undoTooLate'));
  return { state: 'as-made', changes: [], counter: { kind: 'undo' } };
}
