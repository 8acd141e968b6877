import { ResponseError } from '@backstage/errors';

/** What a failed request means for the person, and the server's own sentence. */
export function describeError(error: unknown): {
  readonly kind: 'denied' | 'not-found' | 'other';
  readonly message: string;
} {
  if (error instanceof ResponseError) {
    const kind =
      error.statusCode === 403 ? 'denied' : error.statusCode === 404 ? 'not-found' : 'other';
    return { kind, message: error.cause.message };
  }
  return { kind: 'other', message: error instanceof Error ? error.message : String(error) };
}
