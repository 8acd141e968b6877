/** Names one resource type of an API server: `apps/v1/deployments`, or `v1/pods` for the core group. */
export interface ResourceId {
  /** API group; the empty string is the core group. */
  readonly group: string;
  readonly version: string;
  /** Lower-case plural, as it stands in request paths. */
  readonly plural: string;
}

const DNS_LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const DNS_SUBDOMAIN = /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/;

/**
 * Reads `group/version/plural`, or `version/plural` for the core group.
 * Returns undefined where the text is not a resource type, so that a caller can name the parameter in its own error.
 */
export function parseResourceId(text: string): ResourceId | undefined {
  const parts = text.split('/');
  const [group, version, plural] = parts.length === 2 ? ['', ...parts] : parts;
  if (parts.length < 2 || parts.length > 3 || version === undefined || plural === undefined)
    return undefined;
  if (group === undefined || (parts.length === 3 && !DNS_SUBDOMAIN.test(group))) return undefined;
  if (!DNS_LABEL.test(version) || !DNS_SUBDOMAIN.test(plural)) return undefined;
  return { group, version, plural };
}

/** The inverse of {@link parseResourceId}. */
export function formatResourceId({ group, version, plural }: ResourceId): string {
  return group === '' ? `${version}/${plural}` : `${group}/${version}/${plural}`;
}

/** What an API server's discovery says about one resource type. */
export interface ResourceKind extends ResourceId {
  readonly kind: string;
  readonly singular: string;
  readonly namespaced: boolean;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  /** Verbs the server serves for the type, whoever asks. */
  readonly verbs: readonly string[];
  /** Subresources without the parent's name: `status`, `scale`, `log`. */
  readonly subresources: readonly string[];
  /** True for types that a CustomResourceDefinition or an aggregated API server brings. */
  readonly custom: boolean;
}

/** Names one object of one cluster. */
export interface ObjectRef {
  readonly cluster: string;
  readonly resource: ResourceId;
  /** Absent for cluster-scoped objects. */
  readonly namespace?: string;
  readonly name: string;
}

/** Path of a collection or of an object on the API server, each segment percent-encoded. */
export function resourcePath(target: {
  resource: ResourceId;
  namespace?: string;
  name?: string;
  subresource?: string;
}): string {
  const { resource, namespace, name, subresource } = target;
  const root =
    resource.group === '' ? ['api', resource.version] : ['apis', resource.group, resource.version];
  const segments = [
    ...root,
    ...(namespace === undefined ? [] : ['namespaces', namespace]),
    resource.plural,
    ...(name === undefined ? [] : [name]),
    ...(subresource === undefined ? [] : [subresource]),
  ];
  return `/${segments.map(encodeURIComponent).join('/')}`;
}
