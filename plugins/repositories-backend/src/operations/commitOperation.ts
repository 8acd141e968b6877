import { ConflictError, NotFoundError } from '@backstage/errors';
import type { ObjectDiff } from '@kubemate/operations-common';
import { defineOperation } from '@kubemate/operations-node';
import { repositoryOperations } from '@kubemate/plugin-repositories-common';
import type { CommitFiles } from '@kubemate/plugin-repositories-common';
import { authorOf, commitFiles } from '../git/commitFiles';
import { findEntry, headOf, readBlob } from '../git/Snapshot';
import { NO_COMMIT } from '../repositories/PushEvents';
import { nameOf, needsNothing, ownersOnly, targetOf } from './OperationParts';
import type { OperationParts } from './OperationParts';

/** Files whose text a plan shows; the others are named. */
const MAX_SHOWN = 50;
const MAX_TEXT = 100_000;

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
        summary: `Commit ${count} ${count === 1 ? 'file' : 'files'} to ${nameOf(input)} (${branch})`,
        diff,
        // Of each file, where what is told of it is its length.
        seen: diff.map(({ before }) => before ?? null),
        refusal: isProtected
          ? `Branch ${branch} is protected: open a pull request instead`
          : undefined,
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
      await events.moved(place, viewer.userEntityRef, [
        { ref: `refs/heads/${branch}`, before: head ?? NO_COMMIT, after: commit },
      ]);
      return { output: { commit, branch } };
    },
  });
}

async function diffOfFiles(
  folder: string,
  {
    parent,
    files,
    repository,
  }: { parent: string | undefined; files: CommitFiles; repository: string },
): Promise<ObjectDiff[]> {
  const diffs: ObjectDiff[] = [];
  for (const [path, file] of Object.entries(files)) {
    const target = { kind: 'File', name: `${repository}:${path}` };
    if (diffs.length >= MAX_SHOWN) {
      diffs.push({ target, changes: [{ path, after: file === null ? 'deleted' : 'written' }] });
      continue;
    }
    const entry =
      parent === undefined ? undefined : await findEntry(folder, { commit: parent, path });
    const before =
      entry?.kind === 'file'
        ? shown((await readBlob(folder, entry.object)).toString('utf8'))
        : undefined;
    const after = file === null ? undefined : shown(textOf(file));
    if (before === after) continue;
    diffs.push({
      target,
      ...(before === undefined ? {} : { before }),
      ...(after === undefined ? {} : { after }),
      changes: [
        {
          path,
          ...(before === undefined ? {} : { before: `${before.length} characters` }),
          ...(after === undefined ? {} : { after: `${after.length} characters` }),
        },
      ],
    });
  }
  return diffs;
}

function textOf(file: Exclude<CommitFiles[string], null>): string {
  if (typeof file === 'string') return file;
  return file.encoding === 'utf8' ? file.content : `(${file.content.length} characters of base64)`;
}

function shown(text: string): string {
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
}
