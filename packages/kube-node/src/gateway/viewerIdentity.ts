import { NotAllowedError } from '@backstage/errors';
import { tokenExpiresAt } from '@kubemate/kube-common';
import type { Viewer } from '../KubeService';

/** How catalog entities are called on a cluster. */
export interface IdentityPrefixes {
  readonly userPrefix: string;
  readonly groupPrefix: string;
}

/** A Kubernetes identity as RBAC sees it; groups sorted, once each. */
export interface KubernetesIdentity {
  readonly user: string;
  readonly groups: readonly string[];
}

/** Catalog names, see the entity envelope; anything else was not made by the catalog. */
const ENTITY_REF =
  /^([a-z][a-z0-9]*):([a-z0-9]+(?:-[a-z0-9]+)*)\/([a-z0-9](?:[-_.a-z0-9]{0,61}[a-z0-9])?)$/i;
const MAX_NAME = 190;
/** More groups than any catalog gives; each is a header, and servers limit those. */
const MAX_GROUPS = 500;
/** `b64token` of RFC 6750; a JWT is one. */
const BEARER_TOKEN = /^[A-Za-z0-9\-._~+/]+=*$/;
const MAX_TOKEN = 16 * 1024;

/**
 * The Kubernetes user and groups that a viewer is impersonated as: prefix and entity name, with the entity's namespace before
 * the name where that is not `default`. Entity names hold no slash, so no two entities share an identity.
 *
 * @throws NotAllowedError for anything that is not a plain entity ref
 */
export function kubernetesIdentity(
  viewer: Viewer,
  { userPrefix, groupPrefix }: IdentityPrefixes,
): KubernetesIdentity {
  const user = parseRef(viewer.userEntityRef);
  if (user.kind !== 'user') throw refused();
  const groups = groupsOf(viewer).map(({ path }) => guard(groupPrefix + path));
  const unique = [...new Set(groups)].sort();
  if (unique.length > MAX_GROUPS)
    throw new NotAllowedError(`you are in more than ${MAX_GROUPS} groups`);
  return { user: guard(userPrefix + user.path), groups: unique };
}

/** A name on a cluster, and the catalog entity that it was made of. */
export interface IdentitySource {
  readonly kind: 'user' | 'group';
  readonly name: string;
  /** `group:default/shop-team` */
  readonly entityRef: string;
}

/**
 * What each name of {@link kubernetesIdentity} was made of.
 * @throws NotAllowedError as that does
 */
export function identitySources(
  viewer: Viewer,
  prefixes: IdentityPrefixes,
): readonly IdentitySource[] {
  const { user, groups } = kubernetesIdentity(viewer, prefixes);
  const entityOf = new Map(
    groupsOf(viewer).map(({ path, ref }) => [prefixes.groupPrefix + path, ref]),
  );
  return [
    { kind: 'user', name: user, entityRef: viewer.userEntityRef },
    ...groups.map(name => ({
      kind: 'group' as const,
      name,
      entityRef: entityOf.get(name) ?? name,
    })),
  ];
}

/** Names of namespaces and service accounts: no colon can be in them. */
const DNS_NAME = /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/;

/**
 * A service account's user name on its cluster.
 * @throws NotAllowedError for what is no name of one
 */
export function serviceAccountUser({
  namespace,
  name,
}: {
  readonly namespace: string;
  readonly name: string;
}): string {
  if (!DNS_NAME.test(namespace) || !DNS_NAME.test(name))
    throw new NotAllowedError('that is no name of a service account');
  return `system:serviceaccount:${namespace}:${name}`;
}

function groupsOf({ ownershipEntityRefs }: Viewer) {
  return ownershipEntityRefs
    .map(ref => ({ ref, ...parseRef(ref) }))
    .filter(({ kind }) => kind === 'group');
}

/**
 * The viewer's own bearer token as a header value.
 * @throws NotAllowedError where there is none, none that can stand in a header, or one that has expired
 */
export function viewerAuthorization({ token }: Viewer): string {
  if (token === undefined || token === '')
    throw new NotAllowedError(
      'this cluster takes your own sign-in token, and there is none: sign in again with the identity provider',
    );
  if (token.length > MAX_TOKEN || !BEARER_TOKEN.test(token))
    throw new NotAllowedError('your sign-in token is not a bearer token');
  const expiresAt = tokenExpiresAt(token);
  // The server says no more than "Unauthorized", so that the reason is said here. Its clock still has the last word.
  if (expiresAt !== undefined && expiresAt <= Date.now())
    throw new NotAllowedError(
      `your sign-in token expired at ${new Date(expiresAt).toISOString()}: sign in again with the identity provider`,
    );
  return `Bearer ${token}`;
}

function parseRef(ref: string): { kind: string; path: string } {
  const match = typeof ref === 'string' && ref.length <= MAX_NAME ? ENTITY_REF.exec(ref) : null;
  const [, kind, namespace, name] = match ?? [];
  if (kind === undefined || namespace === undefined || name === undefined) throw refused();
  const path = namespace.toLowerCase() === 'default' ? name : `${namespace.toLowerCase()}/${name}`;
  return { kind: kind.toLowerCase(), path: path.toLowerCase() };
}

/** The configuration refuses such prefixes already; an identity of the API server itself must not leave here whatever happens there. */
function guard(name: string): string {
  if (/^system:/i.test(name)) throw refused();
  return name;
}

function refused(): NotAllowedError {
  return new NotAllowedError('your catalog identity cannot stand for a Kubernetes user');
}
