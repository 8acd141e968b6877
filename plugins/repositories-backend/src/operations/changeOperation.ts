import { defineOperation } from '@kubemate/operations-node';
import { repositoryOperations, sayRepository } from '@kubemate/plugin-repositories-common';
import { headOf } from '../git/Snapshot';
import { nameOf, needsNothing, ownersOnly, targetOf } from './OperationParts';
import type { OperationParts } from './OperationParts';

const FIELDS = ['description', 'visibility', 'protectDefaultBranch'] as const;

/** What can be changed of a repository itself. */
export function changeOperation(parts: OperationParts) {
  const { access, store, bare, events } = parts;
  return defineOperation({
    contract: repositoryOperations.change,
    target: targetOf,
    needs: needsNothing,
    whyDenied: ownersOnly(parts),
    async plan(input, context) {
      const repository = await access.get(input, context);
      const changes = FIELDS.flatMap(path => {
        const [before, after] = [repository[path], input[path]];
        if (after === undefined || after === (before ?? '')) return [];
        return [{ path, after, ...(before === undefined ? {} : { before }) }];
      });
      const isHidden = changes.some(
        ({ path, after }) => path === 'visibility' && after === 'private',
      );
      const isShown = changes.some(
        ({ path, after }) => path === 'visibility' && after === 'internal',
      );
      const { description = '', visibility, protectDefaultBranch, defaultBranch } = repository;
      return {
        summary: sayRepository('change', { repository: nameOf(input) }),
        diff: changes.length === 0 ? [] : [{ target: targetOf(input), changes }],
        warnings: [
          ...(isHidden ? [sayRepository('getsHidden')] : []),
          ...(isShown ? [sayRepository('getsShown')] : []),
        ],
        refusal: changes.length === 0 ? sayRepository('isSo') : undefined,
        seen: { description, visibility, protectDefaultBranch },
        state: { defaultBranch },
      };
    },
    async run({ owner, name, ...changes }, { state, viewer }) {
      const place = { owner, name };
      await store.update(place, changes);
      const head = await headOf(await bare.open(place), state.defaultBranch);
      // What is internal is in the catalog, which has to look again.
      if (changes.visibility !== undefined && head !== undefined)
        await events.changed(place, viewer.userEntityRef, {
          ...{ ref: `refs/heads/${state.defaultBranch}`, head },
        });
      return {};
    },
  });
}
