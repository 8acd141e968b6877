import { NotFoundError } from '@backstage/errors';

/** Files of a documentation by their path below its folder. */
export type DocsFiles = ReadonlyMap<string, Buffer>;

/** What one documentation may hold; the rest is left out. */
export const LIMITS = { files: 1000, bytes: 20 * 2 ** 20, fileBytes: 2 * 2 ** 20 };

const WANTED = /(?:^|\/)mkdocs\.ya?ml$|\.(?:md|markdown|png|jpe?g|gif|webp|svg)$/i;

/** Whether a file is part of a documentation, and not too large for one. */
export function isDocsFile(path: string, size: number): boolean {
  return WANTED.test(path) && size <= LIMITS.fileBytes;
}

/** Collects files within the limits of one documentation. */
export class DocsFilesBuilder {
  readonly #files = new Map<string, Buffer>();
  #bytes = 0;

  /** False where the documentation is full. */
  add(path: string, content: Buffer): boolean {
    const isFull = this.#files.size >= LIMITS.files || this.#bytes + content.length > LIMITS.bytes;
    if (isFull) return false;
    this.#files.set(path, content);
    this.#bytes += content.length;
    return true;
  }

  /** @throws NotFoundError where there is nothing to read */
  files(): DocsFiles {
    if (this.#files.size === 0) throw new NotFoundError('There is no documentation in this place');
    return this.#files;
  }
}
