import { ConflictError, InputError } from '@backstage/errors';
import type { CommitFiles } from '@kubemate/plugin-repositories-common';
import { randomUUID } from 'node:crypto';
import { GitError, gitText, runGit } from './Git';

/** Who a commit says it is by. */
export interface Author {
  readonly name: string;
  readonly email: string;
}

/** `user:default/dana` as an author of commits. */
export function authorOf(userEntityRef: string): Author {
  const name = userEntityRef.replace(/^user:(?:default\/)?/, '').replace(/[<>\n\r]/g, '');
  return { name, email: `${name.replace(/[^\w.-]/g, '.')}@users.kubemate.invalid` };
}

export interface NewCommit {
  readonly branch: string;
  /** What the branch has to stand at; undefined where it must not be there. */
  readonly head: string | undefined;
  /** The commit that the new one follows: the head, or where a new branch begins. */
  readonly parent: string | undefined;
  readonly message: string;
  readonly files: CommitFiles;
  readonly author: Author;
  /** Epoch milliseconds. */
  readonly at: number;
}

const NONE = '0'.repeat(40);

/**
 * Writes one commit, and moves the branch to it in one step of git's own: a process that dies in between leaves objects that nothing names.
 * @throws ConflictError where the branch stands elsewhere
 */
export async function commitFiles(repository: string, commit: NewCommit): Promise<string> {
  const making = `refs/kubemate/${randomUUID()}`;
  try {
    await runGit(['fast-import', '--quiet', '--force'], {
      repository,
      input: toStream(making, commit),
    });
  } catch (error) {
    if (!(error instanceof GitError)) throw error;
    throw new InputError(`Git refuses the commit: ${error.message.split('\n')[0]}`);
  }
  try {
    const made = await gitText(['rev-parse', '--verify', making], { repository });
    await moveBranch(repository, { branch: commit.branch, from: commit.head, to: made });
    return made;
  } finally {
    await runGit(['update-ref', '-d', making], { repository });
  }
}

/**
 * Moves a branch from where it has to be.
 * @throws ConflictError where it is elsewhere
 */
export async function moveBranch(
  repository: string,
  { branch, from, to }: { branch: string; from: string | undefined; to: string },
): Promise<void> {
  try {
    await runGit(['update-ref', `refs/heads/${branch}`, to, from ?? NONE], { repository });
  } catch (error) {
    if (!(error instanceof GitError)) throw error;
    throw new ConflictError(`Branch ${branch} was changed by somebody else at the same time`);
  }
}

/**
 * Takes a branch away that stands where it has to.
 * @throws ConflictError where it is elsewhere
 */
export async function deleteBranch(
  repository: string,
  { branch, from }: { branch: string; from: string },
): Promise<void> {
  try {
    await runGit(['update-ref', '-d', `refs/heads/${branch}`, from], { repository });
  } catch (error) {
    if (!(error instanceof GitError)) throw error;
    throw new ConflictError(`Branch ${branch} was changed by somebody else at the same time`);
  }
}

/** `data` of git-fast-import(1): its length first, so that no content can be read as a command. */
export function toData(content: Buffer): Buffer[] {
  return [Buffer.from(`data ${content.length}\n`), content, Buffer.from('\n')];
}

function toStream(ref: string, commit: NewCommit): Buffer {
  const { author, at, parent, message, files } = commit;
  const person = `${author.name} <${author.email}> ${Math.floor(at / 1000)} +0000`;
  const parts: Buffer[] = [
    Buffer.from(`commit ${ref}\nauthor ${person}\ncommitter ${person}\n`),
    ...toData(Buffer.from(message)),
    ...(parent === undefined ? [] : [Buffer.from(`from ${parent}\n`)]),
  ];
  // What is deleted first: a file may take the place of a folder.
  const sorted = Object.entries(files).sort(
    ([, a], [, b]) => Number(b === null) - Number(a === null),
  );
  for (const [path, file] of sorted) {
    if (file === null) {
      parts.push(Buffer.from(`D ${path}\n`));
      continue;
    }
    const { content, encoding, executable } =
      typeof file === 'string'
        ? { content: file, encoding: 'utf8' as const, executable: false }
        : file;
    const mode = executable ? '100755' : '100644';
    parts.push(
      Buffer.from(`M ${mode} inline ${path}\n`),
      ...toData(Buffer.from(content, encoding)),
    );
  }
  return Buffer.concat([...parts, Buffer.from('\n')]);
}
