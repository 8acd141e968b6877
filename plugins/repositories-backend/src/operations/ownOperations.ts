import { ConflictError } from '@backstage/errors';
import { defineOperation } from '@kubemate/operations-node';
import { repositoryOperations, sayRepository } from '@kubemate/plugin-repositories-common';
import { NO_COMMIT } from '../repositories/pushEvent';
import { whyNotTheirs } from '../repositories/RepositoryAccess';
import { branchesOf, defaultBranchOf } from '../git/Snapshot';
import { createCompensation } from './compensations';
import { nameOf, needsNothing, ownersOnly, targetOf } from './OperationParts';
import type { OperationParts } from './OperationParts';

const groupOf = (owner: string) => `group:default/${owner}`;

export function createOperation(parts: OperationParts) {
  const { access, store, bare, urls } = parts;
  return defineOperation({
    contract: repositoryOperations.create,
    target: targetOf,
    needs: needsNothing,
    async whyDenied({ owner }, context) {
      const offer = await access.offer(context);
      return whyNotTheirs({ group: groupOf(owner) }, context, offer);
    },
    async plan(input) {
      const taken = await store.get(input);
      const { owner, name, ...after } = input;
      return {
        summary: sayRepository('create', { repository: nameOf(input) }),
        diff: [
          {
            target: targetOf(input),
            changes: Object.entries(after).flatMap(([path, value]) =>
              value === undefined ? [] : [{ path, after: value }],
            ),
          },
        ],
        refusal: taken && sayRepository('exists', { repository: nameOf(input) }),
        state: undefined,
      };
    },
    async run(input, { clock, viewer }) {
      const { owner, name, description, visibility, defaultBranch, protectDefaultBranch } = input;
      const repository = {
        ...{ owner, name, description, visibility, defaultBranch, protectDefaultBranch },
        group: groupOf(owner),
        createdAt: clock.now(),
        createdBy: viewer.userEntityRef,
      };
      await store.insert(repository);
      try {
        // Without a record nobody reaches a folder: one that an earlier removal has left is in the way of nothing.
        await bare.remove(input);
        await bare.create(input, { defaultBranch });
      } catch (error) {
        await store.remove(input);
        throw error;
      }
      return { output: { cloneUrl: urls.clone(input) } };
    },
    async recover(input, { actor, clock }) {
      const known = await store.get(input);
      if (known !== undefined && known.createdBy !== actor)
        throw new ConflictError(`There is a repository ${nameOf(input)} already`);
      if (known === undefined) {
        const { owner, name, description, visibility, defaultBranch, protectDefaultBranch } = input;
        await store.insert({
          ...{ owner, name, description, visibility, defaultBranch, protectDefaultBranch },
          ...{ group: groupOf(owner), createdAt: clock.now(), createdBy: actor },
        });
      }
      const isThere = await bare.open(input).then(
        () => true,
        () => false,
      );
      if (!isThere) await bare.create(input, { defaultBranch: input.defaultBranch });
      return { output: { cloneUrl: urls.clone(input) } };
    },
    compensate: createCompensation(parts),
  });
}

export function deleteOperation(parts: OperationParts) {
  const { access, store, bare, events, webhooks } = parts;
  return defineOperation({
    contract: repositoryOperations.delete,
    target: targetOf,
    needs: needsNothing,
    whyDenied: ownersOnly(parts),
    async plan(input, context) {
      const { defaultBranch } = await access.get(input, context);
      const branches = await branchesOf(await bare.open(input)).catch(() => []);
      const open = await store.pullRequests(input, 'open');
      return {
        summary: sayRepository('delete', { repository: nameOf(input) }),
        diff: [
          {
            target: targetOf(input),
            changes: branches.map(({ name, head }) => ({ path: name, before: head })),
          },
        ],
        warnings: open.length === 0 ? [] : [sayRepository('requestsGo', { number: open.length })],
        state: { defaultBranch, head: branches.find(({ name }) => name === defaultBranch)?.head },
      };
    },
    async run(input, { state, viewer }) {
      await store.remove(input);
      await bare.remove(input);
      const before = state.head ?? NO_COMMIT;
      const ref = `refs/heads/${state.defaultBranch}`;
      await webhooks.forget(input);
      await events.moved(input, viewer.userEntityRef, [{ ref, before, after: NO_COMMIT }]);
      return {};
    },
    async recover(input, { actor }) {
      if (await store.get(input))
        throw new ConflictError(
          `${nameOf(input)} is there: it was not deleted, or is another one by now`,
        );
      const folder = await bare.open(input).catch(() => undefined);
      const branch = folder === undefined ? undefined : await defaultBranchOf(folder);
      await bare.remove(input);
      await webhooks.forget(input);
      if (branch !== undefined)
        await events.moved(input, actor, [
          { ref: `refs/heads/${branch.name}`, before: branch.head ?? NO_COMMIT, after: NO_COMMIT },
        ]);
      return {};
    },
  });
}
