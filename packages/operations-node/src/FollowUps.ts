import { ConflictError, NotAllowedError, NotFoundError } from '@backstage/errors';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import type { PermissionsService } from '@backstage/backend-plugin-api';
import { operationApprovePermission } from '@kubemate/operations-common';
import type { BulkRunner } from './BulkRunner';
import { LEASE_MS } from './keepLease';
import type { OperationCaller } from './OperationCaller';
import type { AnyOperation } from './OperationDefinition';
import { hasEnded } from './OperationRecord';
import type { OperationRecord } from './OperationRecord';
import type { OperationRunner, RunAnswer, RunnerOptions } from './OperationRunner';
import { Undo } from './Undo';

export interface FollowUpsOptions extends Pick<
  RunnerOptions,
  'store' | 'planner' | 'executions' | 'clock'
> {
  readonly runner: OperationRunner;
  readonly bulk: BulkRunner;
  readonly permissions: PermissionsService;
  readonly definitions: ReadonlyMap<string, AnyOperation>;
  readonly onEnded: () => void;
}

interface Request {
  readonly id: string;
  readonly caller: OperationCaller;
}

/** What can be done with an operation that has been asked for: undo, cancel, resume, approve. */
export class FollowUps {
  readonly #options: FollowUpsOptions;
  readonly #undo: Undo;

  constructor(options: FollowUpsOptions) {
    this.#options = options;
    this.#undo = new Undo({
      ...options,
      own: request => this.#own(request),
      operationOf: name => this.#operationOf(name),
    });
  }

  /** The caller's own, or one that the caller may approve. Others do not exist for them. */
  async read({ id, caller }: Request): Promise<OperationRecord> {
    const record = await this.#options.store.get(id);
    if (record === undefined) throw missing(id);
    if (record.actor === caller.viewer.userEntityRef) return record;
    const decided = record.approvals.some(({ by }) => by === caller.viewer.userEntityRef);
    const mayApprove = record.status === 'waiting' && (await this.#mayApprove(record, caller));
    if (!decided && !mayApprove) throw missing(id);
    return record;
  }

  /** Receipts that wait for an approval which the caller may give. */
  async waitingFor(caller: OperationCaller, limit: number): Promise<readonly OperationRecord[]> {
    const now = this.#options.clock.now();
    const waiting = (await this.#options.store.waiting(limit)).filter(
      record => record.actor !== caller.viewer.userEntityRef && (record.approvalUntil ?? 0) > now,
    );
    const allowed = await Promise.all(waiting.map(record => this.#mayApprove(record, caller)));
    return waiting.filter((_, index) => allowed[index]);
  }

  undo(request: Request): Promise<RunAnswer> {
    return this.#undo.undo(request);
  }

  async cancel({ id, caller }: Request): Promise<OperationRecord> {
    const { store, clock, executions, onEnded } = this.#options;
    await this.#own({ id, caller });
    const record = await store.update(id, current => {
      if (hasEnded(current)) throw new ConflictError('It has ended already');
      if (current.status === 'running') return { cancelRequested: true };
      return { status: 'cancelled', finishedAt: clock.now(), undelivered: true };
    });
    executions.abortHere(id);
    onEnded();
    return record;
  }

  async resume({ id, caller }: Request): Promise<OperationRecord> {
    const record = await this.#own({ id, caller });
    const operation = this.#operationOf(record.operation);
    return this.#options.bulk.resume(operation, { record, caller });
  }

  /** Nobody decides on what they have asked for themselves. */
  async decide({
    id,
    caller,
    decision,
    reason,
  }: Request & { decision: 'approved' | 'rejected'; reason?: string }): Promise<OperationRecord> {
    const { store, clock, onEnded } = this.#options;
    const by = caller.viewer.userEntityRef;
    const record = await store.get(id);
    if (record === undefined) throw missing(id);
    if (record.actor !== by && !(await this.#mayDecide(record, caller))) throw missing(id);
    if (record.actor === by)
      throw new NotAllowedError('Somebody else has to approve what you have asked for');
    const decided = await store.update(id, current => {
      if (current.status !== 'waiting')
        throw new ConflictError(
          `It does not wait for an approval any more: it is ${current.status}`,
        );
      if ((current.approvalUntil ?? 0) < clock.now())
        throw new ConflictError('The time to approve it is over; it has to be asked for again');
      const approvals = [...current.approvals, { by, at: clock.now(), decision, reason }];
      if (decision === 'approved') return { status: 'approved', approvals };
      return { status: 'denied', approvals, finishedAt: clock.now(), undelivered: true };
    });
    onEnded();
    return decided;
  }

  /** Runs what has been approved, as the person who asked, by a plan of now. */
  async runApproved({ id, caller }: Request): Promise<RunAnswer> {
    const { store, planner, runner, clock } = this.#options;
    const record = await this.#own({ id, caller });
    const operation = this.#operationOf(record.operation);
    if (record.status !== 'approved')
      throw new ConflictError(`It is not approved: it is ${record.status}`);
    const parsed = operation.contract.input.safeParse(record.input);
    if (!parsed.success)
      throw new ConflictError(
        'It was asked for in an earlier version; it has to be asked for again',
      );
    const input = parsed.data;
    const prepared = await planner.plan(operation, input, runner.context(caller));
    if (!prepared.plan.allowed) throw new NotAllowedError(prepared.plan.reason ?? 'You may not');
    const running = await store.update(id, current => {
      if (current.status !== 'approved') throw new ConflictError('It has been run already');
      if ((current.approvalUntil ?? 0) < clock.now())
        throw new ConflictError('The approval has expired; it has to be asked for again');
      return {
        status: 'running',
        diff: prepared.plan.diff,
        summary: prepared.plan.summary,
        warnings: prepared.plan.warnings,
        startedAt: clock.now(),
        leaseUntil: clock.now() + LEASE_MS,
      };
    });
    return runner.execute(operation, { record: running, prepared, request: { input, caller } });
  }

  async #own({ id, caller }: Request): Promise<OperationRecord> {
    const record = await this.#options.store.get(id);
    if (record?.actor !== caller.viewer.userEntityRef) throw missing(id);
    return record;
  }

  /** Whether the record is one that was asked of the caller, also where it has been decided on since. */
  async #mayDecide(record: OperationRecord, caller: OperationCaller): Promise<boolean> {
    return record.approvalUntil !== undefined && (await this.#mayApprove(record, caller));
  }

  /** An approver has the right to approve, and would be offered the operation too. */
  async #mayApprove(record: OperationRecord, { credentials }: OperationCaller): Promise<boolean> {
    const operation = this.#options.definitions.get(record.operation);
    // Asked for in an earlier version, which had it.
    if (operation === undefined) return false;
    const { permission } = operation.contract;
    const decisions = await this.#options.permissions.authorize(
      [{ permission: operationApprovePermission }, { permission }],
      { credentials },
    );
    return decisions.every(({ result }) => result === AuthorizeResult.ALLOW);
  }

  #operationOf(name: string): AnyOperation {
    const operation = this.#options.definitions.get(name);
    if (operation === undefined) throw new NotFoundError(`There is no operation named ${name}`);
    return operation;
  }
}

function missing(id: string): NotFoundError {
  return new NotFoundError(`There is no operation ${id}`);
}
