import type { Permission } from '@backstage/plugin-permission-common';
import { CONFIDENTIAL, READ_ONLY_ROLES, ROLES } from './roles';
import type { Role, RoleGrants } from './roles';

/** `own`: on entities of the catalog that the person owns. */
export type Grant = 'allow' | 'own' | 'deny';

/** What a role may do with a permission. */
export function grantOf(role: Role, permission: Pick<Permission, 'name' | 'attributes'>): Grant {
  const grants: RoleGrants = ROLES[role];
  const { name, attributes } = permission;
  const isRead = attributes.action === 'read';
  if (READ_ONLY_ROLES.includes(role) && !isRead) return 'deny';
  if (grants.allows.some(pattern => matches(pattern, name))) return 'allow';
  if (grants.allowsOnOwn?.some(pattern => matches(pattern, name))) return 'own';
  const confidential = CONFIDENTIAL.some(pattern => matches(pattern, name));
  return grants.reads && isRead && !confidential ? 'allow' : 'deny';
}

/** The most that any of the roles gives. */
export function grantOfAny(
  roles: Iterable<Role>,
  permission: Pick<Permission, 'name' | 'attributes'>,
): Grant {
  const grants = new Set<Grant>();
  for (const role of roles) grants.add(grantOf(role, permission));
  return grants.has('allow') ? 'allow' : grants.has('own') ? 'own' : 'deny';
}

/** `*` stands for any text without an end to it, dots included. */
function matches(pattern: string, name: string): boolean {
  const parts = pattern.split('*');
  const [first = '', ...rest] = parts;
  if (rest.length === 0) return pattern === name;
  if (!name.startsWith(first)) return false;
  let at = first.length;
  for (const part of rest.slice(0, -1)) {
    const found = name.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  const last = rest.at(-1) ?? '';
  return name.length - last.length >= at && name.endsWith(last);
}
