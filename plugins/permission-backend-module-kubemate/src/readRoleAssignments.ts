import type { RootConfigService } from '@backstage/backend-plugin-api';
import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { InputError } from '@backstage/errors';
import { z } from 'zod';
import { ROLE_NAMES } from './roles';
import type { Role } from './roles';

/** The person who signs in with `kubemate.signIn: local`: whoever sits at this machine, with the rights of their kubeconfig. */
const LOCAL_USER = 'user:default/local';

const refSchema = z.string().transform((text, context) => {
  try {
    const ref = parseEntityRef(text, { defaultNamespace: 'default' });
    return stringifyEntityRef(ref);
  } catch {
    context.addIssue({
      code: 'custom',
      message: 'must be an entity ref such as group:default/platform-team',
    });
    return z.NEVER;
  }
});

const members = z.array(refSchema).optional();

const rolesSchema = z.strictObject({
  everyone: z.enum(['viewer', 'developer', 'none']).default('viewer'),
  'platform-admin': members,
  'tenant-admin': members,
  developer: members,
  'ml-engineer': members,
  viewer: members,
  auditor: members,
});

/** Roles in the whole portal, by configuration. */
export interface RoleAssignments {
  /** The role of everybody who is signed in. */
  readonly everyone?: Role;
  /** Roles by entity ref of users and groups. */
  readonly byRef: ReadonlyMap<string, ReadonlySet<Role>>;
}

/** @throws InputError naming the key of a bad entry, which stops start-up */
export function readRoleAssignments(config: RootConfigService): RoleAssignments {
  const parsed = rolesSchema.safeParse(config.getOptional('kubemate.roles') ?? {});
  if (!parsed.success) {
    const issues = parsed.error.issues.map(
      ({ path, message }) =>
        `kubemate.roles${path.map(key => `.${String(key)}`).join('')}: ${message}`,
    );
    throw new InputError(issues.join('; '));
  }
  const { everyone, ...roles } = parsed.data;
  const byRef = new Map<string, Set<Role>>();
  const add = (ref: string, role: Role) =>
    byRef.set(ref, (byRef.get(ref) ?? new Set<Role>()).add(role));
  for (const role of ROLE_NAMES) for (const ref of roles[role] ?? []) add(ref, role);
  if (config.getOptionalString('kubemate.signIn') === 'local') add(LOCAL_USER, 'platform-admin');
  return { everyone: everyone === 'none' ? undefined : everyone, byRef };
}

/** The roles of a person by themselves and by their groups. */
export function rolesOf(
  { everyone, byRef }: RoleAssignments,
  ownershipEntityRefs: readonly string[],
): Set<Role> {
  const roles = new Set<Role>(everyone ? [everyone] : []);
  for (const ref of ownershipEntityRefs) {
    for (const role of byRef.get(ref.toLocaleLowerCase('en-US')) ?? []) roles.add(role);
  }
  return roles;
}
