import { toError } from '@backstage/errors';

/** What another plugin said, where it is one that has failed. */
export function reasonOf(error: unknown): string {
  const { message, cause } = toError(error);
  return cause instanceof Error ? cause.message : message;
}
