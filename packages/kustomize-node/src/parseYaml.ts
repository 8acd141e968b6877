import { InputError } from '@backstage/errors';
import { parseAllDocuments } from 'yaml';
import { manifestSchema, type Manifest, type WorkspaceTexts } from './Manifest';

/** The text of a file of the workspace. */
export function textOf(files: WorkspaceTexts, file: string, namedBy: string): string {
  const text = files.get(file);
  if (text === undefined) throw new InputError(`${namedBy} names ${file}, which is not there`);
  return text;
}

/** Each document of a YAML text that is not empty. */
export function documentsOf(text: string, file: string): unknown[] {
  return parseAllDocuments(text).flatMap(document => {
    const [broken] = document.errors;
    if (broken) throw new InputError(`${file}: ${broken.message}`);
    const value: unknown = document.toJS();
    return value === null || value === undefined ? [] : [value];
  });
}

/** The Kubernetes objects of a file. */
export function objectsOf(text: string, file: string): Manifest[] {
  return documentsOf(text, file).map(document => {
    const read = manifestSchema.safeParse(document);
    if (read.success) return read.data;
    const [issue] = read.error.issues;
    throw new InputError(
      `${file}: ${issue?.path.join('.') || 'the document'} is not as Kubernetes objects have it: ${issue?.message}`,
    );
  });
}
