import { mockServices } from '@backstage/backend-test-utils';
import { json, ScriptedServer, type Answer } from '../testUtils/ScriptedServer';
import { ManualClock } from '../testUtils/ManualClock';
import { testDefinition } from '../testUtils/testDefinition';
import { ClusterConnection } from './ClusterConnection';
import { ClusterMonitor } from './ClusterMonitor';

const discovery = (name: string, resource: string) => ({
  kind: 'APIGroupDiscoveryList',
  items: [
    {
      metadata: { name },
      versions: [
        {
          version: 'v1',
          freshness: 'Current',
          resources: [
            {
              resource,
              responseKind: { kind: resource },
              scope: 'Namespaced',
              singularResource: '',
              verbs: ['list', 'watch'],
            },
          ],
        },
      ],
    },
  ],
});

const healthy: Answer = ({ url }, response) => {
  if (url === '/version') json(response, 200, { gitVersion: 'v1.37.2' });
  else
    json(response, 200, url === '/api' ? discovery('', 'pods') : discovery('apps', 'deployments'));
};

describe('ClusterMonitor', () => {
  let server: ScriptedServer;
  let clock: ManualClock;
  let connection: ClusterConnection;
  let monitor: ClusterMonitor;
  const logger = mockServices.logger.mock();

  beforeEach(async () => {
    server = await ScriptedServer.start(healthy);
    clock = new ManualClock();
    connection = new ClusterConnection(testDefinition(server.url));
    monitor = new ClusterMonitor({ connection, clock, logger, random: () => 0.5 });
  });
  afterEach(async () => {
    monitor.close();
    await connection.close();
    await server.close();
  });

  const until = (test: () => boolean) =>
    new Promise<void>(resolve => {
      const stop = monitor.onChange(() => {
        if (!test()) return;
        stop();
        resolve();
      });
      if (test()) resolve();
    });

  it('says that it is connecting before the first answer, and waits for nobody', () => {
    expect(monitor.state()).toMatchObject({
      connection: { state: 'connecting' },
      latencies: [],
      apiGroups: [],
    });
  });

  it('finds version, latency and types', async () => {
    monitor.start();
    await until(() => monitor.catalog !== undefined);
    expect(monitor.state()).toMatchObject({
      connection: { state: 'ready' },
      version: 'v1.37.2',
      latencies: [0],
      apiGroups: ['apps'],
      asOf: clock.now(),
    });
    expect(
      monitor.catalog?.find({ group: 'apps', version: 'v1', plural: 'deployments' }),
    ).toMatchObject({ kind: 'deployments', custom: false, namespaced: true });
  });

  it.each([
    [401, "it does not accept the portal's credential"],
    [503, 'it answers 503'],
  ])('tells people why it is not there: %d', async (status, reason) => {
    server.answer = (_, response) => json(response, status, {});
    monitor.start();
    await until(() => monitor.unreachableReason !== undefined);
    expect(monitor.state().connection).toMatchObject({ state: 'unreachable', reason });
  });

  it('takes a server that keeps its version to itself as reached', async () => {
    server.answer = (request, response) =>
      request.url === '/version' ? json(response, 403, {}) : healthy(request, response);
    monitor.start();
    await until(() => monitor.state().connection.state === 'ready');
    expect(monitor.state().version).toBeUndefined();
  });

  it('tries again later and later, up to a minute, and at once counts as there when it answers', async () => {
    server.answer = (_, response) => json(response, 500, {});
    monitor.start();
    await until(() => monitor.unreachableReason !== undefined);
    const first = monitor.state().connection;
    const delays: number[] = [];
    for (let attempt = 0; attempt < 9; attempt++) {
      while (clock.delays.length === 0) await new Promise(resolve => setImmediate(resolve));
      const [delay = 0] = clock.delays;
      delays.push(delay);
      const checks = server.requests.length;
      if (attempt === 8) server.answer = healthy;
      clock.advance(delay);
      while (server.requests.length === checks) await new Promise(resolve => setImmediate(resolve));
      if (attempt < 8)
        while (clock.delays.length === 0) await new Promise(resolve => setImmediate(resolve));
    }
    expect(delays).toEqual([750, 1500, 3000, 6000, 12000, 24000, 45000, 45000, 45000]);
    await until(() => monitor.state().connection.state === 'ready');
    expect(first).toMatchObject({ state: 'unreachable', since: 1_000_000 });
  });

  it('asks for types again after a minute and keeps the catalog while nothing changed', async () => {
    monitor.start();
    await until(() => monitor.catalog !== undefined);
    const before = monitor.catalog;
    expect(await monitor.rediscover()).toBe(before);
    const changed = jest.fn();
    monitor.onCatalogChange(changed);
    server.answer = (request, response) =>
      request.url === '/apis'
        ? json(response, 200, discovery('example.com', 'widgets'))
        : healthy(request, response);
    await monitor.rediscover();
    expect(changed).toHaveBeenCalledTimes(1);
    expect(monitor.catalog?.findPreferred('example.com', 'widgets')?.custom).toBe(true);
  });
});
