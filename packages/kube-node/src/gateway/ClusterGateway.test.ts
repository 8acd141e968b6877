import fc from 'fast-check';
import { ClusterConnection } from '../clusters/ClusterConnection';
import type { ClusterDefinition } from '../clusters/ClusterDefinition';
import type { Viewer } from '../KubeService';
import { hostile } from '../testUtils/hostileText';
import { json, ScriptedServer, type RecordedRequest } from '../testUtils/ScriptedServer';
import { testDefinition } from '../testUtils/testDefinition';
import { ClusterGateway } from './ClusterGateway';

const prefixes = { userPrefix: 'kubemate:', groupPrefix: 'kubemate:' };
const pods = { group: '', version: 'v1', plural: 'pods' };
const secrets = { group: '', version: 'v1', plural: 'secrets' };
const dana: Viewer = {
  userEntityRef: 'user:default/dana',
  ownershipEntityRefs: ['user:default/dana', 'group:default/shop-team', 'group:apac/ops'],
};
const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'api-0', namespace: 'shop' } };

/** What HTTP itself adds to each request. */
const HTTP_HEADERS = ['host', 'connection', 'content-length'];

let server: ScriptedServer;
const open: ClusterConnection[] = [];

beforeAll(async () => {
  server = await ScriptedServer.start();
});
beforeEach(() => {
  server.requests.length = 0;
  server.answer = (_, response) => json(response, 200, pod);
});
afterEach(async () => {
  await Promise.all(open.splice(0).map(connection => connection.close()));
});
afterAll(() => server.close());

function gateway(overrides: Partial<ClusterDefinition> = {}): ClusterGateway {
  const connection = new ClusterConnection(testDefinition(server.url, overrides));
  open.push(connection);
  return new ClusterGateway(connection, prefixes);
}

function sentHeaders({ rawHeaders }: RecordedRequest) {
  return rawHeaders.filter(([name]) => !HTTP_HEADERS.includes(name));
}

const target = { resource: pods, namespace: 'shop', name: 'api-0' };

describe('the headers that reach a cluster', () => {
  it('are the portal’s credential and the viewer’s identity, one line for each group', async () => {
    await gateway().get(target, dana);
    expect(server.requests).toHaveLength(1);
    expect(server.requests[0]?.url).toBe('/api/v1/namespaces/shop/pods/api-0');
    expect(sentHeaders(server.requests[0]!).sort()).toEqual([
      ['accept', 'application/json'],
      ['authorization', 'Bearer portal-token'],
      ['impersonate-group', 'kubemate:apac/ops'],
      ['impersonate-group', 'kubemate:shop-team'],
      ['impersonate-user', 'kubemate:dana'],
    ]);
  });

  it('are the viewer’s own token and nothing of the portal’s with identity token', async () => {
    await gateway({ identity: 'token' }).get(target, { ...dana, token: 'abc.def-ghi' });
    expect(sentHeaders(server.requests[0]!).sort()).toEqual([
      ['accept', 'application/json'],
      ['authorization', 'Bearer abc.def-ghi'],
    ]);
  });

  it('are the portal’s alone with identity self', async () => {
    await gateway({ identity: 'self' }).get(target, { ...dana, token: 'ignored' });
    expect(sentHeaders(server.requests[0]!).sort()).toEqual([
      ['accept', 'application/json'],
      ['authorization', 'Bearer portal-token'],
    ]);
  });

  it.each(['impersonate', 'token', 'self'] as const)(
    'are a service account’s where it is to act, with identity %s',
    async identity => {
      const account = { serviceAccount: { namespace: 'shop', name: 'git-events' } };
      await gateway({ identity }).get(target, account);
      expect(sentHeaders(server.requests[0]!).sort()).toEqual([
        ['accept', 'application/json'],
        ['authorization', 'Bearer portal-token'],
        ['impersonate-user', 'system:serviceaccount:shop:git-events'],
      ]);
    },
  );

  it.each([
    ['shop', 'git:admin'],
    ['kube-system:root', 'a'],
    ['shop', ''],
    ['Shop', 'a'],
    ['shop', 'a\r\nimpersonate-group: system:masters'],
  ])('are none for what is no service account: %j %j', async (namespace, name) => {
    const refused = gateway().get(target, { serviceAccount: { namespace, name } });
    await expect(refused).rejects.toThrow(/no name of a service account/);
    expect(server.requests).toEqual([]);
  });

  it('tells a viewer that the token has expired, and sends nothing, not even out of a cache', async () => {
    const ended = Date.parse('2026-01-01T12:00:00Z');
    const payload = Buffer.from(JSON.stringify({ exp: ended / 1000 })).toString('base64url');
    const viewer = { ...dana, token: `e30.${payload}.c2ln` };
    const message =
      'your sign-in token expired at 2026-01-01T12:00:00.000Z: sign in again with the identity provider';
    const byToken = gateway({ identity: 'token' });
    await expect(byToken.get(target, viewer)).rejects.toMatchObject({
      name: 'NotAllowedError',
      message,
    });
    expect(() => byToken.callerKey(viewer)).toThrow(message);
    expect(server.requests).toEqual([]);
  });

  it('asks a viewer without a token to sign in, and sends nothing', async () => {
    await expect(gateway({ identity: 'token' }).get(target, dana)).rejects.toMatchObject({
      name: 'NotAllowedError',
      message: expect.stringContaining('sign in again'),
    });
    expect(server.requests).toEqual([]);
  });
});

