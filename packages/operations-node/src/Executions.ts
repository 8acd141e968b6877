import type { LoggerService } from '@backstage/backend-plugin-api';
import { isError, toError } from '@backstage/errors';
import type { Clock } from '@kubemate/kube-node';
import { randomUUID } from 'node:crypto';
import { keepLease } from './keepLease';
import type { RunOutcome } from './OperationDefinition';
import { hasEnded, statusOfResults } from './OperationRecord';
import type { OperationRecord } from './OperationRecord';
import type { OperationStore } from './OperationStore';
import { ProgressWriter } from './ProgressWriter';
import type { WorkProgress } from './ProgressWriter';
import type { Redactor } from './redactValues';
import {
  CancelledError,
  CutOffError,
  LeaseLostError,
  NothingDoneError,
  ShutdownError,
} from './stopErrors';
import { reopened, toAuditEvent } from './toAuditEvent';

/** How long to wait before the outcome is stored once more, where the database does not take it. */
const RETRY_MS = [250, 1_000, 3_000, 10_000, 20_000];

/** Work to be done, and the record it is done under. */
export interface Work {
  readonly record: OperationRecord;
  /** For how long the outcome can be undone, where it says how. */
  readonly undoSeconds: number;
  /** Takes the secrets of the input out of what is stored. */
  readonly redact: Redactor;
  /** Another process goes on with it where this one is stopped or loses its lease: that is not its end then. */
  readonly isRecoverable?: boolean;
  run(tools: WorkTools): Promise<RunOutcome>;
}

/** What work on a record may use. */
export interface WorkTools {
  readonly signal: AbortSignal;
  report(progress: WorkProgress): void;
  /** Resolves when it is stored; rejects where this run has lost its record, and must not go on. */
  checkpoint(progress: WorkProgress): Promise<void>;
}

export interface ExecutionsOptions {
  readonly store: OperationStore;
  readonly clock: Clock;
  readonly logger: LoggerService;
  /** Called when a record has changed: with progress, or its end. */
  readonly onChange: (record: OperationRecord) => void;
  readonly shutdown: AbortSignal;
}

export interface Ended {
  readonly record: OperationRecord;
  /** Why the work failed, as it was thrown. */
  readonly failure?: Error;
}

type End = (record: OperationRecord) => Partial<OperationRecord>;

/** Carries out the work of records that are stored as running, keeps their lease, and stores how it ended. */
export class Executions {
  readonly #options: ExecutionsOptions;
  readonly #running = new Map<string, { readonly id: string; readonly stop: AbortController }>();
  readonly #ends = new Set<Promise<unknown>>();

  constructor(options: ExecutionsOptions) {
    this.#options = options;
    options.shutdown.addEventListener('abort', () => {
      for (const { stop } of this.#running.values()) stop.abort(new ShutdownError());
    });
  }

  /**
   * Resolves with the record as it ended; the work's error is in it and in `failure`.
   * Rejects only where the end could not be stored: then the lease runs out, and another replica says that it was interrupted.
   */
  execute(work: Work): Promise<Ended> {
    const end = this.#execute(work);
    this.#ends.add(end);
    void end.catch(() => {}).finally(() => this.#ends.delete(end));
    return end;
  }

  /** Stops what runs here; what runs elsewhere hears of it with its next heartbeat. */
  abortHere(id: string): void {
    for (const running of this.#running.values())
      if (running.id === id) running.stop.abort(new CancelledError());
  }

  /** Resolves when nothing runs here any more. */
  async idle(): Promise<void> {
    await Promise.allSettled([...this.#ends]);
  }

  async #execute(work: Work): Promise<Ended> {
    const { record, redact, undoSeconds } = work;
    const { store, clock, logger, onChange, shutdown } = this.#options;
    const stop = new AbortController();
    if (shutdown.aborted) stop.abort(new ShutdownError());
    this.#running.set(record.runId, { id: record.id, stop });
    const endLease = keepLease({ record, controller: stop, store, clock, logger });
    const progress = new ProgressWriter({ record, undoSeconds, store, clock, logger, onChange });
    try {
      const { end, failure } = await this.#carryOut(work, { progress, signal: stop.signal });
      await progress.settle();
      if (work.isRecoverable && failure !== undefined && isStopped(stop.signal))
        return { record: await this.#release(record), failure };
      const stored = await this.#finish(record, current => redacted(end(current), redact));
      return { record: stored, failure };
    } finally {
      endLease();
      this.#running.delete(record.runId);
    }
  }

  async #carryOut(
    { record, run, redact, undoSeconds }: Work,
    { progress, signal }: { progress: ProgressWriter; signal: AbortSignal },
  ): Promise<{ readonly end: End; readonly failure?: Error }> {
    try {
      const outcome = await run({
        signal,
        report: each => progress.report(redactedProgress(each, redact)),
        checkpoint: each => progress.checkpoint(redactedProgress(each, redact)),
      });
      const undoUntil = this.#options.clock.now() + undoSeconds * 1000;
      return { end: succeeded(storable(outcome), { record, undoUntil }) };
    } catch (error) {
      const failure = toError(error);
      return { failure, end: failed(failure, { signal, latest: progress.latest }) };
    }
  }

  /** What has happened is known only here: a database that fails for a moment must not make it forgotten. */
  async #finish(record: OperationRecord, end: End): Promise<OperationRecord> {
    const { logger, onChange, shutdown } = this.#options;
    for (let attempt = 0; ; attempt++) {
      try {
        const stored = await this.#storeEnd(record, end);
        onChange(stored);
        return stored;
      } catch (error) {
        const wait = RETRY_MS[attempt];
        const isGone = isError(error) && error.name === 'NotFoundError';
        if (wait === undefined || isGone || shutdown.aborted) throw error;
        logger.warn(`The end of operation ${record.id} could not be stored yet`, toError(error));
        await this.#pause(wait);
      }
    }
  }

  /** Lets another process take it at once, or nothing where one has already. */
  #release({ id, runId }: OperationRecord): Promise<OperationRecord> {
    return this.#options.store.update(id, current =>
      current.runId !== runId || hasEnded(current) ? undefined : { leaseUntil: 0 },
    );
  }

  #storeEnd({ id, runId }: OperationRecord, end: End): Promise<OperationRecord> {
    const { store, clock } = this.#options;
    return store.update(id, current => {
      const ended = {
        ...end(current),
        finishedAt: clock.now(),
        leaseUntil: undefined,
        undelivered: true,
      };
      if (current.runId !== runId) return afterAnother(current, ended);
      if (!hasEnded(current)) return ended;
      // Another replica has taken it for abandoned. What it told stands, and what really happened follows.
      if (current.status !== 'interrupted' || ended.status === 'interrupted') return undefined;
      return { ...reopened(current), ...ended };
    });
  }

