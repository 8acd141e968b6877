import { ConflictError, InputError, NotAllowedError, toError } from '@backstage/errors';
import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import { BulkWork } from './BulkWork';
import { draftRecord } from './draftRecord';
import type { Executions } from './Executions';
import { LEASE_MS } from './keepLease';
import type { OperationCaller } from './OperationCaller';
import type { AnyOperation } from './OperationDefinition';
import type { OperationRunner, RunnerOptions, RunRequest } from './OperationRunner';
import type { OperationRecord } from './OperationRecord';
import { DEFAULT_UNDO_SECONDS } from './Planner';
import { redactorFor } from './redactValues';
import { reopened } from './toAuditEvent';

type Input = z.output<z.ZodObject>;

export interface BulkRunnerOptions extends Pick<RunnerOptions, 'store' | 'planner' | 'clock'> {
  readonly runner: OperationRunner;
  readonly executions: Executions;
}

type BulkRequest = Omit<RunRequest, 'input' | 'basis'> & { readonly inputs: readonly Input[] };

interface Start {
  readonly record: OperationRecord;
  readonly inputs: readonly Input[];
  readonly caller: OperationCaller;
}

const RESUMABLE: ReadonlySet<OperationRecord['status']> = new Set([
  'partial',
  'failed',
  'cancelled',
  'interrupted',
]);

/**
 * Runs one operation on many inputs under one record. Each is planned, checked and run by itself, so one that may not or fails
 * stands in its result and stops no other. What was not done can be resumed, by whoever asked, also after the portal has been restarted.
 */
export class BulkRunner {
  readonly #options: BulkRunnerOptions;

  constructor(options: BulkRunnerOptions) {
    this.#options = options;
  }

  async run(operation: AnyOperation, request: BulkRequest): Promise<OperationRecord> {
    const { store, clock, runner } = this.#options;
    const { inputs, caller } = request;
    if (inputs.length === 0) throw new InputError('Invalid field "inputs": at least one is needed');
    const draft = await draftRecord(operation, { ...request, bulk: true, now: clock.now() });
    const known = await runner.known(draft);
    if (known !== undefined) return known;
    try {
      await this.#assertOffered(operation, caller);
      this.#assertConfirmed(operation, request);
    } catch (error) {
      await runner.refuse(draft, toError(error));
      throw error;
    }
    const record = await store.insert({ ...draft, leaseUntil: clock.now() + LEASE_MS });
    if (record.id !== draft.id) return runner.sameInput(record, draft);
    this.#start(operation, { record, inputs, caller });
    return record;
  }

  /**
   * Goes on with what is pending or has failed.
   * @throws ConflictError where it runs, was resumed already, or there is nothing left to do
   */
  async resume(
    operation: AnyOperation,
    { record, caller }: { record: OperationRecord; caller: OperationCaller },
  ): Promise<OperationRecord> {
    const { store, clock } = this.#options;
    assertResumable(record);
    await this.#assertOffered(operation, caller);
    const taken = await store.update(record.id, current => {
      assertResumable(current);
      return {
        ...reopened(current),
        status: 'running',
        runId: randomUUID(),
        startedAt: clock.now(),
        finishedAt: undefined,
        leaseUntil: clock.now() + LEASE_MS,
        cancelRequested: false,
        progress: undefined,
        error: undefined,
        results: current.results.map(result =>
          result.status === 'succeeded' ? result : { target: result.target, status: 'pending' },
        ),
      };
    });
    this.#start(operation, { record: taken, inputs: taken.inputs ?? [], caller });
    return taken;
  }

  #start(operation: AnyOperation, { record, inputs, caller }: Start): void {
    const { executions, runner, planner } = this.#options;
    const end = executions.execute({
      record,
      undoSeconds: operation.undoSeconds ?? DEFAULT_UNDO_SECONDS,
      redact: redactorFor(operation.contract, inputs),
      run: tools => {
        const context = runner.context(caller, tools.signal);
        return new BulkWork({ operation, planner, record, inputs, context, tools }).run();
      },
    });
    // How it ended is in the record, and where that could not be stored its lease runs out.
    end.catch(() => {});
  }

  async #assertOffered(operation: AnyOperation, caller: OperationCaller): Promise<void> {
    const { planner, runner } = this.#options;
    const reason = await planner.whyNotOffered(operation, runner.context(caller));
    if (reason !== undefined) throw new NotAllowedError(reason.text);
  }

  /** A guarded operation on many is confirmed once, by their number. */
  #assertConfirmed(operation: AnyOperation, { inputs, confirm }: BulkRequest): void {
    const guards = inputs.map(input =>
      this.#options.planner.guard(operation, operation.target(input)),
    );
    if (guards.some(guard => guard?.kind === 'approval'))
      throw new InputError('One of these needs an approval: ask for it by itself');
    const text = String(inputs.length);
    if (guards.some(guard => guard?.kind === 'typed') && confirm !== text) {
      throw new InputError(
        `Guarded objects are among these: send their number, ${text}, as the query parameter "confirm" to do it`,
      );
    }
  }
}

function assertResumable(record: OperationRecord): void {
  if (record.inputs === undefined || record.undoOf !== undefined)
    throw new InputError('Only an operation on many objects can be resumed; run it again');
  if (!RESUMABLE.has(record.status))
    throw new ConflictError(`It is ${record.status}: there is nothing to go on with`);
  if (record.undoneBy !== undefined) throw new ConflictError('It has been undone');
  if (record.inputIsPartial)
    throw new InputError('Its input has secrets that are not kept; run it again');
}
