/** Topic of Backstage's events service for every change of what is declared of a tenant. */
export const TENANT_CHANGED_TOPIC = 'tenants.changed';

/** What is told with it. Whoever wants to know more asks the directory. */
export interface TenantChanged {
  readonly name: string;
}
