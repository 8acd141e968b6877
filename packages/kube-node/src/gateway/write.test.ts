import fc from 'fast-check';
import { ClusterConnection } from '../clusters/ClusterConnection';
import type { ClusterDefinition } from '../clusters/ClusterDefinition';
import type { Viewer } from '../KubeService';
import type { KubeWrite } from '../KubeWrite';
import { hostile } from '../testUtils/hostileText';
import { json, ScriptedServer, type RecordedRequest } from '../testUtils/ScriptedServer';
import { testDefinition } from '../testUtils/testDefinition';
import {
  FieldConflictError,
  InvalidObjectError,
  OutcomeUnknownError,
  TooManyRequestsError,
} from '../writeErrors';
import { ClusterGateway } from './ClusterGateway';

const prefixes = { userPrefix: 'kubemate:', groupPrefix: 'kubemate:' };
const dana: Viewer = {
  userEntityRef: 'user:default/dana',
  ownershipEntityRefs: ['group:default/shop-team'],
};
const map = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'm', namespace: 'shop' } };
const target = {
  cluster: 'test',
  resource: { group: '', version: 'v1', plural: 'configmaps' },
  namespace: 'shop',
};
const secretTarget = { ...target, resource: { group: '', version: 'v1', plural: 'secrets' } };
const WRITES: readonly KubeWrite[] = [
  { ...target, verb: 'create', object: map },
  { ...target, verb: 'replace', name: 'm', object: map },
  { ...target, verb: 'patch', name: 'm', patch: { type: 'merge', value: { data: {} } } },
  { ...target, verb: 'delete', name: 'm' },
];
const CONTENT_TYPES = [
  'application/json',
  'application/merge-patch+json',
  'application/strategic-merge-patch+json',
  'application/json-patch+json',
  'application/apply-patch+yaml',
];

let server: ScriptedServer;
const open: ClusterConnection[] = [];

