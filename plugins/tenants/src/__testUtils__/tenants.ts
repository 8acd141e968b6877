import type { ListedTenant, TenantList, TenantStatus } from '@kubemate/plugin-tenants-common';

/** The shop's tenant, as its platform admin sees it. */
export function tenant(given: Partial<ListedTenant> = {}): ListedTenant {
  return {
    name: 'shop',
    title: 'Shop',
    description: 'Storefront, cart and search',
    owner: 'group:default/shop-team',
    plan: 'medium',
    members: [{ subject: 'group:default/shop-team', role: 'developer' }],
    placements: [
      { cluster: 'dev', environment: 'dev', namespaces: ['shop'] },
      { cluster: 'prod', environment: 'prod', namespaces: ['shop'] },
    ],
    network: { isolation: 'ingress', peers: ['kube-system'] },
    podSecurity: 'baseline',
    serviceAccounts: [],
    registries: [],
    state: 'active',
    revision: 1,
    createdAt: 0,
    createdBy: 'user:default/platform',
    updatedAt: 0,
    updatedBy: 'user:default/platform',
    roles: [],
    may: {
      change: true,
      archive: true,
      setMembers: true,
      repair: true,
      requestQuota: true,
      decideQuota: true,
    },
    waitingRequests: 0,
    ...given,
  };
}

/** One who belongs to a tenant and changes nothing there. */
export const NOTHING_ALLOWED = {
  change: false,
  archive: false,
  setMembers: false,
  repair: false,
  requestQuota: false,
  decideQuota: false,
};

export function tenantList(given: Partial<TenantList> = {}): TenantList {
  return {
    items: [tenant()],
    plans: [
      {
        name: 'small',
        title: 'Small',
        quota: { 'requests.cpu': '4', 'requests.memory': '8Gi', pods: '40' },
      },
      {
        name: 'medium',
        title: 'Medium',
        quota: { 'requests.cpu': '12', 'requests.memory': '24Gi', pods: '80' },
      },
    ],
    clusters: [
      { name: 'dev', title: 'Development', environment: 'dev' },
      { name: 'prod', title: 'Production', environment: 'prod' },
    ],
    mayCreate: true,
    mayAskAboutOthers: true,
    ...given,
  };
}

export function tenantStatus(given: Partial<TenantStatus> = {}): TenantStatus {
  return {
    namespaces: [
      {
        cluster: 'dev',
        environment: 'dev',
        namespace: 'shop',
        state: 'active',
        quota: [
          { resource: 'pods', used: '70', hard: '80' },
          { resource: 'requests.cpu', used: '3', hard: '12' },
        ],
        drift: 0,
      },
      {
        cluster: 'prod',
        environment: 'prod',
        namespace: 'shop',
        state: 'active',
        quota: [],
        drift: 1,
      },
    ],
    drift: [
      {
        target: {
          cluster: 'prod',
          namespace: 'shop',
          apiVersion: 'v1',
          kind: 'ResourceQuota',
          name: 'kubemate-plan',
        },
        state: 'changed',
        changes: [{ path: 'spec.hard.pods', declared: '80', live: '400' }],
      },
    ],
    broken: [
      {
        cluster: 'prod',
        namespace: 'shop',
        resource: 'apps/v1/deployments',
        kind: 'Deployment',
        name: 'cart',
        health: 'failed',
        reason: 'ProgressDeadlineExceeded',
      },
    ],
    failures: [],
    asOf: 0,
    ...given,
  };
}
