import { promises as fs } from 'node:fs';
import path from 'node:path';
import { NotFoundError } from '@backstage/errors';
import { DocsFilesBuilder, isDocsFile, type DocsFiles } from './DocsFiles';

const MAX_DEPTH = 8;

/**
 * Reads a documentation of the machine. Symbolic links are not followed: they lead out of it.
 * @throws NotFoundError where there is no such folder
 */
export async function readFolder(folder: string): Promise<DocsFiles> {
  const builder = new DocsFilesBuilder();
  await walk(folder, { below: '', depth: 0, builder });
  return builder.files();
}

async function walk(
  folder: string,
  at: { below: string; depth: number; builder: DocsFilesBuilder },
): Promise<void> {
  const { below, depth, builder } = at;
  for (const entry of await entriesOf(folder)) {
    const name = below === '' ? entry.name : `${below}/${entry.name}`;
    const file = path.join(folder, entry.name);
    if (entry.isDirectory() && depth < MAX_DEPTH && !entry.name.startsWith('.'))
      await walk(file, { below: name, depth: depth + 1, builder });
    if (!entry.isFile() || !isDocsFile(name, (await fs.stat(file)).size)) continue;
    if (!builder.add(name, await fs.readFile(file))) return;
  }
}

async function entriesOf(folder: string) {
  try {
    const entries = await fs.readdir(folder, { withFileTypes: true });
    return entries.sort((a, b) => a.name.localeCompare(b.name, 'en'));
  } catch (error) {
    throw new NotFoundError('There is no documentation in this place', error);
  }
}
