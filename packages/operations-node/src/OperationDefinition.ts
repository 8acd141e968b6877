import type {
  BackstageCredentials,
  BackstageUserPrincipal,
  LoggerService,
} from '@backstage/backend-plugin-api';
import type { Access, Clock, KubeService, Viewer } from '@kubemate/kube-node';
import type {
  Compensation,
  ObjectDiff,
  OperationContract,
  OperationResult,
  OperationTarget,
  Phrase,
  QuotaEffect,
  Sentence,
} from '@kubemate/operations-common';
import type { z } from 'zod';
import type { OperationRecord } from './OperationRecord';

/** What an operation may use. Clusters are reached as the person who asked, never as the portal. */
export interface OperationContext {
  readonly kube: KubeService;
  readonly viewer: Viewer;
  readonly credentials: BackstageCredentials<BackstageUserPrincipal>;
  readonly clock: Clock;
  readonly logger: LoggerService;
  /** Aborts when the operation is cancelled or the portal shuts down. */
  readonly signal: AbortSignal;
}

/** One right on a cluster that the operation needs. All are asked for before anything else happens. */
export interface Need {
  readonly access: Access;
  /** The object the right is needed on. */
  readonly target: OperationTarget;
}

/** What would be done. Made by dry runs; nothing has changed. */
export interface PlannedChange<S> {
  /** `Scale Deployment payments from 2 to 5 replicas`: starts with a verb, names the object, has no full stop. */
  readonly summary: Sentence;
  readonly diff: readonly ObjectDiff[];
  /** What the plan rests on and its diff does not hold, as JSON: where that is another by the time of the run, nothing happens. Not shown, not stored. */
  readonly seen?: unknown;
  readonly warnings?: readonly Sentence[];
  /** Why it cannot be done whatever the rights: `There is no revision 7`. */
  readonly refusal?: Sentence;
  readonly quota?: readonly QuotaEffect[];
  /** What the plan read and the run needs: versions, patches. Not stored. */
  readonly state: S;
}

export interface RunContext<S> extends OperationContext {
  /** Of the operation's record; what a run keeps for `recover` is kept under it. */
  readonly id: string;
  readonly state: S;
  readonly summary: string;
  /** Tells how far a long operation is; kept in the receipt, at most twice a second. */
  report(progress: Progress): void;
}

export interface Progress {
  readonly done: number;
  readonly total: number;
  readonly message?: string;
  /** What of its message pages can say in other languages. */
  readonly said?: Phrase[];
  /** Results so far of an operation on several objects. */
  readonly results?: readonly OperationResult[];
}

/** What goes on with a run whose process has ended. Nobody has made a request: whoever it acts for is who the run has kept. */
export interface RecoverContext extends Pick<
  OperationContext,
  'kube' | 'clock' | 'logger' | 'signal'
> {
  readonly id: string;
  readonly actor: string;
  /** Nothing was done before; epoch milliseconds. */
  readonly begunAt: number;
  report(progress: Progress): void;
}

/** What a run or an undo did. */
export interface RunOutcome {
  /** Of each object, where there are several; one success on the target where absent. */
  readonly results?: readonly OperationResult[];
  readonly warnings?: readonly string[];
  /** What of its messages pages can say in other languages. */
  readonly said?: readonly Phrase[];
  /** Answered to the caller. Stored with the receipt, unless the definition says that it is secret. */
  readonly output?: Readonly<Record<string, unknown>>;
  /** Given back to `undo`; stored, so without secrets. Without it there is nothing to undo. */
  readonly undo?: unknown;
}

/** What an operation did, for {@link OperationDefinition.compensate}. */
export interface Done {
  readonly record: Pick<
    OperationRecord,
    | 'id'
    | 'operation'
    | 'status'
    | 'actor'
    | 'target'
    | 'input'
    | 'output'
    | 'createdAt'
    | 'finishedAt'
  > & { readonly undo?: unknown };
  /** All that the same task did by operations of the plugin, this one too. */
  readonly task: readonly Pick<
    OperationRecord,
    'id' | 'operation' | 'status' | 'target' | 'input' | 'output' | 'createdAt'
  >[];
}

/**
 * One way to change something. Everything that changes is such a definition: see `docs/architecture.md` section 4.
 *
 * Rights are declared by `needs` and checked by the framework; `plan` and `run` act as the viewer, so the API server decides again.
 * `run` must not act on anything that its plan has not seen: it carries the versions it read in `state`, and fails with ConflictError where
 * they are no longer the newest.
 */
export interface OperationDefinition<I extends z.ZodObject, S = unknown> {
  readonly contract: OperationContract<I>;
  /** What the record, the guards and the tenant check refer to. */
  target(input: z.output<I>): OperationTarget;
  /** Cheap: no dry run, so that a page can ask it for all its controls. */
  needs(input: z.output<I>, context: OperationContext): Promise<readonly Need[]>;
  /**
   * Why the caller may not, by rules that are no cluster's: those of another system, of the configuration. A whole sentence, with its full stop. Asked for as {@link needs} is; undefined where they may.
   */
  whyDenied?(input: z.output<I>, context: OperationContext): Promise<Sentence | undefined>;
  plan(input: z.output<I>, context: OperationContext): Promise<PlannedChange<S>>;
  run(input: z.output<I>, context: RunContext<S>): Promise<RunOutcome>;
  /**
   * Goes on where a run stood whose process died, was stopped, or lost its lease, under the same record; without it such a run is `interrupted`.
   * One process calls it at a time. It knows only what `run` has stored by itself before each step.
   * @throws NothingDoneError where that says that nothing was done, CutOffError where it cannot be told
   */
  recover?(input: z.output<I>, context: RecoverContext): Promise<RunOutcome>;
  /** `recover` needs nothing of the secret fields, which no record has: it is called with an input that lacks them. */
  readonly recoversWithoutSecrets?: boolean;
  /** Puts back what a run changed. Fails with ConflictError where somebody has changed it since. */
  undo?(undo: unknown, context: OperationContext): Promise<RunOutcome>;
  /**
   * How a run can be taken back after its `undo` is over, or by somebody else: what has become of it, as the viewer may see it, and which operation
   * takes it back. Looks, and changes nothing. It may be asked of a run that was interrupted, of which there is no output.
   */
  compensate?(done: Done, context: OperationContext): Promise<Compensation>;
  /** For how long `undo` is offered; 600 where absent. */
  readonly undoSeconds?: number;
  /** The output holds secrets: it is answered, and never stored, logged or offered as an action. */
  readonly secretOutput?: boolean;
}

/** A definition among others. Its methods take the input that its own contract has parsed. */
export type AnyOperation = OperationDefinition<z.ZodObject, unknown>;

/** Gives the definition its exact types. */
export function defineOperation<I extends z.ZodObject, S>(
  definition: OperationDefinition<I, S>,
): OperationDefinition<I, S> {
  return definition;
}
