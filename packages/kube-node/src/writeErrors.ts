import { ConflictError, InputError, ServiceUnavailableError } from '@backstage/errors';

/** A field that an apply would take from another manager. */
export interface FieldConflict {
  /** `kubectl-client-side-apply`, `helm`, … */
  readonly manager: string;
  /** How it wrote: `using apps/v1 at 2026-07-01T10:00:00Z`, `with subresource "scale" using autoscaling/v1`; absent after an apply. */
  readonly note?: string;
  /** `.spec.replicas`, `.spec.containers[name="app"].image` */
  readonly field: string;
}

/** What is wrong with one field. */
export interface FieldProblem {
  /** `spec.template.spec.containers[0].name`; empty where it is about the whole object. */
  readonly field: string;
  readonly message: string;
}

// The name of each error stays that of its Backstage class: the root middleware makes the HTTP status from it.

/** An apply without `force` met fields of other managers. Nothing was changed. */
export class FieldConflictError extends ConflictError {
  constructor(
    message: string,
    readonly conflicts: readonly FieldConflict[],
  ) {
    super(message);
  }
}

/** The API server found the object invalid, field by field. Nothing was changed. */
export class InvalidObjectError extends InputError {
  constructor(
    message: string,
    readonly causes: readonly FieldProblem[],
  ) {
    super(message);
  }
}

/**
 * The API server refused for now: a disruption budget that allows no eviction, or too many requests. Nothing was changed.
 * `budgets` has the sentences about disruption budgets, and is empty where it is about the number of requests.
 */
export class TooManyRequestsError extends ServiceUnavailableError {
  readonly retryAfterSeconds: number | undefined;
  readonly budgets: readonly string[];

  constructor(
    message: string,
    details: { retryAfterSeconds?: number; budgets?: readonly string[] } = {},
  ) {
    super(message);
    this.retryAfterSeconds = details.retryAfterSeconds;
    this.budgets = details.budgets ?? [];
  }
}

/** A write was sent and no answer came: it may or may not have been carried out. Look before trying again. */
export class OutcomeUnknownError extends ServiceUnavailableError {}
