import type { AuthService, DiscoveryService, LoggerService } from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import type { Clock, Viewer } from '@kubemate/kube-node';
import type { OperationTarget } from '@kubemate/operations-common';
import { TenantsClient } from '@kubemate/plugin-tenants-common';
import type { TenantDirectory as Directory } from '@kubemate/plugin-tenants-common';
import type { TenantDirectory } from './TenantDirectory';

const POLL_MS = 10_000;
const TIMEOUT_MS = 10_000;

export interface PolledTenantsOptions {
  readonly auth: AuthService;
  readonly discovery: DiscoveryService;
  readonly logger: LoggerService;
  readonly fetch: typeof globalThis.fetch;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/**
 * Tenants as their plugin had them some seconds ago; none where there is no such plugin. What was known stays known while it does not
 * answer.
 */
export class PolledTenants implements TenantDirectory {
  readonly #options: PolledTenantsOptions;
  readonly #client: TenantsClient;
  #items: Directory['items'] = [];
  #byNamespace: ReadonlyMap<string, string> = new Map();
  #failure: string | undefined;

  constructor(options: PolledTenantsOptions) {
    const { fetch, discovery } = options;
    this.#options = options;
    this.#client = new TenantsClient({
      baseUrl: () => discovery.getBaseUrl('tenants'),
      fetch: async (input, init) => {
        const headers = new Headers(init?.headers);
        headers.set('authorization', `Bearer ${await this.#token()}`);
        return fetch(input, { ...init, headers });
      },
    });
  }

  start(): void {
    const { clock, signal } = this.#options;
    void this.refresh().finally(() => {
      if (!signal.aborted) clock.after(POLL_MS, () => this.start());
    });
  }

  /** Never rejects. */
  async refresh(): Promise<void> {
    const { signal, logger } = this.#options;
    try {
      const { items } = await this.#client.getDirectory({
        signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
      });
      this.#items = items;
      this.#byNamespace = byNamespace(items);
      this.#failure = undefined;
    } catch (error) {
      const reason = isError(error) ? error.message : String(error);
      // At the start the other plugin is not there yet; a log line for every try would say no more.
      if (!signal.aborted && reason !== this.#failure)
        logger.info('Tenants are not known to the audit trail; it asks again', { reason });
      this.#failure = reason;
    }
  }

  tenantOf({ kind, cluster, namespace, name }: OperationTarget): string | undefined {
    if (kind === 'Tenant') return this.#items.find(tenant => tenant.name === name)?.name;
    const space = kind === 'Namespace' ? name : namespace;
    if (cluster === undefined || space === undefined) return undefined;
    return this.#byNamespace.get(`${cluster}/${space}`);
  }

  async tenantsOf({ userEntityRef, ownershipEntityRefs }: Viewer): Promise<readonly string[]> {
    const refs = new Set(
      [userEntityRef, ...ownershipEntityRefs].map(ref => ref.toLocaleLowerCase('en-US')),
    );
    return this.#items
      .filter(({ overseers }) => overseers.some(ref => refs.has(ref)))
      .map(({ name }) => name);
  }

  async #token(): Promise<string> {
    const { auth } = this.#options;
    const { token } = await auth.getPluginRequestToken({
      onBehalfOf: await auth.getOwnServiceCredentials(),
      targetPluginId: 'tenants',
    });
    return token;
  }
}

function byNamespace(items: Directory['items']): ReadonlyMap<string, string> {
  return new Map(
    items.flatMap(({ name, placements }) =>
      placements.flatMap(({ cluster, namespaces }) =>
        namespaces.map(namespace => [`${cluster}/${namespace}`, name] as const),
      ),
    ),
  );
}
