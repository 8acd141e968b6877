import { ApiStatusError } from '../ApiStatusError';
import { isJsonObject, numberAt, objectAt, stringAt } from '../json';
import type { DeleteRequest, RequestUser, WriteRequest } from '../writes/WriteRequest';

/** What `User-Agent: kubectl/v1.30 (linux)` manages fields as, where no name is given. */
function defaultManager(userAgent: string | undefined): string {
  const [name = ''] = (userAgent ?? '').split('/');
  return name === '' ? 'unknown' : name.slice(0, 128);
}

function isDryRun(values: readonly string[]): boolean {
  if (values.length === 0) return false;
  if (values.every(value => value === 'All')) return true;
  throw ApiStatusError.invalid({ group: 'meta.k8s.io', kind: 'CreateOptions', name: '' }, [
    {
      reason: 'FieldValueNotSupported',
      message: `Unsupported value: "${values.join(',')}": supported values: "All"`,
      field: 'dryRun',
    },
  ]);
}

/** Options of a create, update or patch from its query. */
export function writeRequest(
  query: URLSearchParams,
  context: { user: RequestUser; userAgent?: string; subresource?: string },
): WriteRequest {
  const validation = query.get('fieldValidation') ?? 'Warn';
  if (
    validation !== 'Ignore' &&
    validation !== 'Warn' &&
    validation !== 'Strict' &&
    validation !== ''
  )
    throw ApiStatusError.invalid({ group: 'meta.k8s.io', kind: 'CreateOptions', name: '' }, [
      {
        reason: 'FieldValueNotSupported',
        message: `Unsupported value: "${validation}": supported values: "Ignore", "Strict", "Warn"`,
        field: 'fieldValidation',
      },
    ]);
  const manager = query.get('fieldManager') ?? '';
  return {
    user: context.user,
    dryRun: isDryRun(query.getAll('dryRun')),
    fieldManager: manager === '' ? defaultManager(context.userAgent) : manager,
    fieldValidation: validation === '' ? 'Warn' : validation,
    force: query.get('force') === 'true',
    local: false,
    warnings: [],
    ...(context.subresource === undefined ? {} : { subresource: context.subresource }),
  };
}

const POLICIES = ['Background', 'Foreground', 'Orphan'] as const;

/** DeleteOptions from the body, with the query's as fallback. */
export function deleteRequest(
  query: URLSearchParams,
  body: unknown,
  user: RequestUser,
): DeleteRequest {
  if (body !== undefined && !isJsonObject(body))
    throw ApiStatusError.badRequest('DeleteOptions must be an object');
  const options = body ?? {};
  const dryRun = Array.isArray(options.dryRun)
    ? options.dryRun.map(String)
    : query.getAll('dryRun');
  const grace = numberAt(options, 'gracePeriodSeconds') ?? query.get('gracePeriodSeconds');
  const policy = stringAt(options, 'propagationPolicy') ?? query.get('propagationPolicy');
  const orphan = options.orphanDependents === true ? 'Orphan' : undefined;
  const known = POLICIES.find(candidate => candidate === policy) ?? orphan;
  if (policy !== null && policy !== undefined && policy !== '' && known === undefined)
    throw ApiStatusError.invalid({ group: 'meta.k8s.io', kind: 'DeleteOptions', name: '' }, [
      {
        reason: 'FieldValueNotSupported',
        message: `Unsupported value: "${policy}": supported values: "Foreground", "Background", "Orphan", "nil"`,
        field: 'propagationPolicy',
      },
    ]);
  const preconditions = objectAt(options, 'preconditions');
  const uid = stringAt(preconditions, 'uid');
  const resourceVersion = stringAt(preconditions, 'resourceVersion');
  return {
    user,
    dryRun: isDryRun(dryRun),
    ...(grace === null || grace === '' ? {} : { gracePeriodSeconds: Number(grace) }),
    ...(known === undefined ? {} : { propagationPolicy: known }),
    preconditions: {
      ...(uid === undefined ? {} : { uid }),
      ...(resourceVersion === undefined ? {} : { resourceVersion }),
    },
  };
}
