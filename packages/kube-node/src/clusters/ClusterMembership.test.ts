import { mockServices } from '@backstage/backend-test-utils';
import { createApiServer, type ApiServer } from '@kubemate/sandbox';
import type { LogEvent, RowEvent, RowQuery, Viewer } from '../KubeService';
import { PortalKubeService } from '../PortalKubeService';
import { systemClock } from '../reflector/Clock';
import { NamespaceIds } from '../rows/NamespaceSet';
import { testDefinition } from '../testUtils/testDefinition';
import type { ClusterDefinition } from './ClusterDefinition';
import { ClusterPool } from './ClusterPool';
import { staticCredential } from './PortalCredential';

const configMaps = { group: '', version: 'v1', plural: 'configmaps' };
const dana: Viewer = { userEntityRef: 'user:default/dana', ownershipEntityRefs: [] };

async function until(test: () => boolean): Promise<void> {
  const end = Date.now() + 15_000;
  while (!test()) {
    if (Date.now() > end) throw new Error('it did not happen in time');
    await new Promise(resolve => setTimeout(resolve, 10));
  }
}

describe('clusters that come, change and go', () => {
  const servers: ApiServer[] = [];
  const ended = new AbortController();
  let pool: ClusterPool;
  let kube: PortalKubeService;

  async function startServer(object: string): Promise<ApiServer> {
    const server = createApiServer({
      name: object,
      clock: systemClock,
      random: Math.random,
      users: [
        { token: 'portal', user: 'portal', groups: ['system:masters'] },
        { token: 'second', user: 'second', groups: ['system:masters'] },
      ],
    });
    await server.listen();
    servers.push(server);
    server.client.create(configMaps, {
      kind: 'ConfigMap',
      metadata: { name: object, namespace: 'default' },
    });
    return server;
  }

  const defined = (name: string, server: ApiServer, overrides: Partial<ClusterDefinition> = {}) =>
    testDefinition(new URL(server.url), {
      name,
      identity: 'self',
      source: 'registered',
      credential: staticCredential({ authorization: 'Bearer portal' }),
      ...overrides,
    });

  /** The names that a stream shows, kept as its reader would. */
  function follow(query: Omit<RowQuery, 'resource'>, signal = ended.signal) {
    const seen = { names: [] as string[], pages: 0, failures: [] as string[], end: '' };
    const apply = (event: RowEvent) => {
      if (event.type === 'page') {
        seen.pages++;
        seen.names = event.page.items.map(row => row.name);
        seen.failures = event.page.failures.map(failure => failure.cluster);
      } else if (event.type === 'delta') {
        const removed = event.delta.removed.length;
        seen.names = [...seen.names, ...event.delta.inserted.map(({ row }) => row.name)];
        if (removed > 0) throw new Error('nothing is removed in these tests');
      } else seen.failures = event.failures.map(failure => failure.cluster);
    };
    void (async () => {
      const rows = kube.watchRows({ resource: configMaps, ...query, search: 'cm-' }, dana, {
        signal,
      });
      for await (const { event } of rows) apply(event);
      return 'ended';
    })().then(
      end => (seen.end = end),
      error => (seen.end = `${error.name}: ${error.message}`),
    );
    return seen;
  }

  beforeEach(async () => {
    const ids = new NamespaceIds();
    const options = { clock: systemClock, random: Math.random, ids };
    pool = new ClusterPool(
      [defined('first', await startServer('cm-first'), { source: 'config' })],
      {
        ...options,
        logger: mockServices.logger.mock(),
        prefixes: { userPrefix: 'kubemate:', groupPrefix: 'kubemate:' },
      },
    );
    pool.start();
    kube = new PortalKubeService({ ...options, clusters: pool });
  });
  afterEach(async () => {
    await kube.close();
    await Promise.all(servers.splice(0).map(server => server.close()));
  });
  afterAll(() => ended.abort());

  it('lets a stream over all clusters take up a new one, and let it go, without a new request', async () => {
    const all = follow({});
    const one = follow({ clusters: ['first'] });
    await until(() => all.names.length === 1 && one.names.length === 1);
    const before = one.pages;
    const second = await startServer('cm-second');
    const states = jest.fn();
    kube.onClustersChanged(states, { signal: ended.signal });

    pool.set(defined('second', second));
    await until(() => all.names.length === 2);
    expect(all.names).toEqual(['cm-first', 'cm-second']);
    second.client.create(configMaps, {
      kind: 'ConfigMap',
      metadata: { name: 'cm-third', namespace: 'default' },
    });
    await until(() => all.names.length === 3);
    expect(states).toHaveBeenCalled();
    expect(kube.clusters().map(state => `${state.name} ${state.source}`)).toEqual([
      'first config',
      'second registered',
    ]);

    await pool.remove('second');
    await until(() => all.names.length === 1);
    expect(all).toMatchObject({ names: ['cm-first'], failures: [], end: '' });
    expect(one).toMatchObject({ names: ['cm-first'], end: '', pages: before });
  }, 30_000);

  it('ends the streams of a removed cluster with a word on it, and its requests', async () => {
    const second = await startServer('cm-second');
    pool.set(defined('second', second));
    const named = follow({ clusters: ['second'] });
    await until(() => named.names.length === 1);
    const removed = pool.get('second');
    await pool.remove('second');
    await until(() => named.end !== '');
    expect(named.end).toBe('NotFoundError: there is no cluster named second');
    await expect(kube.resources('second', dana)).rejects.toThrow('there is no cluster');
    expect(removed.signal.aborted).toBe(true);
    expect(() => removed.access).toThrow('was removed or changed');
    await pool.remove('second');
  }, 30_000);

  it('moves open streams to the new address of a changed cluster', async () => {
    pool.set(defined('second', await startServer('cm-old')));
    const named = follow({ clusters: ['second'] });
    await until(() => named.names.includes('cm-old'));
    const credential = staticCredential({ authorization: 'Bearer second' });
    pool.set(defined('second', await startServer('cm-new'), { title: 'Moved', credential }));
    await until(() => named.names.includes('cm-new'));
    expect(named).toMatchObject({ names: ['cm-new'], end: '' });
    expect(kube.clusters().map(state => state.title)).toEqual(['Test', 'Moved']);
  }, 30_000);

  it('shows a new cluster that is away as a failure beside the rows of the others', async () => {
    const all = follow({});
    await until(() => all.names.length === 1);
    pool.set(testDefinition(new URL('http://127.0.0.1:1'), { name: 'dead', source: 'registered' }));
    await until(() => all.failures.length === 1);
    expect(all).toMatchObject({ names: ['cm-first'], failures: ['dead'], end: '' });
  }, 30_000);

  it('keeps names unique over all sources', async () => {
    const second = await startServer('cm-second');
    expect(() => pool.set(defined('first', second))).toThrow(
      'there is a cluster named first already (it is in the configuration)',
    );
    expect(() => pool.set(defined('FIRST', second))).toThrow('there is a cluster named first');
    expect(kube.clusters()).toHaveLength(1);
  });

  it('says in a followed log that its cluster was removed, and ends it', async () => {
    const second = await startServer('cm-second');
    const pods = { group: '', version: 'v1', plural: 'pods' };
    second.client.create(pods, {
      kind: 'Pod',
      metadata: { name: 'web', namespace: 'default' },
      spec: { containers: [{ name: 'app', image: 'app' }] },
    });
    pool.set(defined('second', second));
    const events: LogEvent[] = [];
    const log = (async () => {
      const request = {
        pods: [{ cluster: 'second', namespace: 'default', name: 'web' }],
        follow: true,
      };
      for await (const event of kube.logs(request, dana, { signal: ended.signal }))
        events.push(event);
    })();
    await until(() => pool.get('second').monitor.catalog !== undefined);
    await new Promise(resolve => setTimeout(resolve, 300));
    await pool.remove('second');
    await log;
    expect(events.at(-1)).toMatchObject({
      type: 'problem',
      reason: 'cluster second was removed from the portal',
    });
  }, 30_000);
});