  #pause(ms: number): Promise<void> {
    const { clock, shutdown } = this.#options;
    return new Promise(resolve => {
      let cancel = () => {};
      const end = () => {
        cancel();
        shutdown.removeEventListener('abort', end);
        resolve();
      };
      cancel = clock.after(ms, end);
      shutdown.addEventListener('abort', end);
    });
  }
}

/** The record belongs to a later run. What this one did is told beside it. */
function afterAnother(
  current: OperationRecord,
  ended: Partial<OperationRecord>,
): Partial<OperationRecord> {
  const late = toAuditEvent({
    ...current,
    ...ended,
    eventId: randomUUID(),
    followsEvent: current.followsEvent,
  });
  return { earlierEvents: [...(current.earlierEvents ?? []), late], undelivered: true };
}

function succeeded(
  outcome: RunOutcome,
  { record, undoUntil }: { record: OperationRecord; undoUntil: number },
): End {
  const results = outcome.results ?? [{ target: record.target, status: 'succeeded' as const }];
  return current => ({
    status: statusOfResults(results),
    results: [...results],
    output: outcome.output,
    warnings: [...new Set([...current.warnings, ...(outcome.warnings ?? [])])],
    said: outcome.said === undefined ? current.said : [...(current.said ?? []), ...outcome.said],
    error: undefined,
    undo: outcome.undo === undefined ? undefined : { data: outcome.undo, until: undoUntil },
  });
}

function failed(
  error: Error,
  { signal, latest }: { signal: AbortSignal; latest: WorkProgress | undefined },
): End {
  const reason: unknown = signal.aborted ? signal.reason : error;
  const status =
    reason instanceof CancelledError
      ? ('cancelled' as const)
      : [ShutdownError, LeaseLostError, NothingDoneError, CutOffError].some(
            each => reason instanceof each,
          )
        ? ('interrupted' as const)
        : ('failed' as const);
  const told = status === 'failed' || !isError(reason) ? error : reason;
  return current => {
    const known = latest?.results ?? current.results;
    const { target } = current;
    const message = told.message.slice(0, 500);
    return {
      status: status === 'failed' && known.some(isDone) ? 'partial' : status,
      error: { name: told.name, message: told.message.slice(0, 2_000) },
      results: known.length > 0 ? [...known] : [{ target, status: 'failed', message }],
    };
  };
}

/** The process ends, or has lost the record; nobody wanted the work to end. */
function isStopped({ aborted, reason }: AbortSignal): boolean {
  return aborted && (reason instanceof ShutdownError || reason instanceof LeaseLostError);
}

function isDone({ status }: OperationRecord['results'][number]): boolean {
  return status === 'succeeded';
}

/** What `undo` is given has to be what `run` gave; a definition puts no secret into it. */
function redacted({ undo, ...end }: Partial<OperationRecord>, redact: Redactor) {
  return undo === undefined ? redact(end) : { ...redact(end), undo };
}

function redactedProgress({ undo, ...progress }: WorkProgress, redact: Redactor): WorkProgress {
  return undo === undefined ? redact(progress) : { ...redact(progress), undo };
}

/** It has happened, and that is stored also where the rest of what it says is no JSON. */
function storable(outcome: RunOutcome): RunOutcome {
  try {
    JSON.stringify(outcome);
    return outcome;
  } catch {
    const { results, warnings = [] } = outcome;
    return { results, warnings: [...warnings, 'What it answered could not be kept'] };
  }
}
