import { ApiStatusError } from '../ApiStatusError';

export type Verb =
  'get' | 'list' | 'watch' | 'create' | 'update' | 'patch' | 'delete' | 'deletecollection';

/** What a request asks for, as authorisation sees it. */
export type RequestInfo =
  { readonly isResource: false; readonly verb: string; readonly path: string } | ResourceRequest;

export interface ResourceRequest {
  readonly isResource: true;
  readonly verb: Verb;
  readonly path: string;
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly namespace?: string;
  readonly name?: string;
  readonly subresource?: string;
  /** Path after the subresource, as in `services/x/proxy/a/b`. */
  readonly rest?: string;
}

const METHOD_VERBS: Readonly<Record<string, Verb>> = {
  GET: 'get',
  HEAD: 'get',
  POST: 'create',
  PUT: 'update',
  PATCH: 'patch',
  DELETE: 'delete',
};

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw ApiStatusError.badRequest(`invalid path segment "${segment}"`);
  }
}

function verbOf(method: string, hasName: boolean, query: URLSearchParams): Verb {
  const verb = METHOD_VERBS[method];
  if (verb === undefined) throw ApiStatusError.methodNotAllowed();
  if (hasName) return verb;
  const watch = query.get('watch');
  if (verb === 'get') return watch === 'true' || watch === '1' ? 'watch' : 'list';
  return verb === 'delete' ? 'deletecollection' : verb;
}

/** Reads the path as the real server's request-info resolver does. */
export function requestInfo(method: string, url: URL): RequestInfo {
  const segments = url.pathname
    .split('/')
    .filter(segment => segment !== '')
    .map(decodeSegment);
  const [root] = segments;
  const prefixLength = root === 'api' ? 2 : 3;
  if ((root !== 'api' && root !== 'apis') || segments.length <= prefixLength)
    return { isResource: false, verb: method.toLowerCase(), path: url.pathname };
  const group = root === 'api' ? '' : (segments[1] ?? '');
  const version = segments[prefixLength - 1] ?? '';
  const parts = segments.slice(prefixLength);
  const legacyWatch = parts[0] === 'watch' && parts.length > 1;
  if (legacyWatch) parts.shift();
  const scoped = parts[0] === 'namespaces' && parts.length > 2 && !isNamespaceSubresource(parts);
  const namespace = scoped ? parts[1] : undefined;
  const [plural = '', name, subresource, ...rest] = scoped ? parts.slice(2) : parts;
  const verb = verbOf(method, name !== undefined, url.searchParams);
  return {
    isResource: true,
    verb: legacyWatch ? 'watch' : watchByName(verb, url.searchParams),
    path: url.pathname,
    group,
    version,
    plural,
    ...(namespace === undefined ? namespaceOf(plural, name) : { namespace }),
    ...(name === undefined ? {} : { name }),
    ...(subresource === undefined ? {} : { subresource }),
    ...(rest.length === 0 ? {} : { rest: rest.join('/') }),
  };
}

/** `GET …/pods/x?watch=true` is a list of one, watched. */
function watchByName(verb: Verb, query: URLSearchParams): Verb {
  return verb === 'get' && query.get('watch') === 'true' ? 'watch' : verb;
}

function isNamespaceSubresource(parts: readonly string[]): boolean {
  return parts.length === 3 && (parts[2] === 'status' || parts[2] === 'finalize');
}

/** Rights on a namespace object are looked for in that namespace too. */
function namespaceOf(plural: string, name: string | undefined): { namespace?: string } {
  return plural === 'namespaces' && name !== undefined ? { namespace: name } : {};
}
