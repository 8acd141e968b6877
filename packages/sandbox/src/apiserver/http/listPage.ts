import { ApiStatusError } from '../ApiStatusError';
import type { Cluster } from '../Cluster';
import type { ResourceType } from '../ResourceType';
import type { Collection } from '../store/ObjectStore';
import type { SortedList } from '../store/SortedList';
import type { StoredObject } from '../store/StoredObject';
import type { ListMetadata } from './encode';
import { selection } from './selectors';

export interface ListPage {
  readonly metadata: ListMetadata;
  readonly entries: readonly StoredObject[];
}

interface ContinueToken {
  readonly rv: number;
  readonly start: string;
}

const EXPIRED_CONTINUE =
  'The provided continue parameter is too old to display a consistent list result. You can start a new list without ' +
  'the continue parameter, or use the continue token in this response to retrieve the remainder of the results. ' +
  'Continuing with the provided token results in an inconsistent list - objects that were created, modified, or ' +
  'deleted between the time the first chunk was returned and now may show up in the list.';

/** A token whose revision is this lists whatever is there now. */
const INCONSISTENT = -1;

function encodeToken(token: ContinueToken): string {
  return Buffer.from(JSON.stringify({ v: 'meta.k8s.io/v1', ...token })).toString('base64url');
}

function decodeToken(text: string): ContinueToken {
  try {
    const parsed = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    if (parsed.v === 'meta.k8s.io/v1' && Number.isInteger(parsed.rv) && parsed.start.length > 0)
      return { rv: parsed.rv, start: String(parsed.start) };
  } catch {
    // Falls through to the one answer for every malformed token.
  }
  throw ApiStatusError.badRequest('continue key is not valid: illegal base64 data or token');
}

export function parseRevision(text: string | null): number | undefined {
  if (text === null || text === '') return undefined;
  if (!/^\d+$/.test(text))
    throw ApiStatusError.badRequest(
      `resourceVersion: Invalid value: "${text}": strconv.ParseUint: parsing "${text}": invalid syntax`,
    );
  return Number(text);
}

/** The collection as it was at `revision`, or undefined where its history no longer reaches back. */
export function snapshotAt(
  collection: Collection,
  revision: number,
): SortedList<StoredObject> | undefined {
  const events = collection.log.since(revision);
  let snapshot = collection.snapshot();
  for (const { entry, previous } of (events ?? []).toReversed())
    snapshot = previous === undefined ? snapshot.without(entry.key) : snapshot.with(previous);
  return events === undefined ? undefined : snapshot;
}

function tooLarge(revision: number, current: number): ApiStatusError {
  const message = `Too large resource version: ${revision}, current: ${current}`;
  return new ApiStatusError({
    code: 504,
    reason: 'Timeout',
    message: `Timeout: ${message}`,
    details: {
      causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
      retryAfterSeconds: 1,
    },
  });
}

interface ListStart {
  readonly snapshot: SortedList<StoredObject>;
  readonly revision: number;
  readonly after: string;
}

function invalidOptions(field: string, message: string): ApiStatusError {
  return ApiStatusError.invalid({ group: 'meta.k8s.io', kind: 'ListOptions', name: '' }, [
    { reason: 'FieldValueForbidden', message: `Forbidden: ${message}`, field },
  ]);
}

function checkOptions(query: URLSearchParams): void {
  const match = query.get('resourceVersionMatch');
  const version = query.get('resourceVersion') ?? '';
  if (match !== null && match !== '' && version === '')
    throw invalidOptions(
      'resourceVersionMatch',
      'resourceVersionMatch is forbidden unless resourceVersion is provided',
    );
  if (match !== null && match !== '' && (query.get('continue') ?? '') !== '')
    throw invalidOptions('resourceVersionMatch', 'resourceVersionMatch is forbidden for continue');
  if (match === 'Exact' && version === '0')
    throw invalidOptions(
      'resourceVersionMatch',
      'resourceVersionMatch "exact" is forbidden for resourceVersion "0"',
    );
}

function continued(token: ContinueToken, collection: Collection, current: number): ListStart {
  if (token.rv === INCONSISTENT)
    return { snapshot: collection.snapshot(), revision: current, after: token.start };
  const snapshot = snapshotAt(collection, token.rv);
  if (snapshot !== undefined) return { snapshot, revision: token.rv, after: token.start };
  const error = ApiStatusError.expired(EXPIRED_CONTINUE);
  error.body.metadata = { continue: encodeToken({ rv: INCONSISTENT, start: token.start }) };
  throw error;
}

function startOf(query: URLSearchParams, collection: Collection, current: number): ListStart {
  checkOptions(query);
  const token = query.get('continue') ?? '';
  if (token !== '') return continued(decodeToken(token), collection, current);
  const wanted = parseRevision(query.get('resourceVersion'));
  if (wanted !== undefined && wanted > current) throw tooLarge(wanted, current);
  if (query.get('resourceVersionMatch') !== 'Exact' || wanted === undefined)
    return { snapshot: collection.snapshot(), revision: current, after: '' };
  const snapshot = snapshotAt(collection, wanted);
  if (snapshot === undefined)
    throw ApiStatusError.expired('The resourceVersion for the provided list is too old.');
  return { snapshot, revision: wanted, after: '' };
}

/** One page of a list: the same snapshot for all pages of one continue chain. */
export function listPage(
  cluster: Cluster,
  type: ResourceType,
  options: { namespace?: string; name?: string; query: URLSearchParams },
): ListPage {
  const { query, namespace } = options;
  const collection = cluster.store.collection(type.collection);
  const matches = selection(query, type);
  const start = startOf(query, collection, cluster.store.revision);
  const prefix = namespace === undefined || !type.namespaced ? '' : `${namespace}/`;
  const limit = Number(query.get('limit') ?? 0) || Infinity;
  const entries: StoredObject[] = [];
  let more = false;
  for (const entry of start.snapshot.scan(prefix, start.after)) {
    if (options.name !== undefined && entry.name !== options.name) continue;
    if (matches !== undefined && !matches(entry)) continue;
    if (entries.length === limit) {
      more = true;
      break;
    }
    entries.push(entry);
  }
  const resourceVersion = String(start.revision);
  const last = entries.at(-1);
  if (!more || last === undefined) return { metadata: { resourceVersion }, entries };
  const next = encodeToken({ rv: start.revision, start: last.key });
  const remaining = start.snapshot.count(prefix, last.key);
  return {
    metadata: {
      resourceVersion,
      continue: next,
      ...(matches === undefined ? { remainingItemCount: remaining } : {}),
    },
    entries,
  };
}
