import { ResponseError } from '@backstage/errors';

/** What a failed request means for the person who looks at the screen. */
export type ErrorKind = 'denied' | 'not-found' | 'invalid' | 'unreachable' | 'other';

const BY_STATUS: Readonly<Record<number, ErrorKind>> = {
  400: 'invalid',
  401: 'denied',
  403: 'denied',
  404: 'not-found',
  502: 'unreachable',
  503: 'unreachable',
  504: 'unreachable',
};

const BY_NAME: Readonly<Record<string, ErrorKind>> = {
  NotAllowedError: 'denied',
  AuthenticationError: 'denied',
  NotFoundError: 'not-found',
  InputError: 'invalid',
  ServiceUnavailableError: 'unreachable',
  // What `fetch` throws where no connection came about.
  TypeError: 'unreachable',
};

export interface ErrorDescription {
  readonly kind: ErrorKind;
  /** The server's own sentence where there is one. */
  readonly message: string;
}

export function describeError(error: unknown): ErrorDescription {
  if (error instanceof ResponseError) {
    const { name, message } = error.cause;
    return { kind: BY_NAME[name] ?? BY_STATUS[error.statusCode] ?? 'other', message };
  }
  if (error instanceof Error)
    return { kind: BY_NAME[error.name] ?? 'other', message: error.message };
  return { kind: 'other', message: String(error) };
}

/** False where the same request would fail the same way. */
export function mayRecover(error: unknown): boolean {
  const { kind } = describeError(error);
  return kind === 'unreachable' || kind === 'other';
}
