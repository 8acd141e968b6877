import { ConflictError, NotFoundError } from '@backstage/errors';
import { defineOperation } from '@kubemate/operations-node';
import { repositoryOperations, sayRepository } from '@kubemate/plugin-repositories-common';
import { deleteBranch } from '../git/commitFiles';
import { headOf } from '../git/Snapshot';
import { NO_COMMIT } from '../repositories/pushEvent';
import { nameOf, needsNothing, ownersOnly } from './OperationParts';
import type { OperationParts } from './OperationParts';

export function deleteBranchOperation(parts: OperationParts) {
  const { access, bare, store, events } = parts;
  return defineOperation({
    contract: repositoryOperations.deleteBranch,
    target: input => ({ kind: 'Branch', name: `${nameOf(input)}:${input.branch}` }),
    needs: needsNothing,
    whyDenied: ownersOnly(parts),
    async plan(input, context) {
      const { branch, expectedHead } = input;
      const { defaultBranch } = await access.get(input, context);
      const head = await headOf(await bare.open(input), branch);
      if (head === undefined) throw new NotFoundError(`There is no branch ${branch}`);
      if (expectedHead !== undefined && expectedHead !== head)
        throw new ConflictError(`Branch ${branch} is at ${head}, and not at ${expectedHead}`);
      const open = (await store.pullRequests(input, 'open')).filter(each => each.head === branch);
      return {
        summary: sayRepository('deleteBranch', { branch, repository: nameOf(input) }),
        diff: [
          {
            target: { kind: 'Branch', name: `${nameOf(input)}:${branch}` },
            changes: [{ path: 'head', before: head }],
          },
        ],
        warnings: open.map(({ number }) => sayRepository('proposesIt', { number })),
        refusal: branch === defaultBranch ? sayRepository('isDefault') : undefined,
        state: { head },
      };
    },
    async run(input, { state, viewer }) {
      const { branch } = input;
      await deleteBranch(await bare.open(input), { branch, from: state.head });
      await events.moved(input, viewer.userEntityRef, [
        { ref: `refs/heads/${branch}`, before: state.head, after: NO_COMMIT },
      ]);
      return {};
    },
  });
}
