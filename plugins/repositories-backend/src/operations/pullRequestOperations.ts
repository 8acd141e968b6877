import { ConflictError, NotFoundError } from '@backstage/errors';
import type { Phrase } from '@kubemate/operations-common';
import { defineOperation, NothingDoneError } from '@kubemate/operations-node';
import type { OperationContext } from '@kubemate/operations-node';
import { repositoryOperations, sayRepository } from '@kubemate/plugin-repositories-common';
import type { RepositoryPlace } from '@kubemate/plugin-repositories-common';
import { authorOf } from '../git/commitFiles';
import { filesWithMarkers, mergeInto, tryMerge } from '../git/mergeBranches';
import { headOf } from '../git/Snapshot';
import { openCompensation } from './compensations';
import { nameOf, needsNothing, ownersOnly } from './OperationParts';
import type { OperationParts } from './OperationParts';

interface Numbered extends RepositoryPlace {
  readonly number: number;
}

const targetOf = (request: Numbered) => ({
  kind: 'PullRequest',
  name: `${nameOf(request)}#${request.number}`,
});

export function pullRequestOperations(parts: OperationParts) {
  return [open(parts), merge(parts), close(parts)] as const;
}

function open(parts: OperationParts) {
  const { access, store, bare, webhooks } = parts;
  return defineOperation({
    contract: repositoryOperations.openPullRequest,
    target: place => ({ kind: 'Repository', name: nameOf(place) }),
    needs: needsNothing,
    whyDenied: ownersOnly(parts),
    async plan(input, context) {
      const { defaultBranch } = await access.get(input, context);
      const { head, base = defaultBranch, title } = input;
      const folder = await bare.open(input);
      const commits = { head: await headOf(folder, head), base: await headOf(folder, base) };
      const known = await store.pullRequests(input, 'open');
      const same = known.find(each => each.head === head && each.base === base);
      const refusal =
        (commits.head === undefined && sayRepository('noBranch', { branch: head })) ||
        (commits.base === undefined && sayRepository('noBranch', { branch: base })) ||
        (commits.head === commits.base && sayRepository('nothingNew', { head, base })) ||
        (same && sayRepository('proposedAlready', { number: same.number })) ||
        undefined;
      return {
        summary: sayRepository('open', { head, base, repository: nameOf(input) }),
        diff: [
          {
            target: { kind: 'Repository', name: nameOf(input) },
            changes: [{ path: 'pullRequests', after: { title, head, base } }],
          },
        ],
        refusal,
        state: { base },
      };
    },
    async run(input, { state, clock, viewer }) {
      const { title, body, head } = input;
      const number = await store.insertPullRequest(input, {
        ...{ title, body, head, base: state.base },
        author: viewer.userEntityRef,
        createdAt: clock.now(),
      });
      await webhooks.pullRequest(input, viewer.userEntityRef, number);
      return { output: { number } };
    },
    async recover(input, { actor, clock }) {
      const repository = await store.get(input);
      if (!repository) throw new NotFoundError(`There is no repository ${nameOf(input)}`);
      const { title, body, head, base = repository.defaultBranch } = input;
      const known = (await store.pullRequests(input, 'open')).find(
        each => each.head === head && each.base === base && each.author === actor,
      );
      const request = { title, body, head, base, author: actor, createdAt: clock.now() };
      const number = known?.number ?? (await store.insertPullRequest(input, request));
      return { output: { number } };
    },
    compensate: openCompensation(parts),
  });
}

/** The pull request with where its branches stand. */
async function readOpen(input: Numbered, context: OperationContext, parts: OperationParts) {
  await parts.access.get(input, context);
  const request = await parts.store.pullRequest(input, input.number);
  if (!request) throw new NotFoundError(`There is no pull request ${input.number}`);
  const folder = await parts.bare.open(input);
  const head = await headOf(folder, request.head);
  const base = await headOf(folder, request.base);
  const { number } = input;
  const ended =
    request.state === 'open'
      ? undefined
      : sayRepository(request.state === 'merged' ? 'isMerged' : 'isClosedAlready', { number });
  return { request, folder, head, base, ended };
}

