import type { TenantSpec } from '@kubemate/plugin-tenants-common';
import { TENANT_LABEL } from './kinds';

const NAMESPACE_NAME = 'kubernetes.io/metadata.name';

interface Policy {
  readonly name: string;
  readonly spec: object;
}

/** What may call a tenant, and with `full` isolation what it may call. Policies add up, so each says one thing. */
export function networkPolicies({ name, network }: TenantSpec): readonly Policy[] {
  const { isolation, peers } = network;
  if (isolation === 'open') return [];
  const full = isolation === 'full';
  const own = [{ namespaceSelector: { matchLabels: { [TENANT_LABEL]: name } } }];
  const others = peers.map(peer => ({
    namespaceSelector: { matchLabels: { [NAMESPACE_NAME]: peer } },
  }));
  const types = full ? ['Ingress', 'Egress'] : ['Ingress'];
  const policies: Policy[] = [
    { name: 'kubemate-default-deny', spec: { podSelector: {}, policyTypes: types } },
    {
      name: 'kubemate-allow-tenant',
      spec: {
        podSelector: {},
        policyTypes: types,
        ingress: [{ from: own }],
        ...(full ? { egress: [{ to: own }] } : {}),
      },
    },
  ];
  if (others.length > 0) {
    policies.push({
      name: 'kubemate-allow-peers',
      spec: {
        podSelector: {},
        policyTypes: types,
        ingress: [{ from: others }],
        ...(full ? { egress: [{ to: others }] } : {}),
      },
    });
  }
  if (full) {
    // Without names nothing can be called at all.
    const ports = [
      { protocol: 'UDP', port: 53 },
      { protocol: 'TCP', port: 53 },
    ];
    const to = [{ namespaceSelector: { matchLabels: { [NAMESPACE_NAME]: 'kube-system' } } }];
    policies.push({
      name: 'kubemate-allow-dns',
      spec: { podSelector: {}, policyTypes: ['Egress'], egress: [{ to, ports }] },
    });
  }
  return policies;
}
