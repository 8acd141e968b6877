import { fetch } from 'undici';
import WebSocket from 'ws';
import type { LocalWatchEvent } from '../LocalClient';
import { systemClock, type Clock } from '../Clock';
import { createApiServer, type ApiServer, type ApiServerOptions } from './ApiServer';
import { ApiStatusError } from './ApiStatusError';

const CONFIG_MAPS = { group: '', version: 'v1', plural: 'configmaps' };
const PODS = { group: '', version: 'v1', plural: 'pods' };
const DEPLOYMENTS = { group: 'apps', version: 'v1', plural: 'deployments' };
const HEADERS = { authorization: 'Bearer admin' };

let open: ApiServer[] = [];

function newServer(options: Partial<ApiServerOptions> = {}): ApiServer {
  let seed = 7;
  const server = createApiServer({
    name: 'test',
    clock: systemClock,
    random: () => {
      seed = (seed * 16807) % 2147483647;
      return seed / 2147483647;
    },
    users: [
      { token: 'admin', user: 'admin', groups: ['system:masters'] },
      { token: 'nobody', user: 'nobody', groups: [] },
    ],
    ...options,
  });
  open.push(server);
  return server;
}

async function get(server: ApiServer, path: string) {
  const response = await fetch(server.url + path, { headers: HEADERS });
  return { status: response.status, text: await response.text() };
}

function configMap(name: string, extra: object = {}): object {
  return { metadata: { name, namespace: 'default' }, ...extra };
}

function pod(name: string, extra: object = {}): object {
  const spec = { nodeName: 'node', containers: [{ name: 'main', image: 'app:1' }] };
  return { metadata: { name, namespace: 'default' }, spec, ...extra };
}

afterEach(async () => {
  await Promise.all(open.map(server => server.close()));
  open = [];
});

describe('LocalClient', () => {
  it('keeps a status that it creates with', () => {
    const { client } = newServer();
    const created = client.create(PODS, pod('p', { status: { phase: 'Running' } }));
    expect(created.status).toMatchObject({ phase: 'Running', qosClass: 'BestEffort' });
  });

  it('sends no event for a patch that changes nothing', () => {
    const { client } = newServer();
    client.create(CONFIG_MAPS, configMap('a', { data: { x: '1' } }));
    const events: LocalWatchEvent[] = [];
    client.watch(CONFIG_MAPS, event => events.push(event));
    client.patch(CONFIG_MAPS, { namespace: 'default', name: 'a' }, { data: { x: '1' } });
    client.patch(CONFIG_MAPS, { namespace: 'default', name: 'a' }, { data: { x: '2' } });
    expect(events.map(event => event.type)).toEqual(['MODIFIED']);
  });

  it('writes only the status through its subresource', () => {
    const { client } = newServer();
    client.create(PODS, pod('p'));
    const key = { namespace: 'default', name: 'p' };
    const patch = { spec: { priority: 5 }, status: { phase: 'Running' } };
    const patched = client.patch(PODS, key, patch, { subresource: 'status' });
    expect(patched).toMatchObject({ spec: { priority: 0 }, status: { phase: 'Running' } });
    expect(patched.metadata.generation).toBe(1);
  });

  it('throws the status that the server would answer', () => {
    const { client } = newServer();
    const missing = () => client.patch(PODS, { namespace: 'default', name: 'none' }, {});
    expect(missing).toThrow(ApiStatusError);
    expect(missing).toThrow('pods "none" not found');
    client.create(CONFIG_MAPS, configMap('a'));
    expect(() => client.create(CONFIG_MAPS, configMap('a'))).toThrow(
      'configmaps "a" already exists',
    );
  });

  it('removes dependents with their owner, in the same call', () => {
    const { client } = newServer();
    const template = {
      metadata: { labels: { a: 'b' } },
      spec: { containers: [{ name: 'm', image: 'i' }] },
    };
    const owner = client.create(
      DEPLOYMENTS,
      configMap('d', { spec: { selector: { matchLabels: { a: 'b' } }, template } }),
    );
    const reference = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      name: 'd',
      uid: owner.metadata.uid,
    };
    client.create(
      PODS,
      pod('p', { metadata: { name: 'p', namespace: 'default', ownerReferences: [reference] } }),
    );
    client.delete(DEPLOYMENTS, { namespace: 'default', name: 'd' });
    expect(
      client.get(PODS, { namespace: 'default', name: 'p' })?.metadata.deletionGracePeriodSeconds,
    ).toBe(30);
    client.delete(PODS, { namespace: 'default', name: 'p' }, { gracePeriodSeconds: 0 });
    expect(client.get(PODS, { namespace: 'default', name: 'p' })).toBeUndefined();
  });

  it('is the same cluster again under the same randomness and clock', () => {
    const clock: Clock = { now: () => 1_800_000_000_000, after: () => () => {} };
    const uids = [newServer({ clock }), newServer({ clock })].map(
      ({ client }) => client.create(CONFIG_MAPS, configMap('a')).metadata.uid,
    );
    expect(uids[0]).toBe(uids[1]);
  });
});

