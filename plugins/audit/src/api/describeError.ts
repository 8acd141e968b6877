import { ResponseError } from '@backstage/errors';

/** Whether the person may not, and the server's own sentence. */
export function describeError(error: unknown): {
  readonly denied: boolean;
  readonly message: string;
} {
  if (error instanceof ResponseError)
    return { denied: error.statusCode === 403, message: error.cause.message };
  return { denied: false, message: error instanceof Error ? error.message : String(error) };
}
