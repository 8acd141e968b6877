import { mockServices } from '@backstage/backend-test-utils';
import { AuditorTrail } from '@kubemate/http-node';
import type { AuditorEntry } from '@kubemate/http-node';
import type { TrailEvent } from '@kubemate/plugin-audit-common';
import type { AuditTrail } from '../AuditTrail';
import { toEntry } from '../chain/toEntry';
import { startAudit } from '../__testUtils__/startAudit';
import { auditorRecorder } from './AuditorRecorder';
import { toAuditorEvent } from './toAuditorEvent';

const DANA = 'user:default/dana';

function entry(given: Partial<AuditorEntry> = {}): AuditorEntry {
  return {
    ...{ at: 1_000, durationMs: 7, plugin: 'catalog', eventId: 'entity-mutate' },
    ...{ severity: 'medium', actor: DANA, meta: { actionType: 'refresh' }, ...given },
  };
}

const REQUEST = {
  request: { method: 'POST', path: '/api/catalog/refresh' },
  source: { correlationId: 'req-1' },
};

describe('an event of Backstage’s auditor', () => {
  it.each<[Partial<AuditorEntry>, Partial<TrailEvent>]>([
    [{}, { action: 'catalog.entity-mutate', summary: 'entity-mutate refresh', effect: 'write' }],
    [{ meta: { actionType: 'delete' } }, { effect: 'destroy' }],
    [{ severity: 'low' }, { effect: 'read', toldSeverity: 'low' }],
    [REQUEST, { effect: 'write', correlationId: 'req-1', source: { via: 'http' } }],
    [{ error: { name: 'NotAllowedError', message: 'no' } }, { outcome: 'denied' }],
    [
      { error: { name: 'TypeError', message: 'x'.repeat(9_000) } },
      { outcome: 'failed', error: { name: 'TypeError', message: 'x'.repeat(500) } },
    ],
    [{ actor: 'plugin:scaffolder', meta: { createdBy: DANA } }, { actor: DANA }],
    [
      { ...REQUEST, actor: 'user:default/eve', meta: { createdBy: DANA } },
      { actor: 'user:default/eve' },
    ],
    [{ actor: undefined }, { actor: 'anonymous' }],
  ])('of %j', (given, expected) => {
    expect(toAuditorEvent(entry(given))).toMatchObject(expected);
  });

  it('keeps no particulars but those that name things: parameters may hold secrets', () => {
    const meta = { taskParameters: { token: 'hunter2' }, password: 'hunter2', taskId: 't-1' };
    const event = toAuditorEvent(entry({ meta }));
    expect(event.input).toEqual({ taskId: 't-1' });
    expect(JSON.stringify(event)).not.toContain('hunter2');
  });

  it.each([
    ['critical', 'trail', 'high'],
    ['medium', 'trail', 'medium'],
    ['low', 'reads', 'low'],
  ] as const)('told as %s is in the chain %s, and weighs %s', (told, chain, severity) => {
    const { chain: in_, severity: weight } = toEntry(
      toAuditorEvent(entry({ severity: told, meta: {} })),
      () => undefined,
    );
    expect([in_, weight]).toEqual([chain, severity]);
  });

  it('is recorded from a severity on', async () => {
    const recorded: string[] = [];
    const trail = {
      record: async (events: readonly TrailEvent[]) =>
        void recorded.push(...events.map(e => e.summary)),
    };
    const events = new AuditorTrail();
    const recorder = auditorRecorder({
      ...{ events, logger: mockServices.logger.mock(), trail: trail as unknown as AuditTrail },
      clock: { now: () => 5_000, after: () => () => {} },
      config: { enabled: true, from: 'medium', buffer: 10 },
    });
    recorder.start({ capacity: 10 });
    for (const severity of ['low', 'medium', 'critical'] as const)
      events.add(entry({ severity, meta: { id: severity } }));
    await recorder.flush();
    expect(recorded).toEqual(['entity-mutate medium', 'entity-mutate critical']);
  });

  it.each([['before'], ['after']])('is one with its request, recorded %s it', async when => {
    const audit = await startAudit();
    const event = toAuditorEvent(entry(REQUEST));
    const request: TrailEvent = {
      ...event,
      ...{ id: crypto.randomUUID(), kind: 'request', toldSeverity: undefined },
      ...{ action: 'POST /refresh', summary: 'POST /api/catalog/refresh' },
    };
    for (const each of when === 'before' ? [event, request] : [request, event])
      await audit.record(each);
    // Nobody else's request may pass for part of it.
    await audit.record({ ...request, id: crypto.randomUUID(), actor: 'user:default/eve' });
    const scope = { all: true } as const;
    const page = await audit.records.page({ filter: {}, scope, limit: 10 });
    const told = page.items.map(({ kind, actor, joined }) => [kind, actor, joined.length]);
    expect(told.sort()).toEqual([
      ['event', DANA, 1],
      ['request', 'user:default/eve', 0],
    ]);
    await audit.stop();
  });
});
