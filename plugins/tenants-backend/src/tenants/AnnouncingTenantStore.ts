import type { LoggerService } from '@backstage/backend-plugin-api';
import type { EventsService } from '@backstage/plugin-events-node';
import { TENANT_CHANGED_TOPIC } from '@kubemate/plugin-tenants-common';
import type { TenantChanged } from '@kubemate/plugin-tenants-common';
import type { StoredTenant, TenantStore } from './TenantStore';

/** A {@link TenantStore} that tells the rest of the portal which tenants have changed. What comes of it never fails the change. */
export class AnnouncingTenantStore implements TenantStore {
  readonly #store: TenantStore;
  readonly #events: EventsService;
  readonly #logger: LoggerService;

  constructor(store: TenantStore, options: { events: EventsService; logger: LoggerService }) {
    this.#store = store;
    this.#events = options.events;
    this.#logger = options.logger;
  }

  async insert(tenant: StoredTenant): Promise<void> {
    await this.#store.insert(tenant);
    this.#announce(tenant);
  }

  async replace(tenant: StoredTenant): Promise<void> {
    await this.#store.replace(tenant);
    this.#announce(tenant);
  }

  list() {
    return this.#store.list();
  }

  get(name: string) {
    return this.#store.get(name);
  }

  begin(...[change]: Parameters<TenantStore['begin']>) {
    return this.#store.begin(change);
  }

  begun(id: string) {
    return this.#store.begun(id);
  }

  waitingRequests() {
    return this.#store.waitingRequests();
  }

  quotaRequests(tenant: string) {
    return this.#store.quotaRequests(tenant);
  }

  insertQuotaRequest(...[request]: Parameters<TenantStore['insertQuotaRequest']>) {
    return this.#store.insertQuotaRequest(request);
  }

  decideQuotaRequest(...[decision]: Parameters<TenantStore['decideQuotaRequest']>) {
    return this.#store.decideQuotaRequest(decision);
  }

  /** Whoever changes a tenant does not wait for those who are told. */
  #announce({ spec: { name } }: StoredTenant): void {
    const eventPayload: TenantChanged = { name };
    void this.#events
      .publish({ topic: TENANT_CHANGED_TOPIC, eventPayload })
      .catch(() => this.#logger.warn(`A change of tenant ${name} was not announced`));
  }
}
