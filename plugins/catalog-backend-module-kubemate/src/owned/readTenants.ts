import type { AuthService, DiscoveryService } from '@backstage/backend-plugin-api';
import { TenantsClient } from '@kubemate/plugin-tenants-common';
import type { TenantDirectory } from '@kubemate/plugin-tenants-common';

const TIMEOUT_MS = 10_000;

/** All tenants, asked of their plugin as this one. */
export function tenantsReader(options: {
  readonly auth: AuthService;
  readonly discovery: DiscoveryService;
  readonly fetch: typeof globalThis.fetch;
}): () => Promise<TenantDirectory['items']> {
  const { auth, discovery, fetch } = options;
  const client = new TenantsClient({
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
  return async () => (await client.getDirectory({ signal: AbortSignal.timeout(TIMEOUT_MS) })).items;
}
