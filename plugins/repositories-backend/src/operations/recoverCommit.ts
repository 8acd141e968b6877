import { NotFoundError } from '@backstage/errors';
import type { RecoverContext, RunOutcome } from '@kubemate/operations-node';
import { TEMPLATE_RECORD } from '@kubemate/plugin-repositories-common';
import type { repositoryOperations } from '@kubemate/plugin-repositories-common';
import type { z } from 'zod';
import { authorOf, commitFiles } from '../git/commitFiles';
import { findEntry, headOf, logOf, readBlob } from '../git/Snapshot';
import { NO_COMMIT } from '../repositories/pushEvent';
import { keepWritten } from '../templates/keepWritten';
import { nameOf } from './OperationParts';
import type { OperationParts } from './OperationParts';

type Input = z.output<typeof repositoryOperations.commit.input>;

interface Made {
  readonly before: string;
  readonly commit: string;
  readonly isNewBranch: boolean;
}

/**
 * The branch stands at this very commit already, or the commit is made now. It was allowed when it was asked for. What comes after a commit is done in both cases:
 * nobody knows how far the process came that has died, and who is told twice finds the same commit.
 */
export function recoverCommit({ store, bare, events }: OperationParts) {
  return async (input: Input, { actor, clock }: RecoverContext): Promise<RunOutcome> => {
    const repository = await store.get(input);
    if (!repository) throw new NotFoundError(`There is no repository ${nameOf(input)}`);
    const folder = await bare.open(input);
    const { message, files, branch = repository.defaultBranch } = input;
    const head = await headOf(folder, branch);
    const start = await headOf(folder, input.from ?? repository.defaultBranch);
    const author = authorOf(actor);
    const tell = async ({ before, commit, isNewBranch }: Made): Promise<RunOutcome> => {
      if (files[TEMPLATE_RECORD]) await keepWritten(folder, commit);
      await events.moved(input, actor, [{ ref: `refs/heads/${branch}`, before, after: commit }]);
      return { output: { commit, branch, isNewBranch } };
    };
    const [newest] = head === undefined ? [] : await logOf(folder, { range: head, limit: 1 });
    const isMade =
      newest?.message === message.trim() &&
      newest.author === `${author.name} <${author.email}>` &&
      (await holds(folder, newest.id, files));
    if (newest !== undefined && isMade) {
      const [parent] = newest.parents;
      const isNewBranch = parent === undefined || parent === start;
      return tell({ before: isNewBranch ? NO_COMMIT : parent, commit: newest.id, isNewBranch });
    }
    const parent = head ?? start;
    const commit = await commitFiles(folder, {
      ...{ branch, head, parent, message, files, author, at: clock.now() },
    });
    return tell({ before: head ?? NO_COMMIT, commit, isNewBranch: head === undefined });
  };
}

/** Whether the commit holds the files as they were to be. */
async function holds(folder: string, commit: string, files: Input['files']): Promise<boolean> {
  for (const [path, file] of Object.entries(files)) {
    const entry = await findEntry(folder, { commit, path });
    if (file === null || entry?.kind !== 'file') {
      if (file !== null || entry !== undefined) return false;
      continue;
    }
    const text =
      typeof file === 'string' ? Buffer.from(file) : Buffer.from(file.content, file.encoding);
    if (!(await readBlob(folder, entry.object)).equals(text)) return false;
  }
  return true;
}
