import { InputError } from '@backstage/errors';
import { defineOperation } from '@kubemate/operations-node';
import type { OperationContext } from '@kubemate/operations-node';
import { repositoryOperations, sayRepository } from '@kubemate/plugin-repositories-common';
import type { RepositoryPlace } from '@kubemate/plugin-repositories-common';
import { authorOf, commitFiles } from '../git/commitFiles';
import { headOf } from '../git/Snapshot';
import { NO_COMMIT } from '../repositories/pushEvent';
import { prepareUpgrade } from '../templates/prepareUpgrade';
import type { Prepared } from '../templates/prepareUpgrade';
import { readRecord } from '../templates/readRecord';
import { keepBase } from '../templates/templateBase';
import type { TemplateDrift } from '../templates/TemplateDrift';
import { openUpgradeOf } from '../templates/upgradeBranch';
import { describeConflict } from '../templates/describeUpgrade';
import { diffOfFiles } from './diffOfFiles';
import { nameOf, needsNothing, ownersOnly, targetOf } from './OperationParts';
import type { OperationParts } from './OperationParts';

type UpgradeInput = RepositoryPlace & { readonly values?: Readonly<Record<string, unknown>> };

export function upgradeOperation(parts: OperationParts, drift: TemplateDrift) {
  const { store, bare, events } = parts;
  return defineOperation({
    contract: repositoryOperations.upgrade,
    target: targetOf,
    needs: needsNothing,
    whyDenied: ownersOnly(parts),
    async plan(input, context) {
      const prepared = await prepare(input, context, { parts, drift });
      if ('refusal' in prepared)
        return {
          ...{ summary: sayRepository('upgrade', { repository: nameOf(input) }), diff: [] },
          ...{ refusal: prepared.refusal, state: undefined },
        };
      const { head, files, conflicts, title } = prepared;
      const folder = await bare.open(input);
      return {
        summary: sayRepository('proposeUpgrade', { repository: nameOf(input), title }),
        diff: await diffOfFiles(folder, { parent: head, files, repository: nameOf(input) }),
        seen: prepared.branch,
        warnings: conflicts.map(describeConflict),
        state: prepared,
      };
    },
    async run(input, { state, clock, viewer }) {
      if (!state) throw new InputError('There is nothing to upgrade');
      const { head, files, branch, base, title, body, conflicts } = state;
      const folder = await bare.open(input);
      const by = viewer.userEntityRef;
      const at = clock.now();
      // A run that was cut off has left it, and its name says that it is the same.
      if ((await headOf(folder, branch)) === undefined) {
        const commit = await commitFiles(folder, {
          ...{ branch, head: undefined, parent: head, message: title, files },
          ...{ author: authorOf(by), at },
        });
        const found = await readRecord(folder, commit);
        if (found.kind === 'found') await keepBase(folder, found);
        const ref = `refs/heads/${branch}`;
        await events.moved(input, by, [{ ref, before: NO_COMMIT, after: commit }]);
      }
      const number = await store.insertPullRequest(input, {
        ...{ title, body, head: branch, base, author: by, createdAt: at },
      });
      await parts.webhooks.pullRequest(input, by, number);
      return {
        output: {
          ...{ owner: input.owner, name: input.name, number, branch },
          conflicts: conflicts.map(({ path }) => path),
        },
      };
    },
  });
}

async function prepare(
  input: UpgradeInput,
  context: OperationContext,
  { parts, drift }: { parts: OperationParts; drift: TemplateDrift },
): Promise<Prepared> {
  const { access, bare, store } = parts;
  const { defaultBranch } = await access.get(input, context);
  const folder = await bare.open(input);
  const head = await headOf(folder, defaultBranch);
  const open = openUpgradeOf(await store.pullRequests(input, 'open'));
  if (open) return { refusal: sayRepository('upgradeOpen', { number: open.number }) };
  return prepareUpgrade(
    { folder, head, defaultBranch, name: nameOf(input), values: input.values },
    { drift, asker: context },
  );
}
