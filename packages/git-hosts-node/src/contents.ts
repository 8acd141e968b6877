import { InputError } from '@backstage/errors';
import { z } from 'zod';
import type { HostedEntry } from './HostedRepository';

const KINDS: Readonly<Record<string, HostedEntry['kind']>> = { file: 'file', dir: 'folder' };

/** What is in a folder, as the contents of GitHub's API have it, and Gitea's after it. */
export const folderSchema = z.array(z.object({ path: z.string(), type: z.string() }));

type Folder = z.output<typeof folderSchema>;

/** @throws InputError where it is a file */
export function entriesOf(found: Folder | object, folder: string): readonly HostedEntry[] {
  if (!Array.isArray(found)) throw new InputError(`${folder} is no folder`);
  const entries: Folder = found;
  return entries.map(({ path, type }) => ({ path, kind: KINDS[type] ?? ('other' as const) }));
}

/** @throws InputError where it is a folder, a link or another repository */
export function fileOf<F extends { readonly type: string }>(found: F | Folder, path: string): F {
  if (Array.isArray(found) || found.type !== 'file')
    throw new InputError(`${path} is no text file`);
  return found;
}
