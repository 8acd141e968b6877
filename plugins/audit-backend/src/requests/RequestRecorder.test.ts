import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { RequestTrail } from '@kubemate/http-node';
import type { RequestEntry } from '@kubemate/http-node';
import type { TrailEvent } from '@kubemate/plugin-audit-common';
import type { AuditTrail } from '../AuditTrail';
import { RequestRecorder } from './RequestRecorder';
import { toRequestEvent } from './toRequestEvent';

function entry(given: Partial<RequestEntry> = {}): RequestEntry {
  return {
    at: 1000,
    durationMs: 7,
    method: 'GET',
    path: '/api/catalog/entities',
    isPlan: false,
    status: 200,
    correlationId: 'c1',
    ...given,
  };
}

function start({ capacity = 100 } = {}) {
  const requests = new RequestTrail();
  const recorded: TrailEvent[] = [];
  const failures: Error[] = [];
  const trail = {
    async record(events: readonly TrailEvent[]) {
      const failure = failures.shift();
      if (failure) throw failure;
      recorded.push(...events);
      return events.length;
    },
  };
  const timers: (() => void)[] = [];
  const clock = {
    now: () => 5000,
    after: (_: number, callback: () => void) => {
      timers.push(callback);
      return () => void timers.splice(timers.indexOf(callback), 1);
    },
  };
  const logger = mockServices.logger.mock();
  const recorder = new RequestRecorder({
    ...{ requests, clock, logger, auth: mockServices.auth() },
    pluginTokens: {
      check: async token =>
        token.startsWith('plugin-') ? (token.endsWith('valid') ? 'valid' : 'forged') : 'none',
    },
    trail: trail as unknown as AuditTrail,
  });
  recorder.start({ capacity });
  return { requests, recorder, recorded, failures, timers };
}

describe('recording requests', () => {
  it('says who they are from, by the token where no route has said so', async () => {
    const { requests, recorder, recorded } = start();
    const user = mockCredentials.user.token('user:default/dana');
    const script = mockCredentials.service.token({
      onBehalfOf: mockCredentials.service('external:ci'),
      targetPluginId: 'test',
    });
    requests.add(entry({ actor: 'user:default/priya' }));
    for (const token of [user, 'plugin-valid', script, 'forged', 'plugin-forged', undefined])
      requests.add(entry({ token }));
    await recorder.flush();
    expect(recorded.map(({ actor }) => actor)).toEqual([
      'user:default/priya',
      'user:default/dana',
      'external:ci',
      'anonymous',
      'anonymous',
      'anonymous',
    ]);
    expect(JSON.stringify(recorded)).not.toContain(user);
  });

  it('collects for a second, and writes one batch', async () => {
    const { requests, recorded, timers, recorder } = start();
    requests.add(entry());
    requests.add(entry());
    expect(timers).toHaveLength(1);
    timers[0]?.();
    await recorder.flush();
    expect(recorded).toHaveLength(2);
  });

  it('keeps what could not be written, and tells later of what found no room', async () => {
    const { requests, recorder, recorded, failures, timers } = start({ capacity: 3 });
    failures.push(new Error('the database is gone'));
    for (let at = 0; at < 5; at++) requests.add(entry());
    await recorder.flush();
    expect(recorded).toEqual([]);
    expect(requests.size).toBe(3);
    expect(timers).not.toHaveLength(0);
    await recorder.flush();
    expect(recorded.map(({ kind, summary }) => [kind, summary])).toEqual([
      ['system', '2 requests were not recorded: more came than could be written down'],
      ...Array.from({ length: 3 }, () => ['request', 'GET /api/catalog/entities']),
    ]);
  });
});

describe('toRequestEvent', () => {
  it.each<[Partial<RequestEntry>, Partial<TrailEvent>]>([
    [{}, { action: 'GET /entities', plugin: 'catalog', effect: 'read', outcome: 'succeeded' }],
    [
      { method: 'POST', path: '/api/catalog/refresh' },
      { action: 'POST /refresh', effect: 'write' },
    ],
    [{ method: 'POST', path: '/api/catalog/entities/by-refs' }, { effect: 'read' }],
    [{ method: 'POST', path: '/api/permission/authorize' }, { effect: 'read' }],
    [{ method: 'POST', path: '/api/clusters/operations/x', isPlan: true }, { effect: 'read' }],
    [{ method: 'DELETE', path: '/api/catalog/locations/1' }, { effect: 'destroy' }],
    [{ status: 403 }, { outcome: 'denied', status: 403 }],
    [{ status: 500 }, { outcome: 'failed' }],
    [{ status: 499 }, { outcome: 'cancelled' }],
    [{ route: 'GET /tenants/{name}' }, { action: 'GET /tenants/{name}' }],
    [
      {
        query: {
          cluster: 'prod',
          resource: { group: 'apps', version: 'v1', plural: 'deployments' },
          namespace: 'shop',
          name: 'api',
        },
      },
      {
        target: {
          cluster: 'prod',
          apiVersion: 'apps/v1',
          kind: 'Deployment',
          namespace: 'shop',
          name: 'api',
        },
      },
    ],
    [
      { query: { cluster: 'prod' } },
      { target: { cluster: 'prod', kind: 'Cluster', name: 'prod' } },
    ],
  ])('of %j', (given, expected) => {
    expect(toRequestEvent(entry(given), 'user:default/dana')).toMatchObject(expected);
  });
});
