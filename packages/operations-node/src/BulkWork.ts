import { InputError, isError, NotFoundError, toError } from '@backstage/errors';
import type { ObjectDiff, OperationResult } from '@kubemate/operations-common';
import type { z } from 'zod';
import type { WorkTools } from './Executions';
import type { AnyOperation, OperationContext, RunOutcome } from './OperationDefinition';
import { BEGUN } from './OperationRecord';
import type { OperationRecord } from './OperationRecord';
import type { Planner } from './Planner';

/** Objects at once; each takes a few requests to its cluster. */
const PARALLEL = 4;
/** Of all changes together, as JSON: whole objects up to the first, their fields up to the second. */
const MAX_YAML = 256 * 1024;
const MAX_DIFF = 512 * 1024;

type Input = z.output<z.ZodObject>;

/** How one of many ended, kept for the undo of them all. */
export interface UndoItem {
  readonly index: number;
  readonly data: unknown;
}

export function undoItemsOf(data: unknown): readonly UndoItem[] {
  // Written here, and read back as JSON.
  return Array.isArray(data) ? (data as UndoItem[]) : [];
}

export interface BulkWorkOptions {
  readonly operation: AnyOperation;
  readonly planner: Planner;
  readonly record: OperationRecord;
  /** With their secret fields, which the record does not have. */
  readonly inputs: readonly Input[];
  readonly context: OperationContext;
  readonly tools: WorkTools;
}

/**
 * One run over the objects of a record that are pending. That an object is begun is stored before it is, so that nothing is done that
 * the record calls pending, whenever the process ends.
 */
export class BulkWork {
  readonly #options: BulkWorkOptions;
  readonly #results: OperationResult[];
  readonly #undo: Map<number, unknown>;
  readonly #diff: ObjectDiff[];
  #diffLength: number;

  constructor(options: BulkWorkOptions) {
    const { results, undo, diff } = options.record;
    this.#options = options;
    this.#results = [...results];
    this.#undo = new Map(undoItemsOf(undo?.data).map(({ index, data }) => [index, data]));
    this.#diff = [...diff];
    this.#diffLength = JSON.stringify(diff).length;
  }

  /** Resolves when no object is being worked on any more, also where it then rejects. */
  async run(): Promise<RunOutcome> {
    const todo = [...this.#results.keys()].filter(
      index => this.#results[index]?.status === 'pending',
    );
    const errors: unknown[] = [];
    const worker = async () => {
      for (let index = todo.shift(); index !== undefined; index = todo.shift()) {
        try {
          await this.#work(index);
        } catch (error) {
          errors.push(error);
          todo.length = 0;
        }
      }
    };
    await Promise.all(Array.from({ length: Math.min(PARALLEL, todo.length) }, worker));
    const [error] = errors;
    if (error !== undefined) throw error;
    return { results: this.#results, undo: this.#undoItems() };
  }

  /** Rejects where no further object is to be begun. */
  async #work(index: number): Promise<void> {
    const { operation, inputs, tools } = this.#options;
    tools.signal.throwIfAborted();
    const input = inputs[index];
    if (input === undefined) throw new NotFoundError(`Input ${index} is not kept`);
    const target = operation.target(input);
    this.#results[index] = { target, status: 'pending', message: BEGUN };
    try {
      await tools.checkpoint(this.#progress());
    } catch (error) {
      this.#end(index, { target, status: 'pending' });
      throw error;
    }
    try {
      const data = await this.#runOne(input);
      if (data !== undefined) this.#undo.set(index, data);
      this.#end(index, { target, status: 'succeeded' });
    } catch (error) {
      this.#end(index, { target, status: 'failed', message: this.#reasonOf(error) });
      tools.signal.throwIfAborted();
      if (isError(error) && error.name === 'OutcomeUnknownError') throw error;
    }
  }

  #reasonOf(error: unknown): string {
    const { message } = toError(error);
    if (!this.#options.tools.signal.aborted) return message.slice(0, 500);
    return `It was stopped while this ran, and may have been done: look at the object (${message.slice(0, 300)})`;
  }

  #end(index: number, result: OperationResult): void {
    this.#results[index] = result;
    this.#options.tools.report(this.#progress());
  }

  #progress() {
    const results = [...this.#results];
    const done = results.filter(({ status }) => status !== 'pending').length;
    return {
      ...{ done, total: results.length, results },
      undo: this.#undoItems(),
      diff: [...this.#diff],
    };
  }

  #undoItems(): readonly UndoItem[] | undefined {
    if (this.#undo.size === 0) return undefined;
    return [...this.#undo]
      .map(([index, data]) => ({ index, data }))
      .sort((left, right) => left.index - right.index);
  }

  async #runOne(input: Input): Promise<unknown> {
    const { operation, planner, context } = this.#options;
    const { plan, state } = await planner.plan(operation, input, context);
    if (!plan.allowed) throw new InputError(plan.reason ?? 'You may not do this');
    context.signal.throwIfAborted();
    const { summary } = plan;
    const { id } = this.#options.record;
    const report = () => {};
    const outcome = await operation.run(input, { ...context, id, state, summary, report });
    for (const diff of plan.diff) this.#keep(diff);
    return operation.undo && outcome.undo;
  }

  #keep(diff: ObjectDiff): void {
    const { target, changes } = diff;
    const kept = this.#diffLength < MAX_YAML ? diff : { target, changes };
    if (this.#diffLength >= MAX_DIFF) return;
    this.#diffLength += JSON.stringify(kept).length;
    this.#diff.push(kept);
  }
}
