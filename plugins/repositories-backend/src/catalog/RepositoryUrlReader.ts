import type {
  UrlReaderService,
  UrlReaderServiceReadTreeOptions,
  UrlReaderServiceReadTreeResponse,
  UrlReaderServiceReadUrlOptions,
  UrlReaderServiceReadUrlResponse,
  UrlReaderServiceSearchOptions,
  UrlReaderServiceSearchResponse,
} from '@backstage/backend-plugin-api';
import type { ReadTreeResponseFactory } from '@backstage/backend-defaults/urlReader';
import { InputError, NotFoundError, NotModifiedError } from '@backstage/errors';
import { parseRepositoryUrl, repositoryUrl } from '@kubemate/plugin-repositories-common';
import path from 'node:path';
import { Readable } from 'node:stream';
import type { BareRepositories } from '../git/BareRepositories';
import { runGit } from '../git/Git';
import { commitOf, findEntry, listEntries, MAX_FILE_BYTES, readBlob } from '../git/Snapshot';
import type { Entry } from '../git/Snapshot';
import type { RepositoryDirectory } from '../repositories/RepositoryDirectory';

const MAX_TREE_BYTES = 50 * 1024 * 1024;
const MAX_FOUND = 200;
const MAX_FOUND_BYTES = 20 * 1024 * 1024;

interface Place {
  readonly folder: string;
  readonly commit: string;
  readonly ref: string;
  readonly path: string;
}

/**
 * Backstage's reader of addresses, for what lies in the portal's own internal repositories: files, folders and globs. It reads as nobody, so a private repository is not there for it.
 * What it answers is bounded; symbolic links and submodules are refused, for they lead out.
 */
export class RepositoryUrlReader implements UrlReaderService {
  constructor(
    private readonly options: {
      readonly bare: BareRepositories;
      readonly directory: Pick<RepositoryDirectory, 'get'>;
      readonly trees: ReadTreeResponseFactory;
      /** Where `/api/repositories` is. */
      readonly api: string;
    },
  ) {}

  async readUrl(
    url: string,
    options?: UrlReaderServiceReadUrlOptions,
  ): Promise<UrlReaderServiceReadUrlResponse> {
    const place = await this.#find(url);
    unlessModified(place, options);
    const data = await readEntry(place, await entryAt(place));
    return {
      buffer: async () => data,
      stream: () => Readable.from([data]),
      etag: place.commit,
    };
  }

  async readTree(
    url: string,
    options?: UrlReaderServiceReadTreeOptions,
  ): Promise<UrlReaderServiceReadTreeResponse> {
    const { folder, commit, ...place } = await this.#find(url);
    unlessModified({ commit }, options);
    if (place.path !== '' && (await entryAt({ folder, commit, ...place })).kind !== 'folder')
      throw new InputError(`${place.path} is no folder`);
    const { entries, isCut } = await listEntries(folder, { commit, ...place, recursive: true });
    const link = entries.find(({ kind }) => kind !== 'file');
    if (link) throw new InputError(`${link.path} is a ${link.kind}, and is not followed`);
    const size = entries.reduce((sum, entry) => sum + (entry.size ?? 0), 0);
    if (isCut || size > MAX_TREE_BYTES)
      throw new InputError(`There is too much in ${place.path || 'the repository'} to be read`);
    const tree = place.path === '' ? commit : `${commit}:${place.path}`;
    const { output } = await runGit(['archive', '--format=tar', tree], {
      repository: folder,
      // Each file has a header, and is filled up to the next 512 bytes.
      maxBytes: MAX_TREE_BYTES + entries.length * 4096 + 1024 * 1024,
    });
    return this.options.trees.fromTarArchive({
      stream: Readable.from([output]),
      etag: commit,
      stripFirstDirectory: false,
      ...(options?.filter ? { filter: options.filter } : {}),
    });
  }

  async search(
    url: string,
    options?: UrlReaderServiceSearchOptions,
  ): Promise<UrlReaderServiceSearchResponse> {
    const place = await this.#find(url, { glob: true });
    unlessModified(place, options);
    const { folder, commit } = place;
    const files = await this.#matching(place);
    if (files.length > MAX_FOUND || sizeOf(files) > MAX_FOUND_BYTES)
      throw new InputError(`${place.path} matches too many files`);
    const cloneUrl = url.slice(0, url.indexOf('.git') + '.git'.length);
    return {
      etag: commit,
      files: files.map(entry => ({
        url: repositoryUrl(cloneUrl, { ref: place.ref, path: entry.path }),
        content: () => readEntry({ folder }, entry),
      })),
    };
  }

  toString(): string {
    return `kubemate-repositories{${this.options.api}}`;
  }

  /** Files only: a link that matches is as if it were not there. */
  async #matching(place: Place): Promise<Entry[]> {
    if (!/[*?[{]/.test(place.path)) {
      const entry = await findEntry(place.folder, place);
      if (entry) mustBeFile(entry);
      return entry ? [entry] : [];
    }
    const { entries, isCut } = await listEntries(place.folder, {
      ...{ commit: place.commit, path: '', recursive: true },
    });
    if (isCut) throw new InputError('The repository has too many files to be searched');
    return entries.filter(
      each => each.kind === 'file' && path.posix.matchesGlob(each.path, place.path),
    );
  }

  async #find(url: string, { glob = false } = {}): Promise<Place> {
    const { bare, directory } = this.options;
    const address = parseRepositoryUrl(url, { glob });
    if (!address) throw new InputError(`${url} names nothing in a repository`);
    const repository = await directory.get(address);
    if (!repository)
      throw new NotFoundError(`There is no repository ${address.owner}/${address.name}`);
    const { ref = repository.defaultBranch } = address;
    const folder = await bare.open(repository);
    return { folder, ref, path: address.path, commit: await commitOf(folder, ref) };
  }
}

function unlessModified({ commit }: Pick<Place, 'commit'>, options?: { etag?: string }): void {
  if (options?.etag === commit) throw new NotModifiedError();
}

async function entryAt(place: Omit<Place, 'ref'>): Promise<Entry> {
  const entry = place.path === '' ? undefined : await findEntry(place.folder, place);
  if (!entry) throw new NotFoundError(`There is no file ${place.path}`);
  return entry;
}

function mustBeFile({ kind, path: where, size = 0 }: Entry): void {
  if (kind !== 'file') throw new InputError(`${where} is a ${kind}, and no file`);
  if (size > MAX_FILE_BYTES) throw new InputError(`${where} is too large`);
}

async function readEntry({ folder }: Pick<Place, 'folder'>, entry: Entry): Promise<Buffer> {
  mustBeFile(entry);
  return readBlob(folder, entry.object);
}

function sizeOf(entries: readonly Entry[]): number {
  return entries.reduce((sum, { size = 0 }) => sum + size, 0);
}
