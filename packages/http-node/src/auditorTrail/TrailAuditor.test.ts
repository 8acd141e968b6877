import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import type { Request } from 'express';
import { AuditorTrail } from './AuditorTrail';
import { TrailAuditor } from './TrailAuditor';

function start({ isOpen = true } = {}) {
  const trail = new AuditorTrail();
  if (isOpen) trail.open({ capacity: 10, onAdded: () => {} });
  const success = jest.fn(async () => {});
  const fail = jest.fn(async () => {});
  const clock = { time: 1_000 };
  const auditor = new TrailAuditor({
    logged: { createEvent: jest.fn(async () => ({ success, fail })) },
    ...{ trail, plugin: 'catalog', now: () => clock.time },
    auth: mockServices.auth({ pluginId: 'catalog' }),
    httpAuth: mockServices.httpAuth({ pluginId: 'catalog' }),
  });
  return { auditor, trail, success, fail, clock };
}

function requestOf(user: string): Request {
  const headers: Record<string, string> = {
    authorization: mockCredentials.user.header(user),
    'x-request-id': 'req-1',
  };
  return {
    headers,
    method: 'POST',
    originalUrl: '/api/catalog/refresh?token=nobodys-business',
    get: (name: string) => headers[name],
  } as unknown as Request;
}

describe('the auditor of a plugin', () => {
  it('tells the trail once how it ended, with the person, and the log as before', async () => {
    const { auditor, trail, success, clock } = start();
    const event = await auditor.createEvent({
      ...{ eventId: 'entity-mutate', severityLevel: 'medium', meta: { queryType: 'refresh' } },
      request: requestOf('user:default/dana'),
    });
    expect(trail.size).toBe(0);
    clock.time += 7;
    await event.success({ meta: { entityRef: 'component:default/cart' } });
    expect(success).toHaveBeenCalledTimes(1);
    const { entries } = trail.take(9);
    expect(entries).toEqual([
      {
        ...{ at: 1_000, durationMs: 7, plugin: 'catalog', eventId: 'entity-mutate' },
        ...{ severity: 'medium', actor: 'user:default/dana', error: undefined },
        request: { method: 'POST', path: '/api/catalog/refresh' },
        source: expect.objectContaining({ correlationId: 'req-1' }),
        meta: { queryType: 'refresh', entityRef: 'component:default/cart' },
      },
    ]);
    expect(JSON.stringify(entries)).not.toContain('nobodys-business');
  });

  it('names the plugin where it acts by itself, and says why it failed', async () => {
    const { auditor, trail, fail } = start();
    const event = await auditor.createEvent({ eventId: 'task' });
    await event.fail({ error: new TypeError('it broke') });
    expect(fail).toHaveBeenCalledTimes(1);
    expect(trail.take(9).entries).toMatchObject([
      {
        actor: 'plugin:catalog',
        severity: 'low',
        error: { name: 'TypeError', message: 'it broke' },
      },
    ]);
  });

  it('only writes the log where nobody records', async () => {
    const { auditor, trail, success } = start({ isOpen: false });
    await (await auditor.createEvent({ eventId: 'task' })).success();
    expect(success).toHaveBeenCalledTimes(1);
    expect(trail.take(9)).toEqual({ entries: [], dropped: 0 });
  });
});
