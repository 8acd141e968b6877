import type { AuthService, DiscoveryService, LoggerService } from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import type { PolicyQueryUser } from '@backstage/plugin-permission-node';
import type { Clock } from '@kubemate/kube-node';
import { TenantsClient } from '@kubemate/plugin-tenants-common';
import { isRole } from './roles';
import type { Role } from './roles';

const TTL_MS = 5_000;
const MAX_PEOPLE = 2_000;

export interface TenantRolesOptions {
  readonly auth: AuthService;
  readonly discovery: DiscoveryService;
  readonly logger: LoggerService;
  readonly clock: Clock;
  readonly fetch: typeof globalThis.fetch;
}

/**
 * The roles that people have in tenants, asked of the tenants plugin as the person. An answer lives for seconds: whoever is taken out of a tenant must
 * lose what came with it. Where it cannot be asked, nobody has a role in a tenant.
 */
export class TenantRoles {
  readonly #options: TenantRolesOptions;
  readonly #known = new Map<
    string,
    { readonly roles: Promise<readonly Role[]>; readonly at: number }
  >();

  constructor(options: TenantRolesOptions) {
    this.#options = options;
  }

  of(user: PolicyQueryUser): Promise<readonly Role[]> {
    const { userEntityRef, ownershipEntityRefs } = user.info;
    const key = JSON.stringify([userEntityRef, [...ownershipEntityRefs].sort()]);
    const now = this.#options.clock.now();
    const known = this.#known.get(key);
    if (known !== undefined && now - known.at < TTL_MS) return known.roles;
    const roles = this.#ask(user);
    this.#known.delete(key);
    this.#known.set(key, { roles, at: now });
    const [oldest] = this.#known.keys();
    if (this.#known.size > MAX_PEOPLE && oldest !== undefined) this.#known.delete(oldest);
    return roles;
  }

  async #ask({ credentials }: PolicyQueryUser): Promise<readonly Role[]> {
    const { auth, discovery, logger, fetch } = this.#options;
    try {
      const { token } = await auth.getPluginRequestToken({
        onBehalfOf: credentials,
        targetPluginId: 'tenants',
      });
      const client = new TenantsClient({
        fetch: (input, init) =>
          fetch(input, {
            ...init,
            headers: {
              ...Object.fromEntries(new Headers(init?.headers)),
              authorization: `Bearer ${token}`,
            },
          }),
        baseUrl: () => discovery.getBaseUrl('tenants'),
      });
      const { items } = await client.listRoles();
      return items.filter(isRole);
    } catch (error) {
      logger.warn('Roles in tenants are not known; only those of the configuration count', {
        reason: isError(error) ? error.message : 'unknown',
      });
      return [];
    }
  }
}
