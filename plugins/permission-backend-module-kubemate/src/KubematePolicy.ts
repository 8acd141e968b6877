import type { BackstageUserInfo } from '@backstage/backend-plugin-api';
import { RESOURCE_TYPE_CATALOG_ENTITY } from '@backstage/plugin-catalog-common/alpha';
import {
  catalogConditions,
  createCatalogConditionalDecision,
} from '@backstage/plugin-catalog-backend/alpha';
import { AuthorizeResult, isResourcePermission } from '@backstage/plugin-permission-common';
import type {
  PermissionCondition,
  PolicyDecision,
  ResourcePermission,
} from '@backstage/plugin-permission-common';
import type {
  PermissionPolicy,
  PolicyQuery,
  PolicyQueryUser,
} from '@backstage/plugin-permission-node';
import { tenantPermissions } from '@kubemate/plugin-tenants-common';
import { grantOfAny } from './grantOf';
import { rolesOf } from './readRoleAssignments';
import type { RoleAssignments } from './readRoleAssignments';
import type { Role } from './roles';

/** The rule of the portal's module of the catalog: what only some may see, and they are among the claims. */
const IS_VISIBLE_TO = 'IS_VISIBLE_TO';

export interface KubematePolicyOptions {
  readonly assignments: RoleAssignments;
  /** The roles that the person has in any tenant. Which tenant it is about, the tenants plugin and the cluster decide. */
  readonly tenantRoles: (user: PolicyQueryUser) => Promise<readonly Role[]>;
}

/**
 * What the portal offers to whom. It never widens what a cluster allows: operations and rows are decided by the person's rights there besides.
 * Whoever is not a signed-in person gets nothing here; plugins that act for themselves are not asked.
 */
export class KubematePolicy implements PermissionPolicy {
  readonly #options: KubematePolicyOptions;

  constructor(options: KubematePolicyOptions) {
    this.#options = options;
  }

  async handle({ permission }: PolicyQuery, user?: PolicyQueryUser): Promise<PolicyDecision> {
    if (user === undefined) return { result: AuthorizeResult.DENY };
    const { ownershipEntityRefs, userEntityRef }: BackstageUserInfo = user.info;
    const refs = [...new Set([userEntityRef, ...ownershipEntityRefs])];
    const roles = rolesOf(this.#options.assignments, refs);
    // Roles in one tenant show no other: those of the configuration alone.
    const seesAll = grantOfAny(roles, tenantPermissions.readAllTenants) === 'allow';
    let grant = grantOfAny(roles, permission);
    // Asked only where it can make a difference: most questions are reads that everybody may. A role in one tenant says nothing of all.
    if (grant !== 'allow' && !permission.name.endsWith('.all')) {
      for (const role of await this.#options.tenantRoles(user)) roles.add(role);
      grant = grantOfAny(roles, permission);
    }
    if (grant === 'allow') {
      const isOfCatalog = isResourcePermission(permission, RESOURCE_TYPE_CATALOG_ENTITY);
      return isOfCatalog && !seesAll
        ? ofVisible(permission, refs)
        : { result: AuthorizeResult.ALLOW };
    }
    if (grant === 'own' && isResourcePermission(permission, RESOURCE_TYPE_CATALOG_ENTITY)) {
      return createCatalogConditionalDecision(
        permission,
        catalogConditions.isEntityOwner({ claims: refs }),
      );
    }
    return { result: AuthorizeResult.DENY };
  }
}

/** On what the person may see at all: tenants, and what is in them, are there for some alone. */
function ofVisible(
  permission: ResourcePermission<typeof RESOURCE_TYPE_CATALOG_ENTITY>,
  claims: string[],
): PolicyDecision {
  const condition: PermissionCondition<typeof RESOURCE_TYPE_CATALOG_ENTITY> = {
    ...{ rule: IS_VISIBLE_TO, resourceType: RESOURCE_TYPE_CATALOG_ENTITY, params: { claims } },
  };
  return createCatalogConditionalDecision(permission, condition);
}
