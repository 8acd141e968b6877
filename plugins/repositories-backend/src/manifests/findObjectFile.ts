import type { Phrase } from '@kubemate/operations-common';
import {
  filePathSchema,
  parseRepositoryUrl,
  ownerNameSchema,
  repositoryNameSchema,
  sayRepository,
} from '@kubemate/plugin-repositories-common';
import type { RepositoryPlace } from '@kubemate/plugin-repositories-common';
import type { BareRepositories } from '../git/BareRepositories';
import { runGit } from '../git/Git';
import { findEntry, headOf, readBlob } from '../git/Snapshot';
import { whyNotTheirs } from '../repositories/RepositoryAccess';
import type { Asker, Offer, RepositoryAccess } from '../repositories/RepositoryAccess';
import type { StoredRepository } from '../store/RepositoryStore';
import { findDocuments } from './objectDocuments';
import type { FoundDocument, ObjectIdentity } from './objectDocuments';

const MAX_REPOSITORIES = 200;
/** Files of one repository that hold the object's name. */
const MAX_CANDIDATES = 200;
const MAX_BYTES = 1024 * 1024;
const MAX_NAMED = 5;

export interface ObjectFile {
  readonly repository: StoredRepository;
  readonly folder: string;
  /** The tip of the default branch. */
  readonly head: string;
  readonly path: string;
  readonly text: string;
  readonly found: FoundDocument;
}

export interface Source extends RepositoryPlace {
  readonly path?: string;
}

/** The one file, or why it is not known which. */
export type FileSearch =
  | { readonly kind: 'found'; readonly file: ObjectFile }
  | { readonly kind: 'none'; readonly reason: Phrase };

/** Reads `<owner>/<name>`, `<owner>/<name>/<path>`, or an address of a repository of the portal's. */
export function parseSource(text: string): Source | undefined {
  const address = parseRepositoryUrl(text);
  if (address) return { ...address, path: address.path === '' ? undefined : address.path };
  const [owner, name, ...rest] = text.trim().split('/');
  const path = rest.join('/');
  const isWell =
    ownerNameSchema.safeParse(owner).success &&
    repositoryNameSchema.safeParse(name).success &&
    (path === '' || filePathSchema.safeParse(path).success);
  if (!isWell) return undefined;
  return { owner: String(owner), name: String(name), ...(path === '' ? {} : { path }) };
}

/** Finds the file that describes an object: where it is said to be, or in the repositories that are the person's own. */
export async function findObjectFile(
  { object, source, asker }: { object: ObjectIdentity; source: Source | undefined; asker: Asker },
  { access, bare }: { access: RepositoryAccess; bare: BareRepositories },
): Promise<FileSearch> {
  const { repositories, offer } = await access.list(asker);
  const searched = source
    ? repositories.filter(({ owner, name }) => owner === source.owner && name === source.name)
    : repositories.filter(each => whyNotTheirs(each, asker, offer) === undefined);
  if (source && searched.length === 0)
    return none(sayRepository('noRepository', { repository: `${source.owner}/${source.name}` }));
  const files: ObjectFile[] = [];
  for (const repository of searched.slice(0, MAX_REPOSITORIES))
    files.push(...(await filesIn(repository, { object, path: source?.path }, bare)));
  return choose(files, { object, source, searched, asker, offer });
}

async function filesIn(
  repository: StoredRepository,
  { object, path }: { object: ObjectIdentity; path: string | undefined },
  bare: BareRepositories,
): Promise<ObjectFile[]> {
  const folder = await bare.open(repository);
  const head = await headOf(folder, repository.defaultBranch);
  if (head === undefined) return [];
  const paths = path === undefined ? await candidates(folder, { head, object }) : [path];
  const files: ObjectFile[] = [];
  for (const each of paths) {
    const entry = await findEntry(folder, { commit: head, path: each });
    if (entry?.kind !== 'file' || (entry.size ?? 0) > MAX_BYTES) continue;
    const text = (await readBlob(folder, entry.object)).toString('utf8');
    for (const found of findDocuments(text, object))
      files.push({ repository, folder, head, path: each, text, found });
  }
  return files;
}

async function candidates(
  folder: string,
  { head, object }: { head: string; object: ObjectIdentity },
): Promise<string[]> {
  const args = ['grep', '-l', '-z', '-I', '-F', '-e', object.name, head];
  const { output } = await runGit(args, { repository: folder, accept: [1] });
  return output
    .toString('utf8')
    .split('\0')
    .map(line => line.slice(head.length + 1))
    .filter(each => /\.ya?ml$/i.test(each))
    .slice(0, MAX_CANDIDATES);
}

function choose(
  files: readonly ObjectFile[],
  search: {
    object: ObjectIdentity;
    source: Source | undefined;
    searched: readonly StoredRepository[];
    asker: Asker;
    offer: Offer;
  },
): FileSearch {
  const { object, source, searched, asker, offer } = search;
  const named = files.filter(({ found }) => found.namesNamespace);
  const fitting = named.length > 0 ? named : files;
  const [file] = fitting;
  const what = { object: `${object.kind} ${object.name}` };
  if (!file) {
    if (source)
      return none(
        sayRepository('notDescribedIn', {
          ...what,
          place: [source.owner, source.name, source.path].filter(Boolean).join('/'),
        }),
      );
    return none(
      searched.length === 0 ? sayRepository('noneIsYours') : sayRepository('notDescribed', what),
    );
  }
  if (fitting.length > 1) {
    const places = fitting
      .slice(0, MAX_NAMED)
      .map(({ repository: { owner, name }, path }) => `${owner}/${name}/${path}`);
    return none(
      sayRepository('describedTwice', { ...what, places: [...new Set(places)].join(', ') }),
    );
  }
  const denied = whyNotTheirs(file.repository, asker, offer);
  return denied === undefined ? { kind: 'found', file } : none(denied);
}

function none(reason: Phrase): FileSearch {
  return { kind: 'none', reason };
}
