import type { UrlReaderService } from '@backstage/backend-plugin-api';
import { DocsFilesBuilder, isDocsFile, type DocsFiles } from './DocsFiles';

/**
 * Reads the documentation at an address by Backstage's readers; undefined where it is as it was with that ETag.
 * @throws NotFoundError where there is none, and what the reader throws
 */
export async function readAddress(
  url: string,
  { reader, etag }: { reader: UrlReaderService; etag?: string },
): Promise<{ files: DocsFiles; etag?: string } | undefined> {
  try {
    const tree = await reader.readTree(url, {
      ...(etag !== undefined && { etag }),
      filter: (path, info) => isDocsFile(path, info?.size ?? 0),
    });
    const builder = new DocsFilesBuilder();
    for (const file of await tree.files()) if (!builder.add(file.path, await file.content())) break;
    return { files: builder.files(), etag: tree.etag };
  } catch (error) {
    if (error instanceof Error && error.name === 'NotModifiedError') return undefined;
    throw error;
  }
}
