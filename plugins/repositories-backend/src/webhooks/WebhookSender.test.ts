import { mockServices } from '@backstage/backend-test-utils';
import { DefaultEventsService } from '@backstage/plugin-events-node';
import { AddressGuard } from '@kubemate/kube-node';
import { SecretVault } from '@kubemate/storage-node';
import { testDatabases } from '@kubemate/test-node';
import type { RunningDatabases } from '@kubemate/test-node';
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PushRelay } from '../repositories/PushRelay';
import { PUSH_TOPIC } from '../repositories/pushEvent';
import { KnexRepositoryStore } from '../store/KnexRepositoryStore';
import type { NewDelivery } from './WebhookStore';
import { WebhookSender } from './WebhookSender';

const HOUR = 3_600_000;
const logger = mockServices.logger.mock();

describe.each(testDatabases)('webhooks on $name', ({ skipped, start: startDatabases }) => {
  // Skipped, and counted as that, where the database is not to be had.
  const it = skipped === undefined ? test : test.skip;
  let running: RunningDatabases | undefined;
  let receiver: Server;
  let answer: () => number;
  let got: string[];

  beforeAll(async () => {
    if (skipped === undefined) running = await startDatabases();
    receiver = createServer((request, response) => {
      got.push(String(request.headers['x-github-delivery']));
      request.resume();
      response.writeHead(answer()).end();
    });
    await new Promise<void>(resolve => receiver.listen(0, '127.0.0.1', resolve));
  }, 60_000);
  afterAll(async () => {
    await running?.stop();
    receiver.closeAllConnections();
    await new Promise(resolve => receiver.close(resolve));
  });
  beforeEach(() => {
    got = [];
    answer = () => 200;
  });

  async function start() {
    const { knex } = (await running?.create()) ?? {};
    if (knex === undefined) throw new Error('no database');
    const repositories = await KnexRepositoryStore.create({ getClient: async () => knex });
    const store = repositories.webhooks();
    const webhook = randomUUID();
    await store.insert({
      ...{ id: webhook, owner: 'shop-team', name: 'cart', events: ['push'], active: true },
      url: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`,
      ...{ createdAt: 0, createdBy: 'user:default/dana' },
    });
    let now = 0;
    const clock = { now: () => now, after: () => () => {} };
    const senders: WebhookSender[] = [];
    return {
      ...{ store, webhook, repositories, clock },
      pass: (ms: number) => void (now += ms),
      queue: async (count = 1, maxWaiting = 100) => {
        const made = Array.from({ length: count }, (): NewDelivery => ({
          ...{ id: randomUUID(), webhook, event: 'push', payload: '{}', createdAt: now },
        }));
        await store.enqueue(made, maxWaiting);
        return made;
      },
      /** As a replica that starts. */
      sender: () => {
        const sender = new WebhookSender({
          ...{ store, clock, logger, whyNotHost: () => undefined },
          guard: new AddressGuard({ allowLoopback: true }),
          vault: new SecretVault({ from: 'nowhere', reason: 'no key' }, { purpose: 'test' }),
          shutdown: new AbortController().signal,
        });
        senders.push(sender);
        return sender;
      },
      async turn(sender: WebhookSender) {
        sender.wake();
        await sender.close();
      },
    };
  }

  it('tries again ever later, and gives up in the end', async () => {
    const { queue, store, webhook, sender, turn, pass } = await start();
    answer = () => 500;
    const [made] = await queue();
    const one = sender();
    const waits: number[] = [];
    for (let tries = 0; tries < 10; tries += 1) {
      await turn(one);
      const [told] = await store.deliveries(webhook, 1);
      if (told?.nextAt === undefined) break;
      const before = waits.reduce((sum, each) => sum + each, 0);
      waits.push(told.nextAt - before);
      pass(told.nextAt - before - 1);
      await turn(one);
      pass(1);
    }
    expect(waits).toEqual([10_000, 60_000, 300_000, 1_800_000, 7_200_000]);
    expect(got).toEqual(Array(6).fill(made?.id));
    expect(await store.deliveries(webhook, 1)).toMatchObject([
      { state: 'failed', attempts: 6, status: 500 },
    ]);
  });

  it('loses nothing with a process that dies in the middle', async () => {
    const { queue, store, webhook, sender, turn, pass, clock } = await start();
    const [made] = await queue();
    // Another process has begun, and is no more.
    await store.claim({ now: clock.now(), until: clock.now() + 45_000, limit: 1 });
    await turn(sender());
    expect(got).toEqual([]);
    pass(45_000);
    await turn(sender());
    expect(got).toEqual([made?.id]);
    expect(await store.deliveries(webhook, 1)).toMatchObject([{ state: 'delivered', attempts: 2 }]);
  });

  it('has one of several replicas deliver', async () => {
    const { queue, sender, turn } = await start();
    const made = await queue(12);
    const replicas = [sender(), sender(), sender()];
    await Promise.all(replicas.map(turn));
    expect([...got].sort()).toEqual(made.map(({ id }) => id).sort());
  });

  it('lets only so many wait, and says so of the others', async () => {
    const { queue, store, webhook } = await start();
    await queue(5, 3);
    const states = (await store.deliveries(webhook, 10)).map(({ state }) => state);
    expect(states.sort()).toEqual(['failed', 'failed', 'waiting', 'waiting', 'waiting']);
    expect((await store.deliveries(webhook, 10)).find(each => each.error)?.error).toMatch(
      /Too many/,
    );
  });

  it('forgets old deliveries, and what waits never', async () => {
    const { queue, store, webhook, sender, turn, pass } = await start();
    for (let count = 0; count < 4; count += 1) {
      await queue();
      await turn(sender());
      pass(HOUR);
    }
    await queue();
    await store.prune(webhook, 2);
    expect((await store.deliveries(webhook, 10)).map(({ state }) => state)).toEqual([
      'waiting',
      'delivered',
      'delivered',
    ]);
  });

  it('has every replica hear of a push, once', async () => {
    const { repositories, clock, pass } = await start();
    const replica = async () => {
      const events = DefaultEventsService.create({ logger });
      const heard: unknown[] = [];
      await events.subscribe({
        ...{ id: 'test', topics: [PUSH_TOPIC] },
        onEvent: async ({ eventPayload }) => void heard.push(eventPayload),
      });
      const relay = new PushRelay({ store: repositories.pushes(), events, clock, logger });
      return { relay, heard };
    };
    const [one, two] = [await replica(), await replica()];
    const push = {
      ...{ owner: 'shop-team', name: 'cart', ref: 'refs/heads/main', pusher: 'user:default/dana' },
      ...{ before: '0'.repeat(40), after: 'a'.repeat(40) },
    };
    await one.relay.tell(push);
    for (let turn = 0; turn < 3; turn += 1) {
      await one.relay.listen();
      await two.relay.listen();
      pass(1000);
    }
    expect(one.heard).toEqual([push]);
    expect(two.heard).toEqual([push]);
    const late = await replica();
    await late.relay.listen();
    expect(late.heard).toEqual([]);
  });
});