const ref = (kind: string) =>
  fc.oneof(
    hostile,
    hostile.map(text => `${kind}:default/${text}`),
    hostile.map(text => `${kind}:${text}/dana`),
    fc.constant(`${kind}:default/dana`),
  );

describe('a corpus of smuggled identities', () => {
  const IDENTITY = /^kubemate:([a-z0-9]+(-[a-z0-9]+)*\/)?[a-z0-9]([-_.a-z0-9]{0,61}[a-z0-9])?$/;

  function check(mode: ClusterDefinition['identity'], seen: RecordedRequest[], viewer: Viewer) {
    for (const request of seen) {
      expect(request.url).toMatch(/^\/api\/v1\/namespaces\/[^/?]+\/pods\/[^/?]+$/);
      const headers = sentHeaders(request);
      for (const [name] of headers)
        expect(['accept', 'authorization', 'impersonate-user', 'impersonate-group']).toContain(
          name,
        );
      const values = (wanted: string) =>
        headers.filter(([name]) => name === wanted).map(([, value]) => value);
      expect(values('authorization')).toEqual([
        mode === 'token' ? `Bearer ${viewer.token}` : 'Bearer portal-token',
      ]);
      const impersonated = [...values('impersonate-user'), ...values('impersonate-group')];
      for (const name of impersonated) expect(name).toMatch(IDENTITY);
      expect(values('impersonate-user')).toHaveLength(mode === 'impersonate' ? 1 : 0);
      if (mode !== 'impersonate') expect(impersonated).toEqual([]);
      if (mode === 'impersonate') {
        const stripped = values('impersonate-user')[0]!.replace('kubemate:', '');
        const [namespace, name] = stripped.includes('/')
          ? stripped.split('/')
          : ['default', stripped];
        expect(viewer.userEntityRef.toLowerCase()).toBe(`user:${namespace}/${name}`);
      }
    }
  }

  it.each(['impersonate', 'token', 'self'] as const)(
    'brings no caller-controlled identity upstream with identity %s',
    async mode => {
      const subject = gateway({ identity: mode });
      let reached = 0;
      await fc.assert(
        fc.asyncProperty(
          fc.record({
            userEntityRef: ref('user'),
            ownershipEntityRefs: fc.array(ref('group'), { maxLength: 4 }),
            token: fc.option(fc.oneof(hostile, fc.constant('good.token')), { nil: undefined }),
          }),
          fc.oneof(hostile, fc.constant('shop')),
          fc.oneof(hostile, fc.constant('api-0')),
          async (viewer, namespace, name) => {
            server.requests.length = 0;
            const outcome = await subject.get({ resource: pods, namespace, name }, viewer).then(
              () => 'answered',
              error => error.name,
            );
            expect(['answered', 'NotAllowedError', 'InputError']).toContain(outcome);
            reached += server.requests.length;
            check(mode, server.requests, viewer);
          },
        ),
        { numRuns: 1500, seed: 20260724 },
      );
      // A corpus that is refused altogether would prove nothing.
      expect(reached).toBeGreaterThan(10);
    },
    60_000,
  );
});

