import { InputError } from '@backstage/errors';
import type { CreateWrite, KubeWrite, PatchWrite, ReplaceWrite } from '../KubeWrite';
import type { ViewerRequest } from './ClusterGateway';

/** What etcd takes by default, so what an API server can store. */
const MAX_OBJECT = 1.5 * 1024 * 1024;
/** What an API server reads of a request. */
const MAX_BODY = 3 * 1024 * 1024;
const DEFAULT_MANAGER = 'kubemate';
/** Narrower than the API server's rule, which is 128 printable characters. */
const MANAGER = /^[A-Za-z0-9][-A-Za-z0-9._:/]{0,127}$/;

const PATCH_TYPES = {
  merge: 'application/merge-patch+json',
  strategic: 'application/strategic-merge-patch+json',
  json: 'application/json-patch+json',
  // JSON is YAML; the JSON media type for it is younger than the servers out there.
  apply: 'application/apply-patch+yaml',
} as const;

/**
 * The request that carries a write out. All of a caller's text goes into the body, the query or a checked path segment.
 * @throws InputError
 */
export function writeRequest(write: KubeWrite): ViewerRequest {
  const { resource, namespace, signal } = write;
  const common = { ...(signal ? { signal } : {}), write: true };
  switch (write.verb) {
    case 'create': {
      const { name, subresource } = write;
      if ((name === undefined) !== (subresource === undefined))
        throw new InputError(
          'a subresource needs the name of its object, and a new object is named by its metadata',
        );
      return {
        ...common,
        method: 'POST',
        target: { resource, namespace, name, subresource },
        query: queryOf(write),
        body: { type: 'application/json', text: objectText(write.object) },
      };
    }
    case 'replace':
      return {
        ...common,
        method: 'PUT',
        target: namedTarget(write),
        query: queryOf(write),
        body: { type: 'application/json', text: objectText(write.object) },
      };
    case 'patch':
      return {
        ...common,
        method: 'PATCH',
        target: namedTarget(write),
        query: { ...queryOf(write), ...forced(write) },
        body: { type: patchType(write), text: patchText(write) },
      };
    case 'delete':
      return {
        ...common,
        method: 'DELETE',
        target: namedTarget(write),
        body: { type: 'application/json', text: deleteOptions(write) },
      };
    default:
      throw new InputError('verb must be create, replace, patch or delete');
  }
}

/** Without a name, the path of one object is that of its whole collection. */
function namedTarget(write: Exclude<KubeWrite, CreateWrite>): ViewerRequest['target'] {
  const { resource, namespace, name } = write;
  if (typeof name !== 'string' || name === '') throw new InputError('name must be given');
  const subresource = write.verb === 'delete' ? undefined : write.subresource;
  return { resource, namespace, name, subresource };
}

function queryOf(write: CreateWrite | ReplaceWrite | PatchWrite): Record<string, string> {
  const { dryRun = false, fieldManager = DEFAULT_MANAGER, fieldValidation = 'Strict' } = write;
  if (!MANAGER.test(fieldManager))
    throw new InputError(
      'fieldManager must be 1 to 128 letters, digits, dots, dashes, slashes or colons',
    );
  return { fieldManager, fieldValidation, ...(dryRun ? { dryRun: 'All' } : {}) };
}

function forced({ force, patch }: PatchWrite): Record<string, string> {
  if (force !== true) return {};
  if (patch.type !== 'apply') throw new InputError('force goes with patches of type apply only');
  return { force: 'true' };
}

function patchType({ patch }: PatchWrite): string {
  // A type out of a request's body may be any text.
  if (!Object.hasOwn(PATCH_TYPES, patch.type))
    throw new InputError('patch.type must be merge, strategic, json or apply');
  return PATCH_TYPES[patch.type];
}

function patchText({ patch }: PatchWrite): string {
  if (patch.type === 'apply') return objectText(patch.value);
  if (patch.type === 'json') {
    if (!Array.isArray(patch.value))
      throw new InputError('a patch of type json is a list of operations');
    return bounded(toJson(patch.value), MAX_BODY);
  }
  if (!isPlainObject(patch.value))
    throw new InputError(`a patch of type ${patch.type} is an object`);
  return bounded(toJson(patch.value), MAX_BODY);
}

function objectText(object: unknown): string {
  if (!isPlainObject(object)) throw new InputError('the object must be a JSON object');
  return bounded(toJson(object), MAX_OBJECT);
}

/** In the body, all of it: an API server that finds options there does not look at the query's. */
function deleteOptions(write: Extract<KubeWrite, { verb: 'delete' }>): string {
  const { dryRun = false, propagation, gracePeriodSeconds, preconditions = {} } = write;
  if (
    gracePeriodSeconds !== undefined &&
    (!Number.isSafeInteger(gracePeriodSeconds) || gracePeriodSeconds < 0)
  )
    throw new InputError('gracePeriodSeconds must be a whole number from 0');
  const { uid, resourceVersion } = preconditions;
  return bounded(
    toJson({
      apiVersion: 'v1',
      kind: 'DeleteOptions',
      ...(dryRun ? { dryRun: ['All'] } : {}),
      propagationPolicy: propagation,
      gracePeriodSeconds,
      ...(uid === undefined && resourceVersion === undefined
        ? {}
        : { preconditions: { uid, resourceVersion } }),
    }),
    MAX_BODY,
  );
}

function isPlainObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function toJson(value: object): string {
  try {
    return JSON.stringify(value);
  } catch {
    throw new InputError('the object cannot be written as JSON');
  }
}

function bounded(text: string, limit: number): string {
  if (Buffer.byteLength(text) <= limit) return text;
  throw new InputError(
    `the object is larger than the ${limit / 1024 / 1024} MiB that an API server takes`,
  );
}
