import { mockServices } from '@backstage/backend-test-utils';
import { ResponseError } from '@backstage/errors';
import type { AuditEvent } from '@kubemate/operations-common';
import { auditEventSchema, MAX_AUDIT_EVENTS } from '@kubemate/operations-common';
import fc from 'fast-check';
import { callerNamed, inputOf, memoryDatabase, startReplica } from './__testUtils__/replica';
import { rest, TestClock } from './__testUtils__/TestClock';
import { World } from './__testUtils__/World';
import { auditPluginSink } from './AuditOutbox';
import type { AuditSink } from './AuditOutbox';
import { draftRecord } from './draftRecord';
import type { OperationRecord } from './OperationRecord';
import { toAuditEvent } from './toAuditEvent';

jest.setTimeout(60_000);

const dana = callerNamed('dana');

async function makeRecord(fields: Partial<OperationRecord> = {}): Promise<OperationRecord> {
  const [operation] = new World().definitions;
  if (operation === undefined) throw new Error('no operation');
  const draft = await draftRecord(operation, {
    inputs: [inputOf('a', 5)],
    bulk: false,
    caller: dana,
    now: 1_000,
  });
  return { ...draft, status: 'succeeded', finishedAt: 3_000, undelivered: true, ...fields };
}

function refusal(status: number): Promise<ResponseError> {
  return ResponseError.fromResponse(new Response('{}', { status }) as never);
}

describe('AuditOutbox', () => {
  async function start(sink: AuditSink) {
    const clock = new TestClock();
    const replica = await startReplica({ clock, sink });
    return { clock, replica };
  }

  it('tells each end once where the trail answers', async () => {
    const told: AuditEvent[][] = [];
    const { replica, clock } = await start(async events => void told.push([...events]));
    for (let value = 2; value < 6; value++)
      await replica.runner.run(replica.setValue, { input: inputOf('a', value), caller: dana });
    await clock.advance(60_000);
    const ids = told.flat().map(({ id }) => id);
    expect(ids).toEqual((await replica.records()).map(({ id }) => id));
    expect(await replica.store.undelivered(10)).toEqual([]);
  });

  it('waits longer and longer while the trail is away, whatever happens meanwhile, and says so once', async () => {
    const attempts: number[] = [];
    let isAway = true;
    const { replica, clock } = await start(async () => {
      attempts.push(clock.now());
      if (isAway) throw new Error('no answer');
    });
    await replica.runner.run(replica.setValue, { input: inputOf('a', 2), caller: dana });
    const kicks = async () => {
      for (let second = 0; second < 30; second++) {
        await clock.advance(10_000);
        replica.outbox.kick();
      }
    };
    await kicks();
    const waits = attempts.slice(1).map((at, index) => at - (attempts[index] ?? 0));
    expect(waits).toEqual([10_000, 20_000, 40_000, 80_000]);
    expect(replica.logger.warn).toHaveBeenCalledTimes(1);
    await kicks();
    await kicks();
    expect(
      Math.max(...attempts.slice(1).map((at, index) => at - (attempts[index] ?? 0))),
    ).toBeLessThanOrEqual(300_000);
    isAway = false;
    await clock.advance(300_000);
    expect(await replica.store.undelivered(10)).toEqual([]);
  });

  it('tells again what the trail took without saying so, under the same id', async () => {
    const told: string[] = [];
    let isFirst = true;
    const { replica, clock } = await start(async events => {
      told.push(...events.map(({ id }) => id));
      if (isFirst) {
        isFirst = false;
        throw new Error('the connection broke');
      }
    });
    await replica.runner.run(replica.setValue, { input: inputOf('a', 2), caller: dana });
    await clock.advance(60_000);
    expect(told).toHaveLength(2);
    expect(new Set(told).size).toBe(1);
  });

  it('goes on after a restart with what was not told', async () => {
    const knex = memoryDatabase();
    const dead = await startReplica({ knex, sink: async () => Promise.reject(new Error('away')) });
    await dead.runner.run(dead.setValue, { input: inputOf('a', 2), caller: dana });
    await rest();
    dead.stop.abort();
    const young = await startReplica({ knex });
    await young.recovery.recover();
    await rest();
    expect(young.told).toMatchObject([{ outcome: 'succeeded' }]);
  });

  it('tells all others where the trail does not take one, and tries that one again later', async () => {
    const told: string[] = [];
    let isBad = true;
    const { replica, clock } = await start(async events => {
      if (isBad && events.some(({ summary }) => summary.includes('to 4'))) throw await refusal(400);
      told.push(...events.map(({ summary }) => summary));
    });
    const undelivered = Array.from({ length: 9 }, (_, at) =>
      makeRecord({ summary: `Set a to ${at}`, createdAt: at }),
    );
    for (const record of await Promise.all(undelivered)) await replica.store.insert(record);
    replica.outbox.kick();
    await rest();
    expect(told.sort()).toEqual([0, 1, 2, 3, 5, 6, 7, 8].map(at => `Set a to ${at}`));
    expect(await replica.store.undelivered(100)).toHaveLength(1);
    expect(replica.logger.error).toHaveBeenCalledTimes(1);
    isBad = false;
    await clock.jump(3_600_001);
    expect(told.at(-1)).toBe('Set a to 4');
  });

  it('sends no more at once than the trail takes', async () => {
    const sizes: [number, number][] = [];
    const { replica } = await start(async events => {
      sizes.push([events.length, Buffer.byteLength(JSON.stringify({ events }))]);
    });
    const yaml = '名'.repeat(100_000);
    const diff = [{ target: { kind: 'Thing', name: 'a' }, before: yaml, after: yaml, changes: [] }];
    for (let at = 0; at < 30; at++) await replica.store.insert(await makeRecord({ diff }));
    for (let at = 0; at < 300; at++) await replica.store.insert(await makeRecord());
    replica.outbox.kick();
    for (let turn = 0; turn < 20; turn++) await rest();
    expect(sizes.reduce((sum, [count]) => sum + count, 0)).toBe(330);
    for (const [count, bytes] of sizes) {
      expect(count).toBeLessThanOrEqual(MAX_AUDIT_EVENTS);
      expect(bytes).toBeLessThan(3 * 1024 * 1024);
    }
  });
});

