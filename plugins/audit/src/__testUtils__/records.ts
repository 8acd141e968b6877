import type { AuditEntry } from '@kubemate/plugin-audit-common';

/** Priya scaled `api` in `shop` on `prod`. */
export function entry(given: Partial<AuditEntry> = {}): AuditEntry {
  const target = {
    cluster: 'prod',
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    namespace: 'shop',
    name: 'api',
  };
  return {
    id: '5b0f0d3e-0000-4000-8000-000000000001',
    at: Date.now() - 60_000,
    durationMs: 120,
    kind: 'operation',
    plugin: 'clusters',
    action: 'clusters.scale-workload',
    effect: 'write',
    outcome: 'succeeded',
    summary: 'Scale Deployment api from 2 to 5 replicas',
    actor: 'user:default/priya',
    source: { via: 'http', address: '10.0.0.7' },
    correlationId: 'c-1',
    target,
    diff: [{ target, changes: [{ path: 'spec.replicas', before: 2, after: 5 }] }],
    chain: 'trail',
    seq: 7,
    recordedAt: Date.now(),
    severity: 'medium',
    prevHash: '0'.repeat(64),
    hash: 'ab'.repeat(32),
    joined: [],
    ...given,
  };
}
