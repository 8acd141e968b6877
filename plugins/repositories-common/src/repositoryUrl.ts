import {
  filePathSchema,
  hostedAddressSchema,
  ownerNameSchema,
  refSchema,
  repositoryNameSchema,
} from './schemas';

/** A repository of the portal's, and what of it an address names. */
export interface RepositoryAddress {
  readonly owner: string;
  readonly name: string;
  /** A branch, a tag or a commit; the default branch where absent. */
  readonly ref?: string;
  /** A file or a folder; the root where it is empty. May hold a glob where globs are allowed. */
  readonly path: string;
}

const PLACE = /^.*\/api\/repositories\/git\/([^/]+)\/([^/]+)\.git(\/.*)?$/;
const WITHIN = /^\/(?:blob|tree|raw)\/([^/]+)(?:\/(.*?))?\/?$/;
const MAX_GLOB = 300;

/**
 * Reads an address as {@link repositoryUrl} writes it, on whatever host: `…/api/repositories/git/<owner>/<name>.git`, and below it `/blob/<ref>/<path>` (or `tree`, or `raw`), where a `/` in the ref is `%2F`.
 * Undefined for everything else, and for what leads out of the repository.
 */
export function parseRepositoryUrl(
  address: string,
  { glob = false }: { glob?: boolean } = {},
): RepositoryAddress | undefined {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (!url || url.username !== '' || url.password !== '') return undefined;
  const [, owner, name, rest = ''] = PLACE.exec(url.pathname) ?? [];
  if (!ownerNameSchema.safeParse(owner).success || !repositoryNameSchema.safeParse(name).success)
    return undefined;
  const place = { owner: String(owner), name: String(name) };
  if (rest === '' || rest === '/') return { ...place, path: '' };
  const [, rawRef = '', rawPath = ''] = WITHIN.exec(rest) ?? [];
  const ref = refSchema.safeParse(decoded(rawRef));
  const path = decoded(rawPath);
  if (!ref.success || path === undefined) return undefined;
  const isPath = path === '' || filePathSchema.safeParse(path).success;
  if (!isPath || (glob && path.length > MAX_GLOB)) return undefined;
  return { ...place, ref: ref.data, path };
}

const WITHIN_HOSTED = /^(https?:\/\/[^/]+(?:\/[^/]+){2,}?)\/(?:-\/)?(?:src|blob|tree|raw)\//;
/** As Bitbucket Data Center has it. */
const BROWSED = /^(https?:\/\/[^/]+(?:\/[^/]+)*?\/projects\/[^/]+\/repos\/[^/]+)\/browse(?:[/?]|$)/;

/**
 * The address of a repository on another git host, from the address of it or of something in it as hosts write them.
 * Undefined for what is none, and for the portal's own.
 */
export function hostedRepositoryOf(address: string): string | undefined {
  if (parseRepositoryUrl(address)) return undefined;
  const [, within = address] = BROWSED.exec(address) ?? WITHIN_HOSTED.exec(address) ?? [];
  const repository = within.replace(/\/+$/, '').replace(/\.git$/, '');
  return hostedAddressSchema.safeParse(repository).success ? repository : undefined;
}

/** Where git clones a repository from. `api` is where `/api/repositories` is. */
export function repositoryCloneUrl(api: string, { owner, name }: { owner: string; name: string }) {
  return `${api}/git/${owner}/${name}.git`;
}

/** The address of something in a repository, from where git clones it. */
export function repositoryUrl(
  cloneUrl: string,
  { view = 'blob', ref, path = '' }: { view?: 'blob' | 'tree' | 'raw'; ref: string; path?: string },
): string {
  const segments = path.split('/').map(encodeURIComponent).join('/');
  return `${cloneUrl}/${view}/${encodeURIComponent(ref)}/${segments}`;
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
