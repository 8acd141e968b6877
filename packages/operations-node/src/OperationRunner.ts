import type { LoggerService } from '@backstage/backend-plugin-api';
import { ConflictError, InputError, isError, NotAllowedError, toError } from '@backstage/errors';
import type { Clock, KubeService } from '@kubemate/kube-node';
import type { OperationAccess, OperationPlan } from '@kubemate/operations-common';
import type { z } from 'zod';
import { draftRecord } from './draftRecord';
import type { Executions } from './Executions';
import { LEASE_MS } from './keepLease';
import type { OperationCaller } from './OperationCaller';
import type { AnyOperation, OperationContext, RunOutcome } from './OperationDefinition';
import type { OperationRecord } from './OperationRecord';
import type { OperationStore } from './OperationStore';
import { PlanChangedError } from './PlanChangedError';
import { DEFAULT_UNDO_SECONDS } from './Planner';
import type { Planner, PreparedPlan } from './Planner';
import { redactorFor } from './redactValues';

/** A request that takes longer is answered with a running receipt, and goes on. */
/** The longest that a request waits for the end of an operation. */
export const MAX_WAIT_MS = 15_000;

type Input = z.output<z.ZodObject>;

export interface RunnerOptions {
  readonly store: OperationStore;
  readonly planner: Planner;
  readonly executions: Executions;
  readonly kube: KubeService;
  readonly clock: Clock;
  readonly logger: LoggerService;
  readonly shutdown: AbortSignal;
  /** Called when a record has ended that was never executed. */
  readonly onEnded: () => void;
}

export interface RunRequest {
  readonly input: Input;
  readonly caller: OperationCaller;
  readonly basis?: string;
  readonly confirm?: string;
  readonly reason?: string;
  readonly idempotencyKey?: string;
  /** How long to wait for the end before the record is answered as it stands; at most {@link MAX_WAIT_MS}, the default. */
  readonly waitMs?: number;
}

/** What a run answers: the record, with output that may be too secret to be stored. */
export interface RunAnswer {
  readonly record: OperationRecord;
  readonly output?: Readonly<Record<string, unknown>>;
}

/** Plans and runs single operations. What happens is stored before it happens, and again when it has. */
export class OperationRunner {
  readonly #options: RunnerOptions;

  constructor(options: RunnerOptions) {
    this.#options = options;
  }

  access(
    operation: AnyOperation,
    { input, caller }: Pick<RunRequest, 'input' | 'caller'>,
  ): Promise<OperationAccess> {
    return this.#options.planner.access(operation, input, this.context(caller));
  }

  async plan(
    operation: AnyOperation,
    { input, caller }: Pick<RunRequest, 'input' | 'caller'>,
  ): Promise<OperationPlan> {
    const { plan } = await this.#options.planner.plan(operation, input, this.context(caller));
    return plan;
  }

  /**
   * Runs once for each idempotency key. Every attempt leaves a record: also one that is refused, or that fails.
   *
   * @throws NotAllowedError with the reason, PlanChangedError where the plan's basis is not what there is now, InputError where a guard's text is
   *   missing, and whatever the operation fails with
   */
  async run(operation: AnyOperation, request: RunRequest): Promise<RunAnswer> {
    const { store, planner, clock } = this.#options;
    const { input, caller, basis, confirm } = request;
    const draft = await draftRecord(operation, {
      ...request,
      inputs: [input],
      bulk: false,
      now: clock.now(),
    });
    const known = await this.known(draft);
    if (known !== undefined) return { record: known };
    let prepared: PreparedPlan;
    try {
      prepared = await planner.plan(operation, input, this.context(caller));
      assertAllowed(prepared.plan);
      assertUnchanged(prepared.plan, basis);
      assertConfirmed(prepared.plan, confirm);
      assertKept(draft, prepared.plan);
    } catch (error) {
      // The same request may have been carried out meanwhile, and that may be why this one cannot.
      const winner = await this.known(draft);
      if (winner !== undefined) return { record: winner };
      const { name, message } = toError(error);
      const redact = redactorFor(operation.contract, [input]);
      await this.refuse(draft, { name, message: redact(message) });
      throw error;
    }
    const record = await store.insert({
      ...draft,
      ...planOf(prepared),
      ...this.#begin(prepared.plan),
    });
    if (record.id !== draft.id) return { record: this.sameInput(record, draft) };
    if (record.status === 'waiting') return { record };
    return this.execute(operation, { record, prepared, request });
  }

