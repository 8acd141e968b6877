import { InputError } from '@backstage/errors';
import { resourcePath, type ResourceId } from '@kubemate/kube-common';

/** What a request is about. Paths are made from this alone, so that no caller's text becomes a path. */
export interface ResourceTarget {
  readonly resource: ResourceId;
  readonly namespace?: string;
  readonly name?: string;
  readonly subresource?: string;
}

/** One document of `/openapi/v3`, or their index. */
export interface OpenApiTarget {
  /** `apps/v1`, `v1` for the core group; the index where empty. */
  readonly openApi: string;
}

const NAMESPACE = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const SUBRESOURCE = /^[a-z]{1,63}$/;
const GROUP = /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/;
const VERSION = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

/**
 * The path on the API server.
 * @throws InputError for a name that could leave its place in the path, by the rule that Kubernetes has for path segments
 */
export function targetPath(target: ResourceTarget | OpenApiTarget): string {
  if ('openApi' in target)
    return target.openApi === '' ? '/openapi/v3' : `/openapi/v3/${openApiName(target.openApi)}`;
  const { resource, namespace, name, subresource } = target;
  const valid =
    (resource.group === '' || GROUP.test(resource.group)) &&
    VERSION.test(resource.version) &&
    GROUP.test(resource.plural);
  if (!valid) throw new InputError('resource must be group/version/plural');
  if (namespace !== undefined && !NAMESPACE.test(namespace))
    throw new InputError('namespace must be the name of a namespace');
  if (name !== undefined && !isPathSegment(name))
    throw new InputError('name must be the name of an object');
  if (subresource !== undefined && !SUBRESOURCE.test(subresource))
    throw new InputError('subresource must be the name of a subresource');
  return resourcePath(target);
}

/**
 * What the index of `/openapi/v3` calls the document of a `group/version`: `apis/apps/v1`, `api/v1`.
 * @throws InputError
 */
export function openApiName(groupVersion: string): string {
  const [first = '', second, ...rest] = groupVersion.split('/');
  const valid =
    rest.length === 0 &&
    (second === undefined ? VERSION.test(first) : GROUP.test(first) && VERSION.test(second));
  if (!valid)
    throw new InputError('groupVersion must be group/version, or the version of the core group');
  return second === undefined ? `api/${first}` : `apis/${first}/${second}`;
}

/** RBAC objects have colons in their names, so this is wider than a DNS name; see `IsValidPathSegmentName` of apimachinery. */
function isPathSegment(name: string): boolean {
  return (
    name !== '' &&
    name !== '.' &&
    name !== '..' &&
    name.length <= 253 &&
    // eslint-disable-next-line no-control-regex
    !/[/%\\\u0000-\u001f\u007f]/.test(name) &&
    // A lone surrogate has no place in a URL.
    !/\p{Surrogate}/u.test(name)
  );
}