describe('the event history', () => {
  it('expires watches and continue tokens from before a compaction', async () => {
    const server = newServer();
    await server.listen();
    for (const name of ['a', 'b', 'c']) server.client.create(CONFIG_MAPS, configMap(name));
    const page = JSON.parse((await get(server, '/api/v1/configmaps?limit=1')).text);
    server.client.create(CONFIG_MAPS, configMap('d'));
    server.compact();
    const watched = await get(
      server,
      `/api/v1/configmaps?watch=true&resourceVersion=${page.metadata.resourceVersion}`,
    );
    expect(JSON.parse(watched.text)).toMatchObject({
      type: 'ERROR',
      object: { kind: 'Status', code: 410, reason: 'Expired' },
    });
    const expired = await get(
      server,
      `/api/v1/configmaps?limit=1&continue=${page.metadata.continue}`,
    );
    const { metadata, reason } = JSON.parse(expired.text);
    expect([expired.status, reason]).toEqual([410, 'Expired']);
    const rest = await get(server, `/api/v1/configmaps?continue=${metadata.continue}`);
    expect(rest.status).toBe(200);
  });

  it('sends bookmarks on its clock', async () => {
    const timers: { delay: number; run: () => void }[] = [];
    const clock: Clock = {
      now: () => 1_800_000_000_000,
      after: (delay, run) => {
        timers.push({ delay, run });
        return () => {};
      },
    };
    const server = newServer({ clock, bookmarkIntervalMs: 1234 });
    await server.listen();
    const response = await fetch(
      `${server.url}/api/v1/nodes?watch=true&allowWatchBookmarks=true&resourceVersion=1`,
      { headers: HEADERS },
    );
    timers.find(timer => timer.delay === 1234)?.run();
    const reader = response.body?.getReader();
    const { value } = (await reader?.read()) ?? {};
    const line = JSON.parse(Buffer.from(value ?? []).toString('utf8'));
    expect(line).toMatchObject({ type: 'BOOKMARK', object: { kind: 'Node', apiVersion: 'v1' } });
    expect(Number(line.object.metadata.resourceVersion)).toBeGreaterThan(1);
    await reader?.cancel();
  });
});

describe('reachability', () => {
  it('drops every connection while unavailable, and comes back with its objects', async () => {
    const server = newServer();
    await server.listen();
    server.client.create(CONFIG_MAPS, configMap('a'));
    server.setUnavailable(true);
    await expect(get(server, '/version')).rejects.toThrow();
    server.setUnavailable(false);
    expect((await get(server, '/api/v1/namespaces/default/configmaps/a')).status).toBe(200);
  });

  it('is as far away as it was told', async () => {
    const delays: number[] = [];
    const clock: Clock = {
      now: () => 0,
      after: (delay, run) => {
        delays.push(delay);
        run();
        return () => {};
      },
    };
    const server = newServer({ clock, latencyMs: 250 });
    await server.listen();
    expect((await get(server, '/version')).status).toBe(200);
    expect(delays).toContain(250);
  });
});

