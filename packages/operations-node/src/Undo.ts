import { ConflictError, InputError, NotAllowedError, toError } from '@backstage/errors';
import { sayOperation } from '@kubemate/operations-common';
import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import { undoItemsOf } from './BulkWork';
import type { Ended } from './Executions';
import { LEASE_MS } from './keepLease';
import type { OperationCaller } from './OperationCaller';
import type { AnyOperation, OperationContext, RunOutcome } from './OperationDefinition';
import { hasEnded, statusOfResults } from './OperationRecord';
import type { OperationRecord } from './OperationRecord';
import type { OperationRunner, RunAnswer, RunnerOptions } from './OperationRunner';
import type { OperationStore } from './OperationStore';
import { DEFAULT_UNDO_SECONDS } from './Planner';
import { redactorFor } from './redactValues';

interface Request {
  readonly id: string;
  readonly caller: OperationCaller;
}

export interface UndoOptions extends Pick<
  RunnerOptions,
  'store' | 'planner' | 'executions' | 'clock'
> {
  readonly runner: OperationRunner;
  readonly own: (request: Request) => Promise<OperationRecord>;
  readonly operationOf: (name: string) => AnyOperation;
}

interface Undoing {
  readonly operation: AnyOperation;
  /** What is undone. */
  readonly record: OperationRecord;
  readonly context: OperationContext;
}

/** Puts back what an operation changed, as an operation of its own, once. */
export class Undo {
  readonly #options: UndoOptions;

  constructor(options: UndoOptions) {
    this.#options = options;
  }

  /** @throws ConflictError where it is too late, was undone already, or somebody has changed the object since */
  async undo({ id, caller }: Request): Promise<RunAnswer> {
    const { store, runner, operationOf } = this.#options;
    const record = await this.#options.own({ id, caller });
    const operation = operationOf(record.operation);
    const undoing = { operation, record, context: runner.context(caller) };
    const draft = this.#draft(record, caller);
    try {
      this.#assertUndoable(operation, record);
      await this.#assertAllowed(undoing);
    } catch (error) {
      await runner.refuse(draft, toError(error));
      throw error;
    }
    // Stored before the other is marked: a mark always has a record that says what became of it.
    await store.insert(draft);
    try {
      await this.#claim(record, draft.id);
    } catch (error) {
      await this.#giveUp(draft, toError(error));
      throw error;
    }
    return this.#execute(undoing, draft);
  }

