import type { StoreProblem } from '../rows/RowStore';
import type { ApiResponse } from './ApiTransport';

/** Why a list or a watch ended, in the terms that decide what happens next. */
export class ApiFailure extends Error {
  readonly problem: StoreProblem;
  /** The resource version or the continue token is too old: only a new list helps. */
  readonly expired: boolean;
  /** HTTP status, also of a Status inside a stream; 0 where there was no answer. */
  readonly status: number;
  readonly retryAfterMs: number | undefined;

  constructor(
    message: string,
    details: {
      problem: StoreProblem;
      status?: number;
      expired?: boolean;
      retryAfterMs?: number;
      cause?: unknown;
    },
  ) {
    super(message, { cause: details.cause });
    this.name = 'ApiFailure';
    this.problem = details.problem;
    this.status = details.status ?? 0;
    this.expired = details.expired ?? false;
    this.retryAfterMs = details.retryAfterMs;
  }
}

/** What the server sent is not what the protocol allows. */
export function invalidAnswer(message: string, cause?: unknown): ApiFailure {
  return new ApiFailure(message, { problem: 'invalid', cause });
}

function problemOf(status: number): StoreProblem {
  if (status === 401 || status === 403) return 'denied';
  if (status === 404 || status === 405) return 'not-served';
  if (status === 429 || status === 503 || status === 504) return 'overloaded';
  return status >= 500 ? 'unreachable' : 'invalid';
}

/** Part of a `metav1.Status`, as far as it can be trusted to be there. */
interface StatusFields {
  code?: number;
  reason?: string;
  message?: string;
  retryAfterSeconds?: number;
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function readStatus(value: unknown): StatusFields {
  const code = field(value, 'code');
  const reason = field(value, 'reason');
  const message = field(value, 'message');
  const retryAfterSeconds = field(field(value, 'details'), 'retryAfterSeconds');
  return {
    code: typeof code === 'number' ? code : undefined,
    reason: typeof reason === 'string' ? reason : undefined,
    message: typeof message === 'string' ? message.slice(0, 500) : undefined,
    retryAfterSeconds: typeof retryAfterSeconds === 'number' ? retryAfterSeconds : undefined,
  };
}

/** The failure that a Status object reports, from an error response or from an `ERROR` event of a watch. */
export function failureOfStatus(
  value: unknown,
  http?: { status: number; retryAfterMs?: number },
): ApiFailure {
  const { code, reason, message, retryAfterSeconds } = readStatus(value);
  const status = http?.status ?? code ?? 500;
  const fromBody = retryAfterSeconds === undefined ? undefined : retryAfterSeconds * 1000;
  return new ApiFailure(message ?? `The API server answered ${status}`, {
    problem: problemOf(status),
    status,
    expired: status === 410 || reason === 'Expired' || reason === 'Gone',
    retryAfterMs: http?.retryAfterMs ?? fromBody,
  });
}

/** Milliseconds of a `Retry-After` header: seconds or a date. */
export function parseRetryAfter(value: string | undefined, now: number): number | undefined {
  if (value === undefined) return undefined;
  if (/^\d+$/.test(value.trim())) return Number(value) * 1000;
  const at = Date.parse(value);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}

const MAX_ERROR_BODY = 64 * 1024;

/** Reads a response that is not 200, within bounds. */
export async function failureOfResponse(response: ApiResponse, now: number): Promise<ApiFailure> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body) {
    size += part.byteLength;
    if (size > MAX_ERROR_BODY) break;
    parts.push(part);
  }
  const header = response.headers['retry-after'];
  const retryAfterMs = parseRetryAfter(typeof header === 'string' ? header : header?.[0], now);
  return failureOfStatus(parseOrUndefined(Buffer.concat(parts).toString('utf8')), {
    status: response.status,
    retryAfterMs,
  });
}

function parseOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