  /** Does what a record that is stored as running says, and answers when it is done or takes long. */
  async execute(
    operation: AnyOperation,
    {
      record,
      prepared,
      request,
    }: {
      record: OperationRecord;
      prepared: PreparedPlan;
      request: Pick<RunRequest, 'input' | 'caller' | 'waitMs'>;
    },
  ): Promise<RunAnswer> {
    let output: RunOutcome['output'];
    const end = this.#options.executions.execute({
      record,
      undoSeconds: operation.undoSeconds ?? DEFAULT_UNDO_SECONDS,
      redact: redactorFor(operation.contract, [request.input]),
      isRecoverable: operation.recover !== undefined,
      run: async ({ signal, report }) => {
        const outcome = await operation.run(request.input, {
          ...this.context(request.caller, signal),
          id: record.id,
          state: prepared.state,
          summary: prepared.plan.summary,
          report,
        });
        output = outcome.output;
        return {
          ...outcome,
          output: operation.secretOutput ? undefined : outcome.output,
          undo: operation.undo && outcome.undo,
        };
      },
    });
    // A secret is answered here or nowhere.
    const ended = operation.secretOutput ? await end : await this.firstOf(end, request.waitMs);
    if (ended === undefined) return { record };
    if (ended.failure !== undefined) throw ended.failure;
    return { record: ended.record, output };
  }

  /** The end, or undefined where it takes longer than a request should. */
  async firstOf<T>(end: Promise<T>, waitMs = MAX_WAIT_MS): Promise<T | undefined> {
    let cancel = () => {};
    const late = new Promise<undefined>(resolve => {
      cancel = this.#options.clock.after(waitMs, () => resolve(undefined));
    });
    try {
      return await Promise.race([end, late]);
    } finally {
      cancel();
    }
  }

  context(caller: OperationCaller, signal?: AbortSignal): OperationContext {
    const { kube, clock, logger, shutdown } = this.#options;
    const { viewer, credentials } = caller;
    return { kube, viewer, credentials, clock, logger, signal: signal ?? shutdown };
  }

  /**
   * What has been done with the draft's key before.
   * @throws ConflictError where that was with another input
   */
  async known(draft: OperationRecord): Promise<OperationRecord | undefined> {
    const { actor, operation, idempotencyKey } = draft;
    if (idempotencyKey === undefined) return undefined;
    const known = await this.#options.store.byKey({ actor, operation, idempotencyKey });
    return known && this.sameInput(known, draft);
  }

  sameInput(known: OperationRecord, { inputHash }: OperationRecord): OperationRecord {
    if (known.inputHash === inputHash) return known;
    throw new ConflictError(
      'The idempotency key has been used with another input; use a new key for a new operation',
    );
  }

  /** Keeps an attempt that was not carried out. */
  async refuse(draft: OperationRecord, error: Error): Promise<void> {
    const denied = isError(error) && error.name === 'NotAllowedError';
    const message = error.message.slice(0, 2_000);
    const reason = message.slice(0, 500);
    const targets = draft.results.length > 0 ? draft.results : [draft];
    await this.#options.store.insert({
      ...draft,
      // A refused attempt may be made again with the same key, once its cause is gone.
      idempotencyKey: undefined,
      status: denied ? 'denied' : 'failed',
      finishedAt: this.#options.clock.now(),
      error: { name: error.name, message },
      results: targets.map(({ target }) => ({ target, status: 'failed', message: reason })),
      undelivered: true,
    });
    this.#options.onEnded();
  }

  #begin({
    guard,
  }: OperationPlan): Pick<OperationRecord, 'status' | 'leaseUntil' | 'approvalUntil'> {
    const now = this.#options.clock.now();
    return guard?.kind === 'approval'
      ? { status: 'waiting', approvalUntil: now + guard.expiresInSeconds * 1000 }
      : { status: 'running', leaseUntil: now + LEASE_MS };
  }
}

function planOf({ plan }: PreparedPlan) {
  return { summary: plan.summary, diff: plan.diff, warnings: plan.warnings, said: plan.said };
}

function assertAllowed(plan: OperationPlan): void {
  if (!plan.allowed) throw new NotAllowedError(plan.reason ?? 'You may not do this');
}

function assertUnchanged(plan: OperationPlan, basis: string | undefined): void {
  if (basis !== undefined && basis !== plan.basis) throw new PlanChangedError(plan.diff);
}

function assertConfirmed({ guard }: OperationPlan, confirm: string | undefined): void {
  if (guard?.kind !== 'typed' || confirm === guard.text) return;
  throw new InputError(
    `${guard.why}: send "${guard.text}" as the query parameter "confirm" to do it`,
  );
}

function assertKept({ inputIsPartial }: OperationRecord, { guard }: OperationPlan): void {
  if (guard?.kind !== 'approval' || !inputIsPartial) return;
  throw new InputError(
    'It needs an approval, and its input has secrets that are not kept until then',
  );
}
