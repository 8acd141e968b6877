import { ConflictError } from '@backstage/errors';
import type { ChangedFile } from '@kubemate/plugin-repositories-common';
import { moveBranch } from './commitFiles';
import type { Author } from './commitFiles';
import { gitText, runGit } from './Git';
import { changedPaths } from './Snapshot';

const MAX_DIFF = 1024 * 1024;

/** Where two lines of history part; undefined where they have nothing in common. */
export async function mergeBase(
  repository: string,
  { base, head }: { base: string; head: string },
): Promise<string | undefined> {
  const { code, output } = await runGit(['merge-base', base, head], { repository, accept: [1] });
  return code === 0 ? output.toString('utf8').trim() : undefined;
}

export type TriedMerge =
  | { readonly kind: 'clean'; readonly tree: string }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'conflicts'; readonly files: readonly string[] };

/** Merges two commits without writing anything that a ref names. */
export async function tryMerge(
  repository: string,
  { base, head }: { base: string; head: string },
): Promise<TriedMerge> {
  const parting = await mergeBase(repository, { base, head });
  if (parting === head) return { kind: 'nothing' };
  if (parting === undefined) return { kind: 'conflicts', files: [] };
  const { code, output } = await runGit(
    ['merge-tree', '--write-tree', '--name-only', '--no-messages', '-z', base, head],
    { repository, accept: [1] },
  );
  const [tree = '', ...files] = output.toString('utf8').split('\0').filter(Boolean);
  if (code === 0) return { kind: 'clean', tree };
  return { kind: 'conflicts', files: [...new Set(files)] };
}

/**
 * Merges `head` into the branch, which has to stand at `base`.
 * @throws ConflictError where files conflict, or the branch has moved
 */
export async function mergeInto(
  repository: string,
  merge: { branch: string; base: string; head: string; message: string; author: Author },
): Promise<string> {
  const { branch, base, head, message, author } = merge;
  const tried = await tryMerge(repository, { base, head });
  if (tried.kind === 'nothing') throw new ConflictError('There is nothing to merge');
  if (tried.kind === 'conflicts')
    throw new ConflictError(`It conflicts with ${branch} in ${tried.files.join(', ') || 'all'}`);
  const made = await gitText(
    [
      ...['-c', `user.name=${author.name}`, '-c', `user.email=${author.email}`],
      ...['commit-tree', tried.tree, '-p', base, '-p', head, '-F', '-'],
    ],
    { repository, input: message },
  );
  await moveBranch(repository, { branch, from: base, to: made });
  return made;
}

/** Files that `head` changes and that still have both sides of a conflict in them, marked. */
export async function filesWithMarkers(
  repository: string,
  { base, head }: { base: string; head: string },
): Promise<string[]> {
  const from = (await mergeBase(repository, { base, head })) ?? base;
  const changed = await changedPaths(repository, { before: from, after: head, limit: 2_000 });
  if (changed.length === 0) return [];
  const having = async (marker: string) => {
    const { output } = await runGit(
      ['grep', '-l', '-z', '-I', '-E', '-e', `^${marker} `, head, '--', ...changed],
      { repository, accept: [1] },
    );
    const names = output.toString('utf8').split('\0').filter(Boolean);
    return names.map(name => name.slice(head.length + 1));
  };
  const ends = new Set(await having('>{7}'));
  return (await having('<{7}')).filter(name => ends.has(name));
}

export interface ChangedText {
  readonly files: ChangedFile[];
  readonly diff: string;
  readonly diffIsCut: boolean;
}

/** What `head` brings since it parted from `base`. */
export async function diffOf(
  repository: string,
  { base, head }: { base: string; head: string },
): Promise<ChangedText> {
  const from = (await mergeBase(repository, { base, head })) ?? base;
  return diffBetween(repository, { from, to: head });
}

/** What differs between two commits or trees. */
export async function diffBetween(
  repository: string,
  { from, to }: { from: string; to: string },
): Promise<ChangedText> {
  const plain = ['--no-color', '--no-ext-diff', '--no-textconv', '--no-renames'];
  const numbers = await gitText(['diff', '--numstat', '-z', ...plain, from, to], { repository });
  const files = numbers
    .split('\0')
    .filter(Boolean)
    .slice(0, 500)
    .map(line => {
      const [added = '-', removed = '-', path = ''] = line.split('\t');
      return { path, ...(added === '-' ? {} : { added: Number(added), removed: Number(removed) }) };
    });
  const { output, isCut } = await runGit(['diff', ...plain, from, to], {
    repository,
    maxBytes: MAX_DIFF,
  });
  return { files, diff: output.toString('utf8'), diffIsCut: isCut };
}
