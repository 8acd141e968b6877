import { randomUUID } from 'node:crypto';
import type { TrailEvent } from '@kubemate/plugin-audit-common';

/** An operation of Priya's on the Deployment `api` in `shop`. */
export function operation(given: Partial<TrailEvent> = {}): TrailEvent {
  const name = given.target?.name ?? 'api';
  return {
    id: randomUUID(),
    at: 1_790_000_000_000,
    durationMs: 120,
    kind: 'operation',
    plugin: 'clusters',
    action: 'clusters.scale-workload',
    effect: 'write',
    outcome: 'succeeded',
    summary: `Scale Deployment ${name} from 2 to 5 replicas`,
    actor: 'user:default/priya',
    source: { via: 'http', address: '10.0.0.7' },
    correlationId: randomUUID(),
    target: { cluster: 'prod', apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name },
    ...given,
  };
}

/** A request to the portal's API that reads. */
export function request(given: Partial<TrailEvent> = {}): TrailEvent {
  return {
    id: randomUUID(),
    at: 1_790_000_000_000,
    durationMs: 12,
    kind: 'request',
    plugin: 'clusters',
    action: 'GET /rows',
    effect: 'read',
    outcome: 'succeeded',
    summary: 'GET /api/clusters/rows',
    actor: 'user:default/priya',
    source: { via: 'http' },
    correlationId: randomUUID(),
    status: 200,
    ...given,
  };
}

/** What the API server of `prod` saw of {@link operation}. */
export function kubernetesEvent(given: Partial<TrailEvent> = {}): TrailEvent {
  const auditId = randomUUID();
  return {
    id: randomUUID(),
    at: 1_790_000_000_050,
    kind: 'kubernetes',
    plugin: 'kubernetes',
    action: 'patch deployments/scale',
    effect: 'write',
    outcome: 'succeeded',
    summary: 'patch deployments/scale shop/api',
    actor: 'user:default/priya',
    source: { via: 'kubernetes' },
    correlationId: auditId,
    target: {
      cluster: 'prod',
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      namespace: 'shop',
      name: 'api',
    },
    kubernetes: {
      auditId,
      verb: 'patch',
      user: 'kubemate:priya',
      impersonatedBy: 'kubemate-portal',
      resource: 'deployments',
      subresource: 'scale',
      code: 200,
    },
    ...given,
  };
}
