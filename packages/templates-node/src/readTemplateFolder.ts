import { resolveSafeChildPath } from '@backstage/backend-plugin-api';
import type { UrlReaderService } from '@backstage/backend-plugin-api';
import { ANNOTATION_LOCATION } from '@backstage/catalog-model';
import type { Entity } from '@backstage/catalog-model';
import { InputError } from '@backstage/errors';
import { lstat, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

const MAX_FILES = 1000;
const MAX_BYTES = 5_000_000;

/** What lies beside a template, by path from it. */
export type TemplateFiles = ReadonlyMap<string, Buffer>;

/**
 * Reads files and folders beside a template from where the catalog has it: a file of the portal's machine, or an address.
 * @param paths from the template; `.` for all that is there
 * @throws InputError for a link, for what is not there, or for more than a template has
 */
export async function readTemplateFolder(
  template: Entity,
  { paths, reader }: { paths: readonly string[]; reader: UrlReaderService },
): Promise<TemplateFiles> {
  const location = template.metadata.annotations?.[ANNOTATION_LOCATION] ?? '';
  const files = new Map<string, Buffer>();
  let bytes = 0;
  const add = (name: string, content: Buffer) => {
    bytes += content.length;
    if (files.size >= MAX_FILES || bytes > MAX_BYTES)
      throw new InputError(`${template.metadata.name} has too many files beside it`);
    files.set(name, content);
  };
  if (location.startsWith('file:')) {
    const root = path.dirname(location.slice('file:'.length));
    for (const each of new Set(paths))
      for await (const file of walk(resolveSafeChildPath(root, each)))
        add(path.relative(root, file).split(path.sep).join('/'), await readFile(file));
    return files;
  }
  if (!location.startsWith('url:'))
    throw new InputError(`Where ${template.metadata.name} comes from is not known`);
  const tree = await reader.readTree(new URL('.', location.slice('url:'.length)).href, {
    filter: name => paths.some(each => each === '.' || isWithin(name, each)),
  });
  for (const file of await tree.files()) add(file.path, await file.content());
  return files;
}

function isWithin(name: string, each: string): boolean {
  return name === each || name.startsWith(`${each}/`);
}

async function* walk(folder: string): AsyncGenerator<string> {
  const is = await lstat(folder).catch((error: unknown) => {
    throw new InputError(`${path.basename(folder)} is not beside the template`, error);
  });
  if (is.isSymbolicLink()) throw linkRefused(folder);
  if (is.isFile()) {
    yield folder;
    return;
  }
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) yield* walk(file);
    else if (entry.isFile()) yield file;
    else throw linkRefused(file);
  }
}

function linkRefused(file: string): InputError {
  return new InputError(
    `${path.basename(file)} is not a plain file: links are refused in templates`,
  );
}