beforeAll(async () => {
  server = await ScriptedServer.start();
});
beforeEach(() => {
  server.requests.length = 0;
  server.answer = (_, response) => json(response, 200, map);
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

const failure = (write: KubeWrite, subject = gateway()) =>
  subject.write(write, dana).then(
    () => undefined,
    error => error,
  );

function sent(): RecordedRequest {
  const [request, ...more] = server.requests;
  if (!request || more.length > 0) throw new Error(`${server.requests.length} requests were sent`);
  return request;
}

describe('a write on the wire', () => {
  it.each<[string, KubeWrite, { method: string; url: string; type: string; body: unknown }]>([
    [
      'a creation',
      { ...target, verb: 'create', object: map },
      {
        method: 'POST',
        url: '/api/v1/namespaces/shop/configmaps?fieldManager=kubemate&fieldValidation=Strict',
        type: 'application/json',
        body: map,
      },
    ],
    [
      'a dry creation of a subresource',
      {
        ...target,
        resource: { group: '', version: 'v1', plural: 'pods' },
        verb: 'create',
        name: 'api-0',
        subresource: 'eviction',
        object: map,
        dryRun: true,
      },
      {
        method: 'POST',
        url: '/api/v1/namespaces/shop/pods/api-0/eviction?fieldManager=kubemate&fieldValidation=Strict&dryRun=All',
        type: 'application/json',
        body: map,
      },
    ],
    [
      'a replacement',
      { ...target, verb: 'replace', name: 'm', object: map, fieldManager: 'kubemate/editor' },
      {
        method: 'PUT',
        url: '/api/v1/namespaces/shop/configmaps/m?fieldManager=kubemate%2Feditor&fieldValidation=Strict',
        type: 'application/json',
        body: map,
      },
    ],
    [
      'an apply by force',
      {
        ...target,
        verb: 'patch',
        name: 'm',
        patch: { type: 'apply', value: map },
        force: true,
        fieldValidation: 'Warn',
      },
      {
        method: 'PATCH',
        url: '/api/v1/namespaces/shop/configmaps/m?fieldManager=kubemate&fieldValidation=Warn&force=true',
        type: 'application/apply-patch+yaml',
        body: map,
      },
    ],
    [
      'a dry deletion, its options in the body, where the API server looks',
      {
        ...target,
        verb: 'delete',
        name: 'm',
        dryRun: true,
        propagation: 'Orphan',
        gracePeriodSeconds: 0,
        preconditions: { uid: 'u', resourceVersion: '7' },
      },
      {
        method: 'DELETE',
        url: '/api/v1/namespaces/shop/configmaps/m',
        type: 'application/json',
        body: {
          apiVersion: 'v1',
          kind: 'DeleteOptions',
          dryRun: ['All'],
          propagationPolicy: 'Orphan',
          gracePeriodSeconds: 0,
          preconditions: { uid: 'u', resourceVersion: '7' },
        },
      },
    ],
  ])('is %s', async (_, write, expected) => {
    await gateway().write(write, dana);
    const { method, url, rawHeaders, body } = sent();
    const type = rawHeaders.find(([name]) => name === 'content-type')?.[1];
    expect({ method, url, type, body: JSON.parse(body) }).toEqual(expected);
  });

  it.each<[string, KubeWrite]>([
    ['a deletion without a name', { ...target, verb: 'delete', name: '' }],
    ['a deletion with no name at all', { ...target, verb: 'delete' } as unknown as KubeWrite],
    ['a replacement without a name', { ...target, verb: 'replace', name: '', object: map }],
    ['a subresource of nothing', { ...target, verb: 'create', subresource: 'x', object: map }],
    ['a new object with a name in the path', { ...target, verb: 'create', name: 'm', object: map }],
    ['an unknown verb', { ...target, verb: 'steal', name: 'm' } as unknown as KubeWrite],
    ['a list as an object', { ...target, verb: 'create', object: [map] }],
    ['nothing as an object', { ...target, verb: 'create', object: null }],
    ['text as an object', { ...target, verb: 'create', object: 'kind: ConfigMap' }],
    ['a number that JSON has not', { ...target, verb: 'create', object: { big: 1n } }],
    [
      'an unknown type of patch',
      {
        ...target,
        verb: 'patch',
        name: 'm',
        patch: { type: 'constructor' as 'merge', value: {} },
      },
    ],
    [
      'an object for a JSON patch',
      { ...target, verb: 'patch', name: 'm', patch: { type: 'json', value: {} } },
    ],
    [
      'force without apply',
      { ...target, verb: 'patch', name: 'm', force: true, patch: { type: 'merge', value: {} } },
    ],
    [
      'a manager with a line break',
      { ...target, verb: 'create', object: map, fieldManager: 'a\r\nImpersonate-User: admin' },
    ],
    [
      'a manager that is too long',
      { ...target, verb: 'create', object: map, fieldManager: 'a'.repeat(129) },
    ],
    ['half a second of grace', { ...target, verb: 'delete', name: 'm', gracePeriodSeconds: 0.5 }],
    [
      'an object above 1.5 MiB',
      { ...target, verb: 'create', object: { ...map, data: { a: 'x'.repeat(1_572_864) } } },
    ],
    [
      'a patch above 3 MiB',
      {
        ...target,
        verb: 'patch',
        name: 'm',
        patch: { type: 'merge', value: { data: { a: '名'.repeat(1_048_576) } } },
      },
    ],
  ])('is never %s', async (_, write) => {
    await expect(failure(write)).resolves.toMatchObject({ name: 'InputError' });
    expect(server.requests).toEqual([]);
  });

  it('may be large within the bounds', async () => {
    const object = { ...map, data: { a: 'x'.repeat(1_500_000) } };
    await expect(
      gateway().write({ ...target, verb: 'create', object }, dana),
    ).resolves.toBeDefined();
    const value = { data: { a: 'x'.repeat(3_000_000) } };
    const patch = { type: 'merge', value } as const;
    await expect(
      gateway().write({ ...target, verb: 'patch', name: 'm', patch }, dana),
    ).resolves.toBeDefined();
  });
});

const hostileObject = fc.dictionary(
  fc.oneof(
    hostile,
    fc.constantFrom('headers', 'impersonate-user', '__proto__', 'toJSON', 'method'),
  ),
  fc.oneof(hostile, fc.array(hostile, { maxLength: 2 }), fc.dictionary(hostile, hostile)),
  { maxKeys: 4 },
);
const either = (good: string) => fc.oneof(hostile, fc.constant(good));
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
/** As a careless router might pass a request's body on: everything may be anything. */
const hostileWrite = fc
  .record({
    verb: fc.oneof(
      { arbitrary: hostile, weight: 1 },
      { arbitrary: fc.constantFrom('create', 'replace', 'patch', 'delete'), weight: 9 },
    ),
    namespace: maybe(either('shop')),
    name: maybe(either('m')),
    subresource: maybe(either('scale')),
    fieldManager: maybe(either('kubemate')),
    fieldValidation: maybe(either('Warn')),
    dryRun: maybe(fc.boolean()),
    force: maybe(fc.boolean()),
    propagation: maybe(hostile),
    preconditions: maybe(hostileObject),
    object: hostileObject,
    patch: fc.record({
      type: fc.oneof(hostile, fc.constantFrom('merge', 'strategic', 'json', 'apply')),
      value: fc.oneof(hostileObject, fc.array(hostileObject, { maxLength: 2 })),
    }),
    headers: hostileObject,
    query: hostileObject,
  })
  .map(write => ({ ...target, ...write }) as unknown as KubeWrite);

describe('a corpus of smuggled writes', () => {
  const PATH = /^\/api\/v1\/(namespaces\/[a-z0-9-]+\/)?configmaps(\/[^/?]+(\/[a-z]+)?)?$/;
  const QUERY = ['dryRun', 'fieldManager', 'fieldValidation', 'force'];
  const HEADERS = [
    'accept',
    'authorization',
    'content-type',
    'impersonate-group',
    'impersonate-user',
  ];
  const HTTP_HEADERS = ['host', 'connection', 'content-length'];

  it.each(['impersonate', 'token', 'self'] as const)(
    'adds no header, no parameter and no path with identity %s',
    async identity => {
      const subject = gateway({ identity });
      let reached = 0;
      await fc.assert(
        fc.asyncProperty(hostileWrite, async write => {
          server.requests.length = 0;
          const viewer = { ...dana, token: 'good.token' };
          const outcome = await subject.write(write, viewer).then(
            () => 'answered',
            error => error.name,
          );
          expect(['answered', 'InputError']).toContain(outcome);
          expect(server.requests.length).toBeLessThanOrEqual(1);
          reached += server.requests.length;
          for (const { url, rawHeaders, method } of server.requests) {
            const { pathname, searchParams } = new URL(url, 'http://x');
            expect(pathname).toBe(url.split('?')[0]);
            expect(pathname).toMatch(PATH);
            const isOfOne = method === 'POST' || /configmaps\/./.test(pathname);
            expect(isOfOne).toBe(true);
            const names = [...searchParams.keys()];
            for (const name of names) expect(QUERY).toContain(name);
            expect(new Set(names).size).toBe(names.length);
            const own = rawHeaders.filter(([name]) => !HTTP_HEADERS.includes(name));
            for (const [name] of own) expect(HEADERS).toContain(name);
            const values = (wanted: string) =>
              own.filter(([name]) => name === wanted).map(([, value]) => value);
            expect(values('accept')).toEqual(['application/json']);
            expect(values('content-type')).toHaveLength(1);
            expect(CONTENT_TYPES).toContain(values('content-type')[0]);
            expect(values('authorization')).toEqual([
              identity === 'token' ? 'Bearer good.token' : 'Bearer portal-token',
            ]);
            const as = identity === 'impersonate';
            expect(values('impersonate-user')).toEqual(as ? ['kubemate:dana'] : []);
            expect(values('impersonate-group')).toEqual(as ? ['kubemate:shop-team'] : []);
          }
        }),
        { numRuns: 1_000, seed: 20261126 },
      );
      // A corpus that is refused altogether would prove nothing.
      expect(reached).toBeGreaterThan(50);
    },
    60_000,
  );
});

describe('a write without an answer', () => {
  it.each(WRITES)('is not sent again: $verb', async write => {
    const subject = gateway();
    // A connection that is open already, so that a client might think of trying another.
    await subject.get({ ...target, name: 'm' }, dana);
    server.requests.length = 0;
    server.answer = (_, response) => void response.socket?.destroy();
    const error = await failure(write, subject);
    expect(error).toBeInstanceOf(OutcomeUnknownError);
    expect(error).toMatchObject({
      name: 'ServiceUnavailableError',
      message: expect.stringContaining('the change may have been carried out'),
    });
    expect(server.requests).toHaveLength(1);
  });

  it('is as open where the answer breaks off', async () => {
    server.answer = (_, response) => {
      response.writeHead(200, { 'content-length': '1000' });
      response.write('{"kind":', () => response.socket?.destroy());
    };
    expect(await failure(WRITES[0]!)).toBeInstanceOf(OutcomeUnknownError);
    expect(server.requests).toHaveLength(1);
  });

  it('has changed nothing where it could not be sent', async () => {
    const error = await failure(WRITES[0]!, gateway({ server: new URL('http://127.0.0.1:1') }));
    expect(error).not.toBeInstanceOf(OutcomeUnknownError);
    expect(error).toMatchObject({
      name: 'ServiceUnavailableError',
      message: 'cluster test cannot be reached: the connection was refused',
    });
  });

  it('ends with the signal', async () => {
    const abort = new AbortController();
    server.answer = () => abort.abort();
    const error = await failure({ ...WRITES[0]!, signal: abort.signal });
    expect(error).toMatchObject({ name: 'AbortError' });
  });
});

describe('what an API server says to a write', () => {
  const status = (code: number, fields: object, headers: Record<string, string> = {}) => {
    server.answer = (_, response) => {
      response.writeHead(code, { 'content-type': 'application/json', ...headers });
      response.end(JSON.stringify({ kind: 'Status', apiVersion: 'v1', code, ...fields }));
    };
  };

  it('keeps managers and fields of a conflict', async () => {
    const cause = (message: string, field: string) => ({
      reason: 'FieldManagerConflict',
      message,
      field,
    });
    status(409, {
      message: 'Apply failed with 3 conflicts',
      details: {
        causes: [
          cause('conflict with "helm"', '.spec.replicas'),
          cause(
            String.raw`conflict with "a \"b\"" with subresource "scale" using apps/v1 at 2026-07-01T10:00:00Z`,
            '.spec.template.spec.containers[name="web"].image',
          ),
          cause('someone else', '.data.x'),
        ],
      },
    });
    const error = await failure(WRITES[2]!);
    expect(error).toBeInstanceOf(FieldConflictError);
    expect(error.conflicts).toEqual([
      { manager: 'helm', field: '.spec.replicas' },
      {
        manager: 'a "b"',
        note: 'with subresource "scale" using apps/v1 at 2026-07-01T10:00:00Z',
        field: '.spec.template.spec.containers[name="web"].image',
      },
      { manager: 'someone else', field: '.data.x' },
    ]);
    expect(error).not.toHaveProperty('status');
    expect(error).not.toHaveProperty('statusCode');
  });

  it('keeps the problem of each field', async () => {
    status(422, {
      message: 'Deployment.apps "x" is invalid',
      details: {
        causes: [
          { reason: 'FieldValueInvalid', message: 'Invalid value: -1', field: 'spec.replicas' },
          { message: 'no', field: '<nil>' },
          { message: 7 },
        ],
      },
    });
    const error = await failure(WRITES[0]!);
    expect(error).toBeInstanceOf(InvalidObjectError);
    expect(error.causes).toEqual([
      { field: 'spec.replicas', message: 'Invalid value: -1' },
      { field: '', message: 'no' },
      { field: '', message: '' },
    ]);
    status(422, { message: 'the server rejected our request', details: 'odd' });
    expect(await failure(WRITES[0]!)).not.toBeInstanceOf(InvalidObjectError);
  });

  it('keeps when to come again, and the budget that stands against it', async () => {
    const message = "Cannot evict pod as it would violate the pod's disruption budget.";
    status(429, {
      message,
      details: {
        causes: [{ reason: 'DisruptionBudget', message: 'The disruption budget b needs 2' }],
        retryAfterSeconds: 10,
      },
    });
    const blocked = await failure(WRITES[0]!);
    expect(blocked).toBeInstanceOf(TooManyRequestsError);
    expect(blocked).toMatchObject({
      message: expect.stringContaining(message),
      budgets: ['The disruption budget b needs 2'],
      retryAfterSeconds: 10,
    });
    status(429, { message: 'too many requests' }, { 'retry-after': '3' });
    expect(await failure(WRITES[0]!)).toMatchObject({ budgets: [], retryAfterSeconds: 3 });
  });

  it('leaves out a Secret’s values, however it quotes them', async () => {
    const password = 'canary "51c0"';
    const encoded = Buffer.from(password).toString('base64');
    const value = {
      kind: 'Secret',
      data: { password: encoded, pin: 90210 },
      stringData: { password },
    };
    const quoted = `failed on ${encoded}, ${JSON.stringify(password)}, ${password} and 90210`;
    server.answer = (_, response) => {
      response.writeHead(422, { 'content-type': 'application/json' });
      response.end(
        JSON.stringify({
          message: quoted,
          details: { causes: [{ message: quoted, field: 'data' }] },
        }),
      );
    };
    for (const write of [
      { ...secretTarget, verb: 'create', object: value },
      { ...secretTarget, verb: 'patch', name: 'x', patch: { type: 'apply', value } },
      {
        ...secretTarget,
        verb: 'patch',
        name: 'x',
        patch: {
          type: 'json',
          value: [
            { op: 'add', path: '/data/password', value: encoded },
            { op: 'add', path: '/stringData', value: { password, pin: 90210 } },
          ],
        },
      },
    ] satisfies KubeWrite[]) {
      const error = await failure(write);
      const text = JSON.stringify([error.message, error.causes]);
      expect(text).toContain('failed on …');
      for (const secret of [encoded, '51c0', '90210']) expect(text).not.toContain(secret);
    }
  });

  it('is an object, or none where it is a Status', async () => {
    server.answer = (_, response) => {
      response.setHeader('warning', ['299 - "one"', '299 - "two"']);
      json(response, 201, map);
    };
    expect(await gateway().write(WRITES[0]!, dana)).toEqual({
      object: map,
      warnings: ['one', 'two'],
    });
    server.answer = (_, response) =>
      json(response, 200, { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success' });
    expect(await gateway().write(WRITES[3]!, dana)).toEqual({ warnings: [] });
  });
});