describe('answers of a cluster', () => {
  it.each([
    [400, 'InputError'],
    [401, 'ServiceUnavailableError'],
    [403, 'NotAllowedError'],
    [404, 'NotFoundError'],
    [409, 'ConflictError'],
    [422, 'InputError'],
    [429, 'ServiceUnavailableError'],
    [500, 'ServiceUnavailableError'],
  ])('become Backstage errors in the server’s words: %d is %s', async (status, name) => {
    server.answer = (_, response) =>
      json(response, status, {
        kind: 'Status',
        code: status,
        message: 'pods "api-0" is so\r\nand so',
      });
    const error = await gateway()
      .get(target, dana)
      .catch(thrown => thrown);
    expect(error.name).toBe(name);
    expect(error.message).toContain('pods "api-0" is so and so');
    expect(error).not.toHaveProperty('status');
    expect(error).not.toHaveProperty('statusCode');
  });

  it('asks for a new sign-in where the viewer’s own token is refused', async () => {
    server.answer = (_, response) => json(response, 401, { message: 'Unauthorized' });
    await expect(
      gateway({ identity: 'token' }).get(target, { ...dana, token: 'old' }),
    ).rejects.toMatchObject({ name: 'NotAllowedError' });
    expect(server.requests).toHaveLength(1);
  });

  it('renews the portal’s credential once where it is refused', async () => {
    const material = jest.fn(async ({ fresh = false } = {}) => ({
      authorization: fresh ? 'Bearer new' : 'Bearer old',
    }));
    server.answer = (request, response) => {
      const renewed = request.rawHeaders.some(([, value]) => value === 'Bearer new');
      json(response, renewed ? 200 : 401, renewed ? pod : { message: 'Unauthorized' });
    };
    await expect(gateway({ credential: { material } }).get(target, dana)).resolves.toMatchObject({
      kind: 'Pod',
    });
    expect(material.mock.calls).toEqual([[{ fresh: false }], [{ fresh: true }]]);
  });

  it('are not followed elsewhere', async () => {
    const other = await ScriptedServer.start();
    server.answer = (_, response) => {
      response.writeHead(302, { location: `${other.url}steal` });
      response.end();
    };
    await expect(gateway().get(target, dana)).rejects.toMatchObject({
      name: 'ServiceUnavailableError',
    });
    expect(other.requests).toEqual([]);
    await other.close();
  });

  it('that never come name the cluster and the reason', async () => {
    const subject = gateway({ server: new URL('http://127.0.0.1:1') });
    await expect(subject.get(target, dana)).rejects.toMatchObject({
      name: 'ServiceUnavailableError',
      message: 'cluster test cannot be reached: the connection was refused',
    });
  });

  it('hold sizes where a Secret has values, whatever kind the server calls it', async () => {
    const value = 'canary-51c0';
    const secret = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: {
        name: 'db',
        annotations: {
          'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify({
            stringData: { password: value },
          }),
          team: 'shop',
        },
        managedFields: [{ manager: value }],
      },
      type: 'Opaque',
      data: { password: Buffer.from(value).toString('base64'), empty: '' },
      stringData: { also: value },
    };
    server.answer = (request, response) =>
      json(
        response,
        200,
        request.url.includes('/secrets/')
          ? secret
          : { kind: 'SecretList', apiVersion: 'v1', items: [secret] },
      );
    const one = await gateway().get({ resource: secrets, namespace: 'shop', name: 'db' }, dana);
    const many = await gateway().list(
      { resource: secrets, namespace: 'shop' },
      { viewer: dana, query: {}, limit: 5 },
    );
    expect(one).toMatchObject({
      type: 'Opaque',
      data: { password: '11 bytes', empty: '0 bytes' },
      metadata: { annotations: { team: 'shop' } },
    });
    const text = JSON.stringify([one, many]);
    expect(text).not.toContain(value);
    expect(text).not.toContain(Buffer.from(value).toString('base64'));
  });
});
