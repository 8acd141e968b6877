import { isError, ResponseError } from '@backstage/errors';

/** What a failed plan or run means for the person who asked. */
export interface OperationFailure {
  /** `conflict`: somebody changed it in between. `unknown-outcome`: no answer came, so it may have happened. */
  readonly kind: 'conflict' | 'denied' | 'invalid' | 'unknown-outcome' | 'other';
  /** The server's own sentence where there is one. */
  readonly message: string;
  /** Of an apply: fields that other managers own. */
  readonly conflicts?: readonly FieldConflict[];
}

/** A field that an apply would take from another manager. */
export interface FieldConflict {
  readonly manager: string;
  /** `.spec.replicas`, `.spec.containers[name="app"].image` */
  readonly field: string;
  /** How and when the manager wrote it. */
  readonly note?: string;
}

const BY_NAME: Readonly<Record<string, OperationFailure['kind']>> = {
  ConflictError: 'conflict',
  FieldConflictError: 'conflict',
  NotAllowedError: 'denied',
  AuthenticationError: 'denied',
  InputError: 'invalid',
  InvalidObjectError: 'invalid',
  OutcomeUnknownError: 'unknown-outcome',
  // What `fetch` throws where no connection came about.
  TypeError: 'unknown-outcome',
};

const BY_STATUS: Readonly<Record<number, OperationFailure['kind']>> = {
  400: 'invalid',
  401: 'denied',
  403: 'denied',
  409: 'conflict',
  502: 'unknown-outcome',
  504: 'unknown-outcome',
};

export function operationFailure(error: unknown): OperationFailure {
  if (error instanceof ResponseError) {
    const { name, message } = error.cause;
    return {
      kind: BY_NAME[name] ?? BY_STATUS[error.statusCode] ?? 'other',
      message,
      ...conflictsOf(error.cause),
    };
  }
  if (isError(error))
    return {
      kind: BY_NAME[error.name] ?? 'other',
      message: error.message,
      ...conflictsOf(error),
    };
  return { kind: 'other', message: String(error) };
}

function conflictsOf(error: object): Pick<OperationFailure, 'conflicts'> {
  if (!('conflicts' in error) || !Array.isArray(error.conflicts)) return {};
  const conflicts = error.conflicts.filter(isFieldConflict);
  return conflicts.length === 0 ? {} : { conflicts };
}

function isFieldConflict(value: unknown): value is FieldConflict {
  if (typeof value !== 'object' || value === null) return false;
  return (
    'manager' in value &&
    typeof value.manager === 'string' &&
    'field' in value &&
    typeof value.field === 'string'
  );
}
