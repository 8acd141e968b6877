import type {
  BackstageCredentials,
  BackstageUserPrincipal,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError, NotFoundError } from '@backstage/errors';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import type { BasicPermission } from '@backstage/plugin-permission-common';
import type { Viewer } from '@kubemate/kube-node';
import { tenantPermissions } from '@kubemate/plugin-tenants-common';
import type {
  ListedTenant,
  Tenant,
  TenantActions,
  TenantRole,
  TenantSpec,
} from '@kubemate/plugin-tenants-common';
import type { StoredTenant, TenantStore } from './TenantStore';

/** Who asks. */
export interface Asker {
  readonly viewer: Viewer;
  readonly credentials: BackstageCredentials<BackstageUserPrincipal>;
}

export type TenantAction = keyof TenantActions;

/** The permission behind each action, and the roles in the tenant that have it there. */
const ACTIONS: Readonly<
  Record<TenantAction, { permission: BasicPermission; roles: readonly TenantRole[] }>
> = {
  change: { permission: tenantPermissions.updateTenant, roles: ['tenant-admin'] },
  archive: { permission: tenantPermissions.archiveTenant, roles: [] },
  setMembers: { permission: tenantPermissions.updateMembers, roles: ['tenant-admin'] },
  repair: { permission: tenantPermissions.repairDrift, roles: ['tenant-admin'] },
  requestQuota: {
    permission: tenantPermissions.requestQuota,
    roles: ['tenant-admin', 'developer', 'ml-engineer'],
  },
  decideQuota: { permission: tenantPermissions.decideQuota, roles: [] },
};

/** What a person may do over all tenants, by the portal's policy. */
interface Offer {
  readonly readAll: boolean;
  readonly manageAll: boolean;
  readonly create: boolean;
  readonly simulateAccess: boolean;
  readonly actions: ReadonlySet<TenantAction>;
}

/**
 * Tenants as a person may see them. Whoever has no role in a tenant cannot tell it from one that does not exist, unless their role in the portal shows
 * them all.
 */
export class Tenants {
  readonly #store: TenantStore;
  readonly #permissions: PermissionsService;

  constructor(options: { store: TenantStore; permissions: PermissionsService }) {
    this.#store = options.store;
    this.#permissions = options.permissions;
  }

  async list(asker: Asker): Promise<{
    items: readonly ListedTenant[];
    mayCreate: boolean;
    mayAskAboutOthers: boolean;
  }> {
    const offer = await this.#offerTo(asker);
    const waiting = await this.#store.waitingRequests();
    const items = (await this.#store.list())
      .filter(tenant => isVisible(tenant, { asker, offer }))
      .map(tenant => ({
        ...present(tenant, { asker, offer }),
        waitingRequests: waiting.get(tenant.spec.name) ?? 0,
      }));
    return { items, mayCreate: offer.create, mayAskAboutOthers: offer.simulateAccess };
  }

  /** @throws NotFoundError where there is none that the person may see */
  async get(name: string, asker: Asker): Promise<Tenant> {
    const stored = await this.#store.get(name);
    const offer = await this.#offerTo(asker);
    if (stored === undefined || !isVisible(stored, { asker, offer }))
      throw new NotFoundError(`There is no tenant named ${name}`);
    return present(stored, { asker, offer });
  }

  /**
   * The tenant, for somebody who may do this with it.
   * @throws NotFoundError, NotAllowedError
   */
  async allow(action: TenantAction, name: string, asker: Asker): Promise<Tenant> {
    const tenant = await this.get(name, asker);
    if (!tenant.may[action])
      throw new NotAllowedError(
        `Your roles in tenant ${name} do not allow this (${ACTIONS[action].permission.name})`,
      );
    return tenant;
  }

  /** Roles in active tenants. Asks for no permission: the policy itself asks this. */
  async rolesIn(viewer: Viewer): Promise<readonly TenantRole[]> {
    const active = (await this.#store.list()).filter(({ state }) => state === 'active');
    return [...new Set(active.flatMap(({ spec }) => rolesOf(spec, viewer)))];
  }

  async #offerTo({ credentials }: Asker): Promise<Offer> {
    const actions = Object.entries(ACTIONS).filter(isActionEntry);
    const asked = [
      tenantPermissions.readAllTenants,
      tenantPermissions.manageAllTenants,
      tenantPermissions.createTenant,
      tenantPermissions.simulateAccess,
      ...actions.map(([, { permission }]) => permission),
    ];
    const decisions = await this.#permissions.authorize(
      asked.map(permission => ({ permission })),
      { credentials },
    );
    const [readAll, manageAll, create, simulateAccess, ...rest] = decisions.map(
      ({ result }) => result === AuthorizeResult.ALLOW,
    );
    return {
      readAll: readAll === true,
      manageAll: manageAll === true,
      create: create === true,
      simulateAccess: simulateAccess === true,
      actions: new Set(actions.map(([action]) => action).filter((_, index) => rest[index])),
    };
  }
}

function isActionEntry<T>(entry: [string, T]): entry is [TenantAction, T] {
  return Object.hasOwn(ACTIONS, entry[0]);
}

function isVisible({ spec }: StoredTenant, { asker, offer }: { asker: Asker; offer: Offer }) {
  return offer.readAll || offer.manageAll || rolesOf(spec, asker.viewer).length > 0;
}

/** Whoever owns a tenant sees it at least; what else they may do is said among the members. */
function rolesOf({ owner, members }: TenantSpec, viewer: Viewer): readonly TenantRole[] {
  const refs = new Set(
    [viewer.userEntityRef, ...viewer.ownershipEntityRefs].map(ref =>
      ref.toLocaleLowerCase('en-US'),
    ),
  );
  const roles = members.filter(({ subject }) => refs.has(subject)).map(({ role }) => role);
  return [...new Set<TenantRole>([...(refs.has(owner) ? (['viewer'] as const) : []), ...roles])];
}

function present(
  { spec, ...stored }: StoredTenant,
  { asker, offer }: { asker: Asker; offer: Offer },
): Tenant {
  const roles = rolesOf(spec, asker.viewer);
  const may = (action: TenantAction) =>
    offer.actions.has(action) &&
    (offer.manageAll || ACTIONS[action].roles.some(role => roles.includes(role)));
  return {
    ...spec,
    ...stored,
    roles: [...roles],
    may: {
      change: may('change'),
      archive: may('archive'),
      setMembers: may('setMembers'),
      repair: may('repair'),
      requestQuota: may('requestQuota'),
      decideQuota: may('decideQuota'),
    },
  };
}

/** The declaration alone. */
export function specOf(tenant: Tenant): TenantSpec {
  const { state, revision, createdAt, createdBy, updatedAt, updatedBy, roles, may, ...spec } =
    tenant;
  return spec;
}
