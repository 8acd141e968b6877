import type { AuthService, DiscoveryService } from '@backstage/backend-plugin-api';
import { ServiceUnavailableError } from '@backstage/errors';
import type { Clock } from '@kubemate/kube-node';
import { TenantsClient } from '@kubemate/plugin-tenants-common';
import type { TenantDirectory } from '@kubemate/plugin-tenants-common';

const KEEP_MS = 10_000;
const TIMEOUT_MS = 10_000;

/** What a tenant asks of promotions into its namespaces. */
export interface TenantChoice {
  readonly tenant: string;
  readonly delivery: NonNullable<TenantDirectory['items'][number]['delivery']>;
}

/** What tenants ask of promotions. */
export interface TenantChoices {
  /**
   * Undefined where the namespace is no tenant's, or its tenant has said nothing.
   * @throws ServiceUnavailableError where that is not known: then nothing may be promoted past it
   */
  of(place: {
    readonly cluster: string;
    readonly namespace: string;
  }): Promise<TenantChoice | undefined>;
}

/** As the plugin of tenants has it, asked as the portal: whoever promotes need not see the tenant. */
export class PortalTenantChoices implements TenantChoices {
  readonly #client: TenantsClient;
  readonly #clock: Clock;
  #known: { readonly at: number; readonly items: TenantDirectory['items'] } | undefined;

  constructor(options: {
    auth: AuthService;
    discovery: DiscoveryService;
    fetch: typeof globalThis.fetch;
    clock: Clock;
  }) {
    const { auth, discovery, fetch, clock } = options;
    this.#clock = clock;
    this.#client = new TenantsClient({
      baseUrl: () => discovery.getBaseUrl('tenants'),
      fetch: async (input, init) => {
        const { token } = await auth.getPluginRequestToken({
          onBehalfOf: await auth.getOwnServiceCredentials(),
          targetPluginId: 'tenants',
        });
        const headers = new Headers(init?.headers);
        headers.set('authorization', `Bearer ${token}`);
        return fetch(input, { ...init, headers });
      },
    });
  }

  async of({ cluster, namespace }: { readonly cluster: string; readonly namespace: string }) {
    const found = (await this.#items()).find(({ placements }) =>
      placements.some(each => each.cluster === cluster && each.namespaces.includes(namespace)),
    );
    return found?.delivery && { tenant: found.name, delivery: found.delivery };
  }

  async #items(): Promise<TenantDirectory['items']> {
    const now = this.#clock.now();
    if (this.#known !== undefined && now - this.#known.at < KEEP_MS) return this.#known.items;
    try {
      const signal = AbortSignal.timeout(TIMEOUT_MS);
      const { items } = await this.#client.getDirectory({ signal });
      this.#known = { at: now, items };
      return items;
    } catch (error) {
      // A portal without the plugin has no tenants.
      if (error instanceof Error && statusOf(error) === 404) return [];
      const why = error instanceof Error ? error.message : String(error);
      throw new ServiceUnavailableError(`What the tenant asks of promotions is not known: ${why}`);
    }
  }
}

function statusOf(error: Error): unknown {
  return 'statusCode' in error ? error.statusCode : undefined;
}
