import { NotFoundError } from '@backstage/errors';
import type { BranchHead, Commit, FileEntry } from '@kubemate/plugin-repositories-common';
import { gitText, runGit } from './Git';

const MAX_ENTRIES = 5_000;
export const MAX_FILE_BYTES = 4 * 1024 * 1024;

const FIELD = '%x1f';
const COMMIT_FORMAT = `--format=%H${FIELD}%P${FIELD}%an <%ae>${FIELD}%at${FIELD}%B%x1e`;

const KINDS: Readonly<Record<string, FileEntry['kind']>> = {
  '040000': 'folder',
  '120000': 'symlink',
  '160000': 'submodule',
};

/** Full id of the commit that a ref names; undefined where it names none. */
export async function findCommit(repository: string, ref: string): Promise<string | undefined> {
  const isId = /^[0-9a-f]{40}$/.test(ref);
  const names = isId ? [ref] : [`refs/heads/${ref}`, `refs/tags/${ref}`];
  for (const name of names) {
    const { code, output } = await runGit(
      ['rev-parse', '--quiet', '--verify', '--end-of-options', `${name}^{commit}`],
      { repository, accept: [1, 128] },
    );
    if (code === 0) return output.toString('utf8').trim();
  }
  return undefined;
}

/** The tip of a branch; undefined where there is none. */
export async function headOf(repository: string, branch: string): Promise<string | undefined> {
  const { code, output } = await runGit(
    ['rev-parse', '--quiet', '--verify', '--end-of-options', `refs/heads/${branch}^{commit}`],
    { repository, accept: [1, 128] },
  );
  return code === 0 ? output.toString('utf8').trim() : undefined;
}

/** The branch that the repository itself has for its default, and its tip. */
export async function defaultBranchOf(
  repository: string,
): Promise<{ name: string; head: string | undefined }> {
  const name = await gitText(['symbolic-ref', '--short', 'HEAD'], { repository });
  return { name, head: await headOf(repository, name) };
}

/** @throws NotFoundError where the ref names nothing */
export async function commitOf(repository: string, ref: string): Promise<string> {
  const commit = await findCommit(repository, ref);
  if (commit === undefined) throw new NotFoundError(`There is no branch, tag or commit ${ref}`);
  return commit;
}

export async function branchesOf(repository: string): Promise<BranchHead[]> {
  const fields = ['refname:lstrip=2', 'objectname', 'committerdate:unix', 'authorname', 'subject'];
  const format = fields.map(field => `%(${field})`).join('%1f');
  const text = await gitText(['for-each-ref', '--count=500', `--format=${format}`, 'refs/heads/'], {
    repository,
  });
  return text.split('\n').flatMap(line => {
    const [name, head, at = '', author = '', subject = ''] = line.split('\x1f');
    return name && head ? [{ name, head, at: Number(at) * 1000, author, subject }] : [];
  });
}

export interface Entry extends FileEntry {
  readonly object: string;
}

/** What a folder of a commit holds; `path` is empty for the root. */
export async function listEntries(
  repository: string,
  { commit, path, recursive = false }: { commit: string; path: string; recursive?: boolean },
): Promise<{ entries: Entry[]; isCut: boolean }> {
  const tree = path === '' ? commit : `${commit}:${path}`;
  const args = ['ls-tree', '-l', '-z', ...(recursive ? ['-r'] : []), '--end-of-options', tree];
  const { output } = await runGit(args, { repository });
  const lines = output.toString('utf8').split('\0').filter(Boolean);
  const prefix = path === '' ? '' : `${path}/`;
  const entries = lines.slice(0, MAX_ENTRIES).map(line => toEntry(line, prefix));
  return { entries, isCut: lines.length > MAX_ENTRIES };
}

/** The entry at a path; undefined where there is none. */
export async function findEntry(
  repository: string,
  { commit, path }: { commit: string; path: string },
): Promise<Entry | undefined> {
  const args = ['ls-tree', '-l', '-z', commit, '--', path];
  const { output } = await runGit(args, { repository });
  const [line] = output.toString('utf8').split('\0');
  return line ? toEntry(line, '') : undefined;
}

function toEntry(line: string, prefix: string): Entry {
  const tab = line.indexOf('\t');
  const [mode = '', , object = '', size = '-'] = line.slice(0, tab).split(/ +/);
  const kind = KINDS[mode] ?? 'file';
  return {
    path: `${prefix}${line.slice(tab + 1)}`,
    kind,
    object,
    ...(kind === 'file' ? { executable: mode === '100755' } : {}),
    ...(size === '-' ? {} : { size: Number(size) }),
  };
}

/** Bytes of a file. @throws GitError where the object is none */
export async function readBlob(repository: string, object: string): Promise<Buffer> {
  const { output } = await runGit(['cat-file', 'blob', object], {
    repository,
    maxBytes: MAX_FILE_BYTES,
  });
  return output;
}

/** Commits from a ref or of a range, newest first. */
export async function logOf(
  repository: string,
  { range, path, limit }: { range: string; path?: string; limit: number },
): Promise<Commit[]> {
  const { output } = await runGit(
    [
      ...['log', `--max-count=${limit}`, COMMIT_FORMAT, '--end-of-options', range],
      ...['--', ...(path === undefined ? [] : [path])],
    ],
    { repository },
  );
  return output
    .toString('utf8')
    .split('\x1e')
    .flatMap(record => {
      const [id = '', parents = '', author = '', at = '', message = ''] = record
        .replace(/^\n/, '')
        .split('\x1f');
      if (id === '') return [];
      return [
        {
          ...{ id, author, message: message.trim() },
          parents: parents.split(' ').filter(Boolean),
          at: Number(at) * 1000,
        },
      ];
    });
}

/** Files that differ between two commits; none where one of them is not there. Not more than `limit`. */
export async function changedPaths(
  repository: string,
  { before, after, limit }: { before: string; after: string; limit: number },
): Promise<string[]> {
  const args = ['diff', '--name-only', '--no-renames', '-z', '--end-of-options', before, after];
  const { code, output } = await runGit(args, { repository, accept: [128] });
  return code === 0 ? output.toString('utf8').split('\0').filter(Boolean).slice(0, limit) : [];
}
