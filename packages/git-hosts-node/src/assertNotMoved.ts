import { ConflictError } from '@backstage/errors';

/** @throws ConflictError where a branch is no longer at the commit that a change was made against */
export function assertNotMoved(
  { branch, commit }: { readonly branch: string; readonly commit: string },
  { head }: { readonly head: string },
): void {
  if (commit !== head)
    throw new ConflictError(`Branch ${branch} is at ${commit}, and not at ${head}`);
}
