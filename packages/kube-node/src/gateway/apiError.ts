import {
  ConflictError,
  InputError,
  isError,
  NotAllowedError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { isUnsent, networkReason } from '../clusters/networkReason';
import { parseRetryAfter } from '../reflector/ApiFailure';
import type { ApiResponse } from '../reflector/ApiTransport';
import {
  FieldConflictError,
  InvalidObjectError,
  OutcomeUnknownError,
  TooManyRequestsError,
} from '../writeErrors';
import { readStatus, type ApiStatus } from './apiStatus';

/** Room for the causes of an object with many invalid fields. */
const MAX_ERROR_BODY = 256 * 1024;

/** Whose credential a request carried: a refused one is the cluster's problem where it is the portal's, and the person's where it is theirs. */
export type CredentialOwner = 'portal' | 'viewer';

/**
 * The Backstage error for an answer that is not a success, with the API server's own sentence.
 * It never has `status` or `statusCode`: Backstage's root middleware would take an upstream's 401 for its own.
 */
export async function apiError(
  response: ApiResponse,
  context: {
    cluster: string;
    credential: CredentialOwner;
    /** Takes out of the API server's sentences what must not be repeated. */
    redact?: (text: string) => string;
  },
): Promise<Error> {
  const { cluster, credential, redact = (text: string) => text } = context;
  const status = readStatus(await readAtMost(response, MAX_ERROR_BODY), redact);
  const message = status.message || `the API server answered ${response.status}`;
  switch (response.status) {
    case 400:
    case 405:
    case 406:
    case 413:
    case 415:
      return new InputError(message);
    case 422:
      return status.causes.length === 0
        ? new InputError(message)
        : new InvalidObjectError(message, status.causes);
    case 401:
      return credential === 'viewer'
        ? new NotAllowedError(
            `cluster ${cluster} did not accept your sign-in token; sign in again with the identity provider`,
          )
        : new ServiceUnavailableError(
            `cluster ${cluster} did not accept the portal's credential: ${message}`,
          );
    case 403:
      return new NotAllowedError(message);
    case 404:
      return new NotFoundError(message);
    case 409:
      return status.conflicts.length === 0
        ? new ConflictError(message)
        : new FieldConflictError(message, status.conflicts);
    case 410:
      return new ConflictError(message);
    case 429:
      return tooManyRequests(response, { status, cluster, message });
    default:
      return new ServiceUnavailableError(
        `cluster ${cluster} answered ${response.status}: ${message}`,
      );
  }
}

function tooManyRequests(
  { headers }: ApiResponse,
  { status, cluster, message }: { status: ApiStatus; cluster: string; message: string },
): TooManyRequestsError {
  const header = headers['retry-after'];
  const wait = parseRetryAfter(typeof header === 'string' ? header : header?.[0], Date.now());
  return new TooManyRequestsError(`cluster ${cluster} answered 429: ${message}`, {
    retryAfterSeconds: wait === undefined ? status.retryAfterSeconds : Math.ceil(wait / 1000),
    budgets: status.budgets,
  });
}

const OURS = [InputError, NotAllowedError, NotFoundError, ConflictError, ServiceUnavailableError];

/** The Backstage error for no answer at all. Passes on those that are Backstage's already, and the caller's own abort. */
export function networkError(cluster: string, error: unknown): Error {
  if (error instanceof Error && OURS.some(known => error instanceof known)) return error;
  if (isError(error) && error.name === 'AbortError') return error;
  return new ServiceUnavailableError(
    `cluster ${cluster} cannot be reached: ${networkReason(error)}`,
  );
}

/** The error for a write without an answer, by whether any of it can have arrived. */
export function writeError(cluster: string, error: unknown): Error {
  const known = networkError(cluster, error);
  // An abort is the caller's; every other Backstage error was made by an answer, or before anything was sent.
  if (known === error || isUnsent(error)) return known;
  return new OutcomeUnknownError(
    `${known.message}; the change may have been carried out: look before you try again`,
  );
}

async function readAtMost(response: ApiResponse, limit: number): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const part of response.body) {
      size += part.byteLength;
      if (size > limit) break;
      parts.push(part);
    }
  } catch {
    // A cut-off error message still tells more than none.
  }
  return Buffer.concat(parts).toString('utf8');
}