describe('toAuditEvent', () => {
  it('always makes an event that the contract takes', async () => {
    const base = await makeRecord();
    const text = fc.string({ maxLength: 3_000 });
    fc.assert(
      fc.property(text, text, text, fc.nat(3_000_000), (summary, reason, address, length) => {
        const event = toAuditEvent({
          ...base,
          summary,
          reason,
          source: { via: 'http', correlationId: reason, address, userAgent: address },
          diff: [{ target: { kind: 'Thing', name: 'a' }, before: 'x'.repeat(length), changes: [] }],
        });
        expect(auditEventSchema.safeParse(JSON.parse(JSON.stringify(event)))).toMatchObject({
          success: true,
        });
        expect(JSON.stringify(event).length).toBeLessThan(1_100_000);
      }),
      { numRuns: 15 },
    );
  });
});

describe('auditPluginSink', () => {
  it('posts the events as its own plugin, and fails where they are not taken', async () => {
    const requests: { url: string; init: RequestInit | undefined }[] = [];
    let status = 200;
    const fetch = jest.spyOn(globalThis, 'fetch').mockImplementation(async (url, init) => {
      requests.push({ url: String(url), init });
      return new Response('{}', { status });
    });
    const sink = auditPluginSink({
      auth: mockServices.auth({ pluginId: 'clusters' }),
      discovery: mockServices.discovery.mock({
        getBaseUrl: async id => `http://localhost/api/${id}`,
      }),
    });
    const event = toAuditEvent(await makeRecord());
    await sink([event]);
    expect(requests[0]?.url).toBe('http://localhost/api/audit/events');
    expect(JSON.parse(String(requests[0]?.init?.body))).toEqual({
      events: [JSON.parse(JSON.stringify(event))],
    });
    expect(requests[0]?.init?.headers).toMatchObject({
      authorization: expect.stringMatching(/^Bearer ./),
    });
    status = 503;
    await expect(sink([event])).rejects.toMatchObject({ name: 'ResponseError' });
    fetch.mockRestore();
  });
});
