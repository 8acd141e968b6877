import type { ObjectDiff } from '@kubemate/operations-common';
import type { CommitFiles } from '@kubemate/plugin-repositories-common';
import { findEntry, readBlob } from '../git/Snapshot';

/** Files whose text a plan shows; the others are named. */
const MAX_SHOWN = 50;
const MAX_TEXT = 100_000;

/** What becomes of each file, with its text before and after; files that stay as they are are left out. */
export async function diffOfFiles(
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
