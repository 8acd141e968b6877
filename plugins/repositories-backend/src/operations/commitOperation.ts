import { ConflictError, NotFoundError } from '@backstage/errors';
import { defineOperation } from '@kubemate/operations-node';
import {
  repositoryOperations,
  TEMPLATE_RECORD,
  sayRepository,
} from '@kubemate/plugin-repositories-common';
import { authorOf, commitFiles } from '../git/commitFiles';
import { headOf } from '../git/Snapshot';
import { NO_COMMIT } from '../repositories/pushEvent';
import { keepWritten } from '../templates/keepWritten';
import { diffOfFiles } from './diffOfFiles';
import { recoverCommit } from './recoverCommit';
import { nameOf, needsNothing, ownersOnly, targetOf } from './OperationParts';
import type { OperationParts } from './OperationParts';
import { commitCompensation } from './compensations';

export function commitOperation(parts: OperationParts) {
  const { access, bare, events } = parts;
  return defineOperation({
    contract: repositoryOperations.commit,
    target: targetOf,
    needs: needsNothing,
    whyDenied: ownersOnly(parts),
    async plan(input, context) {
      const { offer, ...repository } = await access.get(input, context);
      const folder = await bare.open(input);
      const { branch = repository.defaultBranch, expectedHead, files } = input;
      const head = await headOf(folder, branch);
      if (expectedHead !== undefined && expectedHead !== head)
        throw new ConflictError(
          `Branch ${branch} is at ${head ?? 'no commit'}, and not at ${expectedHead}`,
        );
      const isDefault = branch === repository.defaultBranch;
      const from = input.from ?? repository.defaultBranch;
      const start = head === undefined && !isDefault ? await headOf(folder, from) : undefined;
      if (head === undefined && start === undefined && input.from !== undefined)
        throw new NotFoundError(`There is no branch ${from}`);
      const parent = head ?? start;
      const count = Object.keys(files).length;
      const diff = await diffOfFiles(folder, { parent, files, repository: nameOf(input) });
      const isProtected = isDefault && repository.protectDefaultBranch && head !== undefined;
      return {
        summary: sayRepository(count === 1 ? 'commitOne' : 'commit', {
          ...{ number: count, repository: nameOf(input), branch },
        }),
        diff,
        // Of each file, where what is told of it is its length.
        seen: diff.map(({ before }) => before ?? null),
        refusal: isProtected ? sayRepository('isProtected', { branch }) : undefined,
        state: { branch, head, parent },
      };
    },
    async run({ message, files, ...place }, { state, clock, viewer }) {
      const { branch, head, parent } = state;
      const folder = await bare.open(place);
      const author = authorOf(viewer.userEntityRef);
      const at = clock.now();
      const commit = await commitFiles(folder, {
        ...{ branch, head, parent, message, files, author, at },
      });
      if (files[TEMPLATE_RECORD]) await keepWritten(folder, commit);
      await events.moved(place, viewer.userEntityRef, [
        { ref: `refs/heads/${branch}`, before: head ?? NO_COMMIT, after: commit },
      ]);
      return { output: { commit, branch, isNewBranch: head === undefined } };
    },
    recover: recoverCommit(parts),
    compensate: commitCompensation(parts),
  });
}