describe('hooks', () => {
  it('streams a log with its options', async () => {
    const server = newServer();
    await server.listen();
    server.client.create(PODS, pod('p'));
    const asked: unknown[] = [];
    server.hooks.log = async function* log(_pod, container, { signal: _signal, ...options }) {
      asked.push({ container, ...options });
      yield 'first\n';
      yield 'second\n';
    };
    const path = '/api/v1/namespaces/default/pods/p/log';
    const whole = await get(
      server,
      `${path}?tailLines=5&timestamps=true&previous=true&sinceSeconds=60`,
    );
    expect(whole.text).toBe('first\nsecond\n');
    expect(asked).toEqual([
      {
        container: 'main',
        previous: true,
        follow: false,
        timestamps: true,
        tailLines: 5,
        sinceSeconds: 60,
      },
    ]);
    expect((await get(server, `${path}?limitBytes=8`)).text).toBe('first\nse');
  });

  it('answers a log that cannot be had with its status', async () => {
    const server = newServer();
    await server.listen();
    server.client.create(PODS, pod('p'));
    // eslint-disable-next-line require-yield
    server.hooks.log = async function* log() {
      throw ApiStatusError.badRequest('previous terminated container "main" in pod "p" not found');
    };
    const { status, text } = await get(
      server,
      '/api/v1/namespaces/default/pods/p/log?previous=true',
    );
    expect([status, JSON.parse(text).reason]).toEqual([400, 'BadRequest']);
  });

  it('measures nodes and pods', async () => {
    const server = newServer();
    await server.listen();
    server.client.create(PODS, pod('p'));
    server.hooks.podMetrics = () => ({ main: { cpu: '5m', memory: '10Mi' } });
    const { text } = await get(server, '/apis/metrics.k8s.io/v1beta1/namespaces/default/pods');
    expect(JSON.parse(text)).toMatchObject({
      kind: 'PodMetricsList',
      items: [
        {
          metadata: { name: 'p' },
          containers: [{ name: 'main', usage: { cpu: '5m', memory: '10Mi' } }],
        },
      ],
    });
    expect((await get(server, '/apis/metrics.k8s.io/v1beta1/nodes/none')).status).toBe(404);
  });
});

describe('exec', () => {
  interface Session {
    readonly frames: { channel: number; text: string }[];
    readonly protocol: string;
  }

  function run(
    server: ApiServer,
    options: { token?: string; input?: string; query?: string } = {},
  ): Promise<Session> {
    const { token = 'admin', input, query = 'command=sh&stdin=true&stdout=true' } = options;
    const url = `${server.url.replace('http', 'ws')}/api/v1/namespaces/default/pods/p/exec?${query}`;
    const socket = new WebSocket(url, ['v5.channel.k8s.io'], {
      headers: { authorization: `Bearer ${token}` },
    });
    const frames: Session['frames'] = [];
    return new Promise((resolve, reject) => {
      socket.on('open', () => {
        if (input === undefined) return;
        socket.send(Buffer.concat([Buffer.of(4), Buffer.from('{"Width":80,"Height":24}')]));
        socket.send(Buffer.concat([Buffer.of(0), Buffer.from(input)]));
        socket.send(Buffer.of(255, 0));
      });
      socket.on('message', (data: Buffer) =>
        frames.push({ channel: data[0] ?? -1, text: data.subarray(1).toString() }),
      );
      socket.on('close', () => resolve({ frames, protocol: socket.protocol }));
      socket.on('error', reject);
    });
  }

  it('carries input, output, sizes and the exit code', async () => {
    const server = newServer();
    await server.listen();
    server.client.create(PODS, pod('p'));
    const sizes: object[] = [];
    server.hooks.exec = async ({ command }, streams) => {
      streams.onResize(size => sizes.push(size));
      streams.stderr(`run ${command.join(' ')}\n`);
      for await (const chunk of streams.stdin) streams.stdout(chunk.toString().toUpperCase());
      return 3;
    };
    const { frames, protocol } = await run(server, { input: 'hello' });
    expect(protocol).toBe('v5.channel.k8s.io');
    expect(frames.slice(0, 2)).toEqual([
      { channel: 2, text: 'run sh\n' },
      { channel: 1, text: 'HELLO' },
    ]);
    expect(frames[2]?.channel).toBe(3);
    expect(JSON.parse(frames[2]?.text ?? '')).toMatchObject({
      status: 'Failure',
      reason: 'NonZeroExitCode',
      details: { causes: [{ reason: 'ExitCode', message: '3' }] },
    });
    expect(sizes).toEqual([{ width: 80, height: 24 }]);
  });

  it('is refused to those who may not create it', async () => {
    const server = newServer();
    await server.listen();
    server.client.create(PODS, pod('p'));
    await expect(run(server, { token: 'nobody' })).rejects.toThrow('403');
  });

  it('says success for exit code 0', async () => {
    const server = newServer();
    await server.listen();
    server.client.create(PODS, pod('p'));
    server.hooks.exec = async () => 0;
    const { frames } = await run(server);
    expect(frames).toEqual([{ channel: 3, text: '{"metadata":{},"status":"Success"}' }]);
  });
});