  async #execute(undoing: Undoing, draft: OperationRecord): Promise<RunAnswer> {
    const { executions, runner } = this.#options;
    const { operation, record, context } = undoing;
    const end = executions
      .execute({
        record: draft,
        undoSeconds: operation.undoSeconds ?? DEFAULT_UNDO_SECONDS,
        redact: redactorFor({}, []),
        run: ({ signal }) => this.#run({ operation, record, context: { ...context, signal } }),
      })
      .then(async ended => {
        await this.#release(record, ended);
        return ended;
      });
    const ended = await runner.firstOf(end);
    if (ended === undefined) return { record: draft };
    if (ended.failure !== undefined) throw ended.failure;
    return { record: ended.record };
  }

  #draft(record: OperationRecord, caller: OperationCaller): OperationRecord {
    const now = this.#options.clock.now();
    const summary = sayOperation('undoOf', {
      summary: record.said?.find(({ text }) => text === record.summary) ?? record.summary,
    });
    const { operation, effect, target, input, inputs, inputHash, inputIsPartial } = record;
    return {
      id: randomUUID(),
      runId: randomUUID(),
      ...{ operation, effect, target, input, inputs, inputHash, inputIsPartial },
      actor: caller.viewer.userEntityRef,
      status: 'running',
      summary: summary.text,
      said: [summary],
      createdAt: now,
      leaseUntil: now + LEASE_MS,
      results: [],
      warnings: [],
      approvals: [],
      diff: record.diff.map(reversed),
      undoOf: record.id,
      source: caller.source,
      revision: 1,
      undelivered: false,
    };
  }

  #assertUndoable(operation: AnyOperation, record: OperationRecord): void {
    if (!hasEnded(record)) throw new ConflictError('It has not ended yet');
    if (record.undo === undefined || operation.undo === undefined)
      throw new InputError('This operation cannot be undone');
    if (record.undo.until < this.#options.clock.now())
      throw new ConflictError('It is too late to undo it');
  }

  /** The rights of a bulk operation are asked for with each object. */
  async #assertAllowed({ operation, record, context }: Undoing): Promise<void> {
    const { planner } = this.#options;
    const notOffered = await planner.whyNotOffered(operation, context);
    if (notOffered !== undefined) throw new NotAllowedError(notOffered.text);
    if (record.inputs === undefined) await this.#assertRights(record.input, { operation, context });
  }

  /** An input that had secrets is not kept whole, and then the API server alone decides. */
  async #assertRights(
    input: Readonly<Record<string, unknown>> | undefined,
    { operation, context }: Pick<Undoing, 'operation' | 'context'>,
  ): Promise<void> {
    const parsed: z.ZodSafeParseResult<Record<string, unknown>> =
      operation.contract.input.safeParse(input);
    if (!parsed.success) return;
    const { planner } = this.#options;
    const { allowed, reason } = await planner.access(operation, parsed.data, context);
    if (!allowed) throw new NotAllowedError(reason ?? 'You may not undo this');
  }

  /** Of two at once, one is too late. An earlier attempt that came to nothing does not count. */
  async #claim({ id, undoneBy }: OperationRecord, undoId: string): Promise<void> {
    const { store, clock } = this.#options;
    const earlier = undoneBy === undefined ? undefined : await store.get(undoneBy);
    const isOver = earlier === undefined || (hasEnded(earlier) && earlier.status !== 'succeeded');
    await store.update(id, current => {
      const isOpen = current.undoneBy === undefined || (isOver && current.undoneBy === undoneBy);
      if (!isOpen) throw new ConflictError('It has been undone already');
      if (!hasEnded(current)) throw new ConflictError('It runs again');
      if ((current.undo?.until ?? 0) < clock.now())
        throw new ConflictError('It is too late to undo it');
      return { undoneBy: undoId };
    });
  }

  async #giveUp({ id }: OperationRecord, { name, message }: Error): Promise<void> {
    const { store, clock } = this.#options;
    await store.update(id, ({ target }) => ({
      status: 'failed',
      error: { name, message },
      results: [{ target, status: 'failed', message }],
      finishedAt: clock.now(),
      leaseUntil: undefined,
      undelivered: true,
    }));
  }

  /** What was not put back can be tried again. */
  async #release({ id }: OperationRecord, { record: undone }: Ended): Promise<void> {
    if (undone.status === 'succeeded') return;
    await releaseUndo(this.#options.store, undone.id, id);
  }

  async #run({ operation, record, context }: Undoing): Promise<RunOutcome> {
    const { undo } = operation;
    if (undo === undefined || record.undo === undefined)
      throw new InputError('This operation cannot be undone');
    const { data } = record.undo;
    if (record.inputs === undefined) return undo.call(operation, data, context);
    const results: OperationRecord['results'] = [];
    for (const item of undoItemsOf(data)) {
      const target = record.results[item.index]?.target ?? record.target;
      try {
        context.signal.throwIfAborted();
        await this.#assertRights(record.inputs[item.index], { operation, context });
        await undo.call(operation, item.data, context);
        results.push({ target, status: 'succeeded' });
      } catch (error) {
        const message = toError(error).message.slice(0, 500);
        results.push({ target, status: 'failed', message });
      }
    }
    return { results };
  }
}

/**
 * An undo has come to nothing, or to a part: the operation can be undone again, of a bulk operation what is left.
 */
export async function releaseUndo(
  store: OperationStore,
  undoId: string,
  id: string,
): Promise<void> {
  const { results, status } = (await store.get(undoId)) ?? { results: [], status: 'failed' };
  const isPartly = status === 'partial' && statusOfResults(results) === 'partial';
  await store.update(id, ({ undoneBy, undo, inputs }) => {
    if (undoneBy !== undoId) return undefined;
    if (!isPartly || inputs === undefined || undo === undefined) return { undoneBy: undefined };
    const left = undoItemsOf(undo.data).filter((_, at) => results[at]?.status !== 'succeeded');
    return { undoneBy: undefined, undo: { ...undo, data: left } };
  });
}

function reversed({ target, before, after, changes }: OperationRecord['diff'][number]) {
  return {
    target,
    before: after,
    after: before,
    changes: changes.map(change => ({
      path: change.path,
      ...('after' in change ? { before: change.after } : {}),
      ...('before' in change ? { after: change.before } : {}),
    })),
  };
}
