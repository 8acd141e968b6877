import { resolveSafeChildPath } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import { lstat, readFile, readdir } from 'node:fs/promises';
import path from 'node:path';

/** One file of a task's workspace, by its path from where it was looked for. */
export interface WorkspaceFile {
  readonly path: string;
  readonly content: Buffer;
  readonly executable: boolean;
}

const MAX_FILES = 2000;
const MAX_BYTES = 20_000_000;

/**
 * The files of a folder of the workspace, or the one file, in the order of their paths. `.git` is left out.
 * @throws InputError for a path outside the workspace, a symbolic link, or more than is sensible
 */
export async function readWorkspace(workspace: string, from: string): Promise<WorkspaceFile[]> {
  const start = childOf(workspace, from);
  await refuseLinks(workspace, start);
  const files: WorkspaceFile[] = [];
  let bytes = 0;
  for await (const file of walk(start)) {
    const { mode, size } = await lstat(file);
    bytes += size;
    if (files.length >= MAX_FILES || bytes > MAX_BYTES)
      throw new InputError(`${from} has more than ${MAX_FILES} files or ${MAX_BYTES} bytes`);
    files.push({
      path: path.relative(start, file).split(path.sep).join('/') || path.basename(file),
      content: await readFile(file),
      executable: (mode & 0o100) !== 0,
    });
  }
  return files;
}

/**
 * Where a file of the workspace is.
 * @throws InputError for a path outside the workspace, for what is behind a link, or where there is no such file
 */
export async function resolveWorkspaceFile(workspace: string, from: string): Promise<string> {
  const file = childOf(workspace, from);
  try {
    await refuseLinks(workspace, file);
    if ((await lstat(file)).isFile()) return file;
  } catch (error) {
    if (error instanceof InputError) throw error;
  }
  throw new InputError(`There is no file ${from} in the workspace of the task`);
}

function childOf(workspace: string, from: string): string {
  try {
    return resolveSafeChildPath(workspace, from);
  } catch {
    throw new InputError(`${from} is outside the workspace of the task`);
  }
}

/** A link in the way to the start would lead out of the workspace as well as one at its end. */
async function refuseLinks(workspace: string, start: string): Promise<void> {
  const parts = path.relative(workspace, start).split(path.sep).filter(Boolean);
  for (let count = 1; count <= parts.length; count++) {
    const each = path.join(workspace, ...parts.slice(0, count));
    if ((await lstat(each)).isSymbolicLink()) throw linkRefused(path.relative(workspace, each));
  }
}

async function* walk(start: string): AsyncGenerator<string> {
  if (!(await lstat(start)).isDirectory()) {
    yield start;
    return;
  }
  const entries = await readdir(start, { withFileTypes: true });
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const file = path.join(start, entry.name);
    if (entry.name === '.git') continue;
    if (entry.isDirectory()) yield* walk(file);
    else if (entry.isFile()) yield file;
    else throw linkRefused(entry.name);
  }
}

function linkRefused(name: string): InputError {
  return new InputError(`${name} is not a plain file: links and devices are refused in templates`);
}