function merge(parts: OperationParts) {
  const { store, bare, events, webhooks } = parts;
  return defineOperation({
    contract: repositoryOperations.mergePullRequest,
    target: targetOf,
    needs: needsNothing,
    whyDenied: ownersOnly(parts),
    async plan(input, context) {
      const { request, folder, head, base, ended } = await readOpen(input, context, parts);
      const isThere = head !== undefined && base !== undefined;
      const tried = isThere && !ended ? await tryMerge(folder, { base, head }) : undefined;
      const refusal =
        ended ??
        (isThere ? undefined : sayRepository('branchGone')) ??
        (tried?.kind === 'nothing' ? sayRepository('nothingToMerge') : undefined) ??
        (tried?.kind === 'clean' && isThere
          ? await whyUnresolved(folder, { base, head })
          : undefined);
      if (!refusal && tried?.kind === 'conflicts')
        throw new ConflictError(
          `It conflicts with ${request.base} in ${tried.files.join(', ') || 'all of its files'}`,
        );
      return {
        summary: sayRepository('merge', {
          ...{ number: input.number, repository: nameOf(input), base: request.base },
        }),
        diff: [
          {
            target: targetOf(input),
            changes: [{ path: 'state', before: request.state, after: 'merged' }],
          },
        ],
        // Commits that nobody has looked at are not merged.
        seen: { head, base },
        refusal,
        state: { request, head, base },
      };
    },
    async run(input, { state, clock, viewer }) {
      const { request, head, base } = state;
      if (head === undefined || base === undefined)
        throw new ConflictError('One of its branches is not there any more');
      const folder = await bare.open(input);
      const author = authorOf(viewer.userEntityRef);
      const message = input.message ?? `${request.title} (#${input.number})`;
      const mergeCommit = await mergeInto(folder, {
        ...{ branch: request.base, base, head, message, author },
      });
      await store.endPullRequest(input, input.number, {
        ...{ state: 'merged', endedAt: clock.now(), endedBy: viewer.userEntityRef },
        ...{ headCommit: head, baseCommit: base, mergeCommit },
      });
      await events.moved(input, viewer.userEntityRef, [
        { ref: `refs/heads/${request.base}`, before: base, after: mergeCommit },
      ]);
      await webhooks.pullRequest(input, viewer.userEntityRef, input.number);
      return { output: { mergeCommit } };
    },
  });
}

/** A file that still has both sides of a conflict is no file that anything can read. */
async function whyUnresolved(
  folder: string,
  range: { base: string; head: string },
): Promise<Phrase | undefined> {
  const files = await filesWithMarkers(folder, range);
  if (files.length === 0) return undefined;
  const shown = files.slice(0, 10).join(', ');
  return sayRepository('hasMarkers', { files: `${shown}${files.length > 10 ? ', …' : ''}` });
}

function close(parts: OperationParts) {
  const { store, bare, webhooks } = parts;
  async function end(
    input: Numbered,
    { head, base, ...ended }: { head?: string; base?: string; endedAt: number; endedBy: string },
  ) {
    const commits = { headCommit: head, baseCommit: base };
    await store.endPullRequest(input, input.number, { state: 'closed', ...ended, ...commits });
    await webhooks.pullRequest(input, ended.endedBy, input.number);
  }
  return defineOperation({
    contract: repositoryOperations.closePullRequest,
    target: targetOf,
    needs: needsNothing,
    whyDenied: ownersOnly(parts),
    async plan(input, context) {
      const { request, head, base, ended } = await readOpen(input, context, parts);
      return {
        summary: sayRepository('close', { number: input.number, repository: nameOf(input) }),
        diff: [
          {
            target: targetOf(input),
            changes: [{ path: 'state', before: request.state, after: 'closed' }],
          },
        ],
        refusal: ended,
        state: { head, base },
      };
    },
    async run(input, { state, clock, viewer }) {
      const { userEntityRef: endedBy } = viewer;
      await end(input, { ...state, endedAt: clock.now(), endedBy });
      return {};
    },
    async recover(input, { actor, clock }) {
      const request = await store.pullRequest(input, input.number);
      if (request?.state === 'closed' && request.endedBy === actor) return {};
      // Somebody else has ended it, or removed its repository.
      if (request?.state !== 'open') throw new NothingDoneError();
      const folder = await bare.open(input);
      const head = await headOf(folder, request.head);
      const base = await headOf(folder, request.base);
      await end(input, { head, base, endedAt: clock.now(), endedBy: actor });
      return {};
    },
  });
}
