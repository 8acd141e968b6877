import type { ServerResponse } from 'node:http';
import { mockServices } from '@backstage/backend-test-utils';
import { ClusterPool } from '../clusters/ClusterPool';
import type { LogEvent, LogRequest, Viewer } from '../KubeService';
import { NamespaceIds } from '../rows/NamespaceSet';
import { ManualClock } from '../testUtils/ManualClock';
import { json, ScriptedServer, type Answer } from '../testUtils/ScriptedServer';
import { testDefinition } from '../testUtils/testDefinition';
import { followLogs } from './followLogs';

const dana: Viewer = { userEntityRef: 'user:default/dana', ownershipEntityRefs: [] };
const turn = () => new Promise(resolve => setImmediate(resolve));

function pod(name: string, status: object = {}, spec: object = {}) {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'shop' },
    spec: { initContainers: [{ name: 'setup' }], containers: [{ name: 'web' }], ...spec },
    status,
  };
}

describe('followLogs', () => {
  let server: ScriptedServer;
  let clock: ManualClock;
  let clusters: ClusterPool;
  let abort: AbortController;
  let allowed: boolean;
  let pods: Record<string, object>;
  let log: (
    container: string,
    query: URLSearchParams,
    response: ServerResponse,
    name: string,
  ) => void;

  const answer: Answer = ({ url, method }, response) => {
    const { pathname, searchParams } = new URL(url, 'http://x');
    if (method === 'POST') return json(response, 201, { status: { allowed } });
    const [, name = '', sub] = /\/namespaces\/shop\/pods\/([^/]+)(\/log)?$/.exec(pathname) ?? [];
    if (sub) return log(searchParams.get('container') ?? '', searchParams, response, name);
    if (pods[name]) return json(response, 200, pods[name]);
    return json(response, 404, { message: `pods "${name}" not found` });
  };

  beforeEach(async () => {
    server = await ScriptedServer.start(answer);
    clock = new ManualClock();
    clusters = new ClusterPool([testDefinition(server.url)], {
      clock,
      random: () => 0.5,
      logger: mockServices.logger.mock(),
      ids: new NamespaceIds(),
      prefixes: { userPrefix: 'kubemate:', groupPrefix: 'kubemate:' },
    });
    abort = new AbortController();
    allowed = true;
    pods = { 'a-0': pod('a-0') };
  });
  afterEach(async () => {
    abort.abort();
    await clusters.close();
    await server.close();
  });

  const request = (fields: Partial<LogRequest> = {}): LogRequest => ({
    pods: Object.keys(pods).map(name => ({ cluster: 'test', namespace: 'shop', name })),
    ...fields,
  });

  function follow(fields: Partial<LogRequest> = {}) {
    const seen: LogEvent[] = [];
    const ended = (async () => {
      for await (const event of followLogs(request(fields), {
        viewer: dana,
        clusters,
        clock,
        signal: abort.signal,
      }))
        seen.push(event);
    })().then(
      () => 'ended',
      error => error,
    );
    const until = async (test: () => boolean) => {
      while (!test()) {
        await turn();
        // Lets gathered lines out, but is far from any retry.
        if (clock.delays[0] !== undefined && clock.delays[0] <= 200) clock.advance(200);
      }
    };
    const texts = () =>
      seen.map(event =>
        event.type === 'line'
          ? `${event.line.container}: ${event.line.text}`
          : `! ${event.container ?? event.pod}: ${event.reason}`,
      );
    return { seen, ended, until, texts };
  }

  it('merges all containers in the order of time, as the viewer', async () => {
    log = (container, query, response) => {
      expect(query.get('timestamps')).toBe('true');
      expect(query.get('tailLines')).toBe('10');
      response.end(
        container === 'setup'
          ? '2026-01-01T00:00:00.000000001Z migrating\n2026-01-01T00:00:02Z migrated\n'
          : '2026-01-01T00:00:01.5Z höre zu\r\n2026-01-01T00:00:03Z last without line feed',
      );
    };
    const { ended, texts, seen } = follow({ tailLines: 10 });
    expect(await ended).toBe('ended');
    expect(texts()).toEqual([
      'setup: migrating',
      'web: höre zu',
      'setup: migrated',
      'web: last without line feed',
    ]);
    expect(seen[1]).toMatchObject({
      line: { pod: 'a-0', at: Date.parse('2026-01-01T00:00:01.500Z') },
    });
    for (const { rawHeaders } of server.requests)
      expect(rawHeaders).toContainEqual(['impersonate-user', 'kubemate:dana']);
  });

  it('goes on after a restart without repeating what was read', async () => {
    let run = 0;
    pods = { 'a-0': pod('a-0', {}, { initContainers: [] }) };
    log = (_, query, response) => {
      run++;
      if (run === 1) {
        response.end('2026-01-01T00:00:01.1Z one\n2026-01-01T00:00:01.2Z two\n');
        return;
      }
      expect(query.get('sinceTime')).toBe('2026-01-01T00:00:01Z');
      expect(query.get('tailLines')).toBeNull();
      response.write('2026-01-01T00:00:01.2Z two\n2026-01-01T00:00:01.25Z three\n');
    };
    const { until, texts } = follow({ follow: true, tailLines: 5 });
    await until(() => texts().length === 2);
    await until(
      () =>
        clock.delays.includes(1_000) || clock.delays.some(delay => delay > 500 && delay <= 1_000),
    );
    clock.advance(1_000);
    await until(() => texts().length === 3);
    expect(texts()).toEqual(['web: one', 'web: two', 'web: three']);
  });

  it('says once why a container has no log, and ends with a pod that is done', async () => {
    pods = { 'a-0': pod('a-0', { phase: 'Pending' }) };
    log = (container, _, response) =>
      container === 'setup'
        ? response.end('2026-01-01T00:00:01Z ok\n')
        : json(response, 400, {
            message: 'container "web" in pod "a-0" is waiting to start: PodInitializing',
          });
    const { until, texts, ended } = follow({ follow: true });
    await until(() => texts().length === 2);
    expect([...texts()].sort()).toEqual([
      '! web: container "web" in pod "a-0" is waiting to start: PodInitializing',
      'setup: ok',
    ]);
    pods = { 'a-0': pod('a-0', { phase: 'Succeeded' }) };
    for (let round = 0; round < 2_000 && texts().length < 3; round++) {
      await turn();
      if (round % 10 === 0) clock.advance(500);
      if ((await Promise.race([ended, turn()])) === 'ended') break;
    }
    expect(await ended).toBe('ended');
    expect(texts().filter(text => text.startsWith('!'))).toHaveLength(1);
  });

  it('gives the server’s own error for a single pod, and a problem beside the logs of others', async () => {
    log = (_, __, response) => response.end('');
    const missing = { cluster: 'test', namespace: 'shop', name: 'gone' };
    expect(await follow({ pods: [missing] }).ended).toMatchObject({
      name: 'NotFoundError',
      message: 'pods "gone" not found',
    });
    const both = follow({ pods: [missing, { ...missing, name: 'a-0' }] });
    expect(await both.ended).toBe('ended');
    expect(both.texts()).toEqual(['! gone: pods "gone" not found']);
    expect(await follow({ container: 'nope' }).ended).toMatchObject({ name: 'InputError' });
  });

  it('ends within 30 s of the right being taken, and closes its connections', async () => {
    let closed = 0;
    log = (_, __, response) => {
      response.on('close', () => closed++);
      response.write('2026-01-01T00:00:01Z running\n');
    };
    const { until, texts, ended } = follow({ follow: true });
    await until(() => texts().length === 2);
    allowed = false;
    clock.advance(30_000);
    expect(await ended).toMatchObject({ name: 'NotAllowedError' });
    while (closed < 2) await turn();
  });

  it('stops everything when the reader leaves', async () => {
    let closed = 0;
    log = (_, __, response) => {
      response.on('close', () => closed++);
      response.write('2026-01-01T00:00:01Z running\n');
    };
    const { until, texts, ended } = follow({ follow: true });
    await until(() => texts().length === 2);
    abort.abort();
    expect(await ended).toBe('ended');
    while (closed < 2) await turn();
  });

  it('makes a fast writer wait for a slow reader', async () => {
    pods = { 'a-0': pod('a-0', {}, { initContainers: [] }) };
    let sent = 0;
    const chunk = '2026-01-01T00:00:01Z spam spam spam spam spam spam spam spam\n'.repeat(1_000);
    log = async (_, __, response) => {
      while (!response.destroyed && sent < 400) {
        sent++;
        if (!response.write(chunk))
          await new Promise(resolve => {
            response.once('drain', resolve);
            response.once('close', resolve);
          });
      }
    };
    const iterator = followLogs(request({ follow: true }), {
      viewer: dana,
      clusters,
      clock,
      signal: abort.signal,
    })[Symbol.asyncIterator]();
    await iterator.next();
    for (let round = 0; round < 300; round++) await turn();
    expect(sent).toBeLessThan(300);
    await iterator.return?.();
  });
});
