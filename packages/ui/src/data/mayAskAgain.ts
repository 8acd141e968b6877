/** Errors that asking again does not change. */
const FINAL = new Set(['NotAllowedError', 'NotFoundError', 'InputError', 'AuthenticationError']);

/**
 * Whether the same request may succeed a moment later. Backstage's clients throw a `ResponseError` whose cause is what the
 * server said: a missing object is missing, and trying again only keeps the person waiting.
 */
export function mayAskAgain(error: unknown): boolean {
  const causes: unknown[] = [error, error instanceof Error ? error.cause : undefined];
  return !causes.some(cause => cause instanceof Error && FINAL.has(cause.name));
}
