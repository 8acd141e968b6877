import { actionsRegistryServiceFactory } from '@backstage/backend-defaults/alpha';
import { mockCredentials, mockServices, startTestBackend } from '@backstage/backend-test-utils';
import type { JsonObject } from '@backstage/types';
import { toOpenApi } from '@kubemate/http-common';
import { OperationsClient, operationRoutes } from '@kubemate/operations-common';
import type { OperationReceipt } from '@kubemate/operations-common';
import request from 'supertest';
import { makeThings } from './__testUtils__/thingsPlugin';
import {
  passwordContract,
  removeContract,
  revealContract,
  setContract,
} from './__testUtils__/World';

jest.setTimeout(120_000);

const RUN = '/api/things/operations/set-value';
const ACTION = '/api/things/.backstage/actions/v1/actions';
const INPUT = { thing: { name: 'a', cluster: 'dev' }, value: 5 };
const MISSING = '00000000-0000-4000-8000-000000000001';

async function start(operations: JsonObject = {}) {
  const things = makeThings();
  const { server } = await startTestBackend({
    features: [
      things.plugin,
      things.permissions.factory,
      actionsRegistryServiceFactory,
      mockServices.rootConfig.factory({ data: { kubemate: { operations } } }),
    ],
  });
  const as = (name: string) => {
    const authorization = mockCredentials.user.header(`user:default/${name}`);
    return {
      get: (path: string) => request(server).get(path).set('authorization', authorization),
      post: (path: string, body?: unknown) => {
        const sent = request(server).post(path).set('authorization', authorization);
        return body === undefined ? sent : sent.send(body as object);
      },
    };
  };
  return { ...things, server, as, dana: as('dana'), alex: as('alex') };
}

type Backend = Awaited<ReturnType<typeof start>>;

describe('over HTTP', () => {
  let backend: Backend;
  beforeAll(async () => {
    backend = await start();
  });
  beforeEach(() => {
    backend.denied.clear();
    for (const name of ['a', 'b', 'c'])
      backend.world.things.set(name, { value: 1, password: 'old', version: 1 });
    backend.world.effects.length = 0;
  });

  it('plans, runs, answers the receipt again, and undoes', async () => {
    const { dana, world } = backend;
    const plan = await dana.post(`${RUN}?plan=true`, INPUT).expect(200);
    expect(plan.body).toMatchObject({ allowed: true, summary: 'Set a from 1 to 5' });
    expect(world.effects).toEqual([]);
    const run = await dana.post(`${RUN}?basis=${plan.body.basis}&reason=more`, INPUT).expect(200);
    expect(run.body).toMatchObject({ status: 'succeeded', output: { version: 2 }, reason: 'more' });
    expect(run.body.undoUntil).toBeGreaterThan(0);
    const receipt = await dana.get(`/api/things/operations-receipts/${run.body.id}`).expect(200);
    expect(receipt.body).toEqual(run.body);
    const list = await dana.get('/api/things/operations-receipts?limit=1').expect(200);
    expect(list.body.items).toMatchObject([{ id: run.body.id }]);
    const undo = await dana.post(`/api/things/operations-receipts/${run.body.id}/undo`).expect(200);
    expect(undo.body).toMatchObject({ undoOf: run.body.id, status: 'succeeded' });
    expect(world.get('a').value).toBe(1);
  });

  it('answers as it stands after as long as the caller prefers to wait, and goes on', async () => {
    const { dana, world, clock } = backend;
    let goOn = () => {};
    const gate = new Promise<void>(resolve => (goOn = resolve));
    const begun = new Promise<void>(resolve => {
      world.before = () => {
        resolve();
        return gate;
      };
    });
    try {
      const answer = dana
        .post(RUN, INPUT)
        .set('prefer', 'respond-async, wait=2')
        .expect(200)
        .then(({ body }) => body);
      await begun;
      await clock.advance(2_000);
      const { id, status } = await answer;
      expect(status).toBe('running');
      goOn();
      const receipt = async () =>
        (await dana.get(`/api/things/operations-receipts/${id}`).expect(200)).body.status;
      while ((await receipt()) === 'running');
      expect(await receipt()).toBe('succeeded');
    } finally {
      goOn();
      world.before = () => {};
    }
  });

  it('is what the client of browsers and scripts speaks, streams included', async () => {
    const { port } = backend.server.address() as { port: number };
    const client = new OperationsClient({
      fetch: globalThis.fetch,
      baseUrlOf: plugin => `http://127.0.0.1:${port}/api/${plugin}`,
    });
    const token = mockCredentials.user.token('user:default/dana');
    const receipt = await client.run(setContract, INPUT, { token });
    const seen: OperationReceipt[] = [];
    for await (const each of client.watch(receipt, { token })) seen.push(each);
    expect(seen).toMatchObject([{ id: receipt.id, status: 'succeeded' }]);
    const checks = [
      { contract: setContract, input: INPUT },
      { contract: removeContract, input: { thing: INPUT.thing } },
    ];
    backend.denied.add('things.thing.remove');
    expect(await client.access(checks, { token })).toEqual([
      { allowed: true },
      {
        ...{ allowed: false, reason: expect.stringContaining('things.thing.remove') },
        said: [expect.objectContaining({ code: 'refusalRole' })],
      },
    ]);
    const bulk = await client.runBulk(
      setContract,
      [INPUT, { ...INPUT, thing: { name: 'b', cluster: 'dev' } }],
      { token },
    );
    for await (const each of client.watch(bulk, { token })) seen.push(each);
    expect(seen.at(-1)).toMatchObject({ id: bulk.id, status: 'succeeded' });
  });

  it('answers a conflict with the difference in the body', async () => {
    const { dana, world } = backend;
    const { body: plan } = await dana.post(`${RUN}?plan=true`, INPUT);
    world.set('a', { value: 3 });
    const { body } = await dana.post(`${RUN}?basis=${plan.basis}`, INPUT).expect(409);
    expect(body.error).toMatchObject({
      name: 'ConflictError',
      message: 'What you saw has changed since: Thing a has spec.value = 3. Look at the new plan',
      diff: [{ target: { name: 'a' }, changes: [{ path: 'spec.value', before: 3, after: 5 }] }],
    });
    expect(body.error.stack).toBeUndefined();
    expect(world.get('a').value).toBe(3);
  });

  it('answers 403 with the reason, for a plan as well as for the run', async () => {
    backend.denied.add('things.thing.set');
    const { body: plan } = await backend.dana.post(`${RUN}?plan=true`, INPUT).expect(200);
    expect(plan).toMatchObject({
      allowed: false,
      reason: expect.stringContaining('things.thing.set'),
    });
    const { body } = await backend.dana.post(RUN, INPUT).expect(403);
    expect(body.error.message).toBe(plan.reason);
    await backend.dana.post(`${RUN}/bulk`, { inputs: [INPUT] }).expect(403);
    expect(backend.world.effects).toEqual([]);
  });

  it.each<[string, string, unknown, string]>([
    ['an unknown field', RUN, { ...INPUT, valeu: 5 }, 'Unknown field "valeu"'],
    [
      'an unknown field within',
      RUN,
      { ...INPUT, thing: { ...INPUT.thing, x: 1 } },
      'Unknown field "thing.x"',
    ],
    ['a missing field', RUN, { thing: INPUT.thing }, 'Invalid field "value"'],
    ['a wrong type', RUN, { ...INPUT, value: '5' }, 'Invalid field "value"'],
    ['a value out of range', RUN, { ...INPUT, value: 1_001 }, 'Invalid field "value"'],
    ['no object', RUN, [1], 'The body is not valid'],
    ['an unknown query parameter', `${RUN}?dryRun=true`, INPUT, 'Unknown query parameter "dryRun"'],
    [
      'a query parameter given twice',
      `${RUN}?confirm=a&confirm=b`,
      INPUT,
      'Invalid query parameter "confirm": it may be given only once',
    ],
    ['a wrong plan', `${RUN}?plan=yes`, INPUT, 'Invalid query parameter "plan"'],
    [
      'too long a reason',
      `${RUN}?reason=${'x'.repeat(501)}`,
      INPUT,
      'Invalid query parameter "reason"',
    ],
    ['no inputs', `${RUN}/bulk`, { inputs: [] }, 'Invalid field "inputs"'],
    [
      'too many inputs',
      `${RUN}/bulk`,
      { inputs: Array.from({ length: 501 }, () => INPUT) },
      'Invalid field "inputs"',
    ],
    [
      'one wrong input',
      `${RUN}/bulk`,
      { inputs: [INPUT, { ...INPUT, value: -1 }] },
      'Invalid field "inputs.1.value"',
    ],
    [
      'a basis for many',
      `${RUN}/bulk?basis=x`,
      { inputs: [INPUT] },
      'Unknown query parameter "basis"',
    ],
    [
      'a receipt that is no id',
      '/api/things/operations-receipts/1/undo',
      undefined,
      'Invalid path parameter "id"',
    ],
    [
      'a wrong decision',
      `/api/things/operations-receipts/${MISSING}/decision`,
      { decision: 'maybe' },
      'Invalid field "decision"',
    ],
    [
      'a wrong check',
      '/api/things/operations-access',
      { checks: [{ operation: 'things.set-value', input: { ...INPUT, value: 'x' } }] },
      'Invalid field "checks.0.input.value"',
    ],
  ])('names what is wrong with %s', async (_, path, body, message) => {
    const answer = await backend.dana.post(path, body).expect(400);
    expect(answer.body.error).toMatchObject({
      name: 'InputError',
      message: expect.stringContaining(message),
    });
    expect(backend.world.effects).toEqual([]);
  });

  it.each([
    ['too short', 'short'],
    ['too long', 'x'.repeat(129)],
    ['of other signs', 'key with spaces'],
    ['given twice', 'key-00001, key-00002'],
  ])('refuses an idempotency key %s', async (_, key) => {
    const { body } = await backend.dana
      .post(RUN)
      .set('Idempotency-Key', key)
      .send(INPUT)
      .expect(400);
    expect(body.error.message).toContain('Invalid header "idempotency-key"');
    expect(backend.world.effects).toEqual([]);
  });

  it('does the same once for an idempotency key, and answers 409 for another input', async () => {
    const send = (input: object) =>
      backend.dana.post(RUN).set('Idempotency-Key', 'key-00001').send(input);
    const answers = await Promise.all([send(INPUT), send(INPUT), send(INPUT)]);
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect(backend.world.effects).toEqual(['a = 5']);
    const { body } = await send({ ...INPUT, value: 6 }).expect(409);
    expect(body.error.message).toContain('idempotency key');
  });

  it.each([
    ['is no JSON', 'application/json', '{"thing":', 'not valid JSON'],
    ['is nothing', 'application/json', '', 'Invalid field "thing"'],
    ['is a form', 'application/x-www-form-urlencoded', 'value=5', 'must be JSON'],
    [
      'is too large',
      'application/json',
      JSON.stringify({ ...INPUT, x: 'x'.repeat(4 * 1024 * 1024) }),
      'larger than',
    ],
    [
      'is nested too deeply',
      'application/json',
      `{"labels":${'['.repeat(50_000)}${']'.repeat(50_000)}}`,
      'nested more than',
    ],
    ['is a null', 'application/json', 'null', 'The body is not valid'],
  ])('refuses a body that %s', async (_, type, text, message) => {
    const { body } = await backend.dana.post(RUN).set('content-type', type).send(text).expect(400);
    expect(body.error.message).toContain(message);
    expect(backend.world.effects).toEqual([]);
  });

  it('does not repeat at length what it was sent', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 20_000 }, (_, at) => [`${at}${'y'.repeat(90)}`, 1]),
    );
    const { body } = await backend.dana
      .post(RUN, { ...INPUT, ...many, ['z'.repeat(100_000)]: 1 })
      .expect(400);
    expect(body.error.message.length).toBeLessThan(2_000);
    expect(body.error.message).toMatch(/; and 19991 more$/);
  });

  it('shows nobody the receipt of somebody else', async () => {
    const { body } = await backend.dana.post(RUN, INPUT);
    for (const path of ['', '/stream'])
      await backend.alex.get(`/api/things/operations-receipts/${body.id}${path}`).expect(404);
    for (const path of ['undo', 'cancel', 'resume', 'run'])
      await backend.alex.post(`/api/things/operations-receipts/${body.id}/${path}`).expect(404);
    const { body: list } = await backend.alex.get('/api/things/operations-receipts').expect(200);
    expect(list.items).toEqual([]);
  });

  it('refuses services and nobody', async () => {
    await request(backend.server)
      .post(RUN)
      .send(INPUT)
      .set('authorization', mockCredentials.service.header())
      .expect(403);
    await request(backend.server)
      .post(RUN)
      .send(INPUT)
      .set('authorization', mockCredentials.none.header())
      .expect(401);
    expect(backend.world.effects).toEqual([]);
  });

  it('mounts what the OpenAPI document says', () => {
    const contracts = {
      setValue: setContract,
      setPassword: passwordContract,
      remove: removeContract,
      reveal: revealContract,
    };
    const routes = operationRoutes(contracts);
    const document = toOpenApi({
      title: 'Things',
      version: '1',
      basePath: '/api/things',
      routes,
      schemas: {},
    });
    const paths = document.paths as Record<
      string,
      Record<string, { parameters: { name: string }[] }>
    >;
    expect(Object.keys(paths).sort()).toEqual(
      [...new Set(backend.mounted().map(({ path }) => path))].sort(),
    );
    expect(paths['/operations/set-value/bulk']).toBeDefined();
    expect(paths['/operations/reveal/bulk']).toBeUndefined();
    expect(paths['/operations/set-value']?.post?.parameters.map(({ name }) => name)).toEqual([
      'plan',
      'basis',
      'confirm',
      'reason',
      'idempotency-key',
      'prefer',
    ]);
  });
});

describe('as Backstage actions', () => {
  let backend: Backend;
  beforeAll(async () => {
    backend = await start({ guards: [{ operations: ['things.remove'], require: 'typed' }] });
  });
  beforeEach(() => {
    backend.denied.clear();
    backend.world.things.set('a', { value: 1, password: 'old', version: 1 });
    backend.world.effects.length = 0;
  });
  const invoke = (name: string, input: object) =>
    backend.dana.post(`${ACTION}/things:${name}/invoke`, input);

  it('lists what may be offered to the caller, never what answers a secret', async () => {
    const { body } = await backend.dana.get(ACTION).expect(200);
    const [set, ...others] = body.actions;
    expect([set, ...others].map(({ id }) => id)).toEqual([
      'things:set-value',
      'things:set-password',
      'things:remove',
    ]);
    expect(set).toMatchObject({
      title: 'Set a value',
      description: expect.stringContaining('Sets the value of a thing.'),
      attributes: { readOnly: false, destructive: false, idempotent: false },
      schema: {
        input: {
          type: 'object',
          required: ['thing', 'value'],
          additionalProperties: false,
          properties: {
            value: { type: 'integer' },
            mode: { enum: ['fast', 'slow'] },
            labels: { additionalProperties: { type: 'string' } },
            thing: { required: ['name', 'cluster'], additionalProperties: false },
            plan: { type: 'boolean' },
          },
        },
      },
    });
    expect(others[1].attributes.destructive).toBe(true);
    backend.denied.add('things.thing.remove');
    const fewer = await backend.dana.get(ACTION).expect(200);
    expect(fewer.body.actions.map(({ id }: { id: string }) => id)).not.toContain('things:remove');
    await invoke('remove', { thing: INPUT.thing }).expect(404);
    await invoke('reveal', { thing: INPUT.thing }).expect(404);
  });

  it('plans without changing anything, and runs as the person who calls', async () => {
    const plan = await invoke('set-value', { ...INPUT, plan: true }).expect(200);
    expect(plan.body.output).toMatchObject({ allowed: true, summary: 'Set a from 1 to 5' });
    expect(backend.world.effects).toEqual([]);
    const run = await invoke('set-value', {
      ...INPUT,
      basis: plan.body.output.basis,
      reason: 'asked to',
    }).expect(200);
    expect(run.body.output).toMatchObject({
      status: 'succeeded',
      actor: 'user:default/dana',
      reason: 'asked to',
      output: { version: 2 },
    });
    expect(backend.told.at(-1)).toMatchObject({
      actor: 'user:default/dana',
      source: { via: 'action' },
    });
  });

  it('holds guards, rights, plans and keys as over HTTP', async () => {
    const refused = await invoke('remove', { thing: INPUT.thing }).expect(400);
    expect(refused.body.error.message).toContain('send "a"');
    backend.rights.answer = { allowed: false };
    await invoke('set-value', INPUT).expect(403);
    backend.rights.answer = { allowed: true };
    await invoke('set-value', { ...INPUT, basis: 'another' }).expect(409);
    const keyed = { ...INPUT, idempotencyKey: 'key-00001' };
    const [first, second] = [await invoke('set-value', keyed), await invoke('set-value', keyed)];
    expect(second.body.output.id).toBe(first.body.output.id);
    expect(backend.world.effects).toEqual(['a = 5']);
    await invoke('remove', { thing: INPUT.thing, confirm: 'a' }).expect(200);
  });

  it('refuses what it does not know, and services', async () => {
    await invoke('set-value', { ...INPUT, vaule: 1 }).expect(400);
    await invoke('set-value', { ...INPUT, thing: { ...INPUT.thing, x: 1 } }).expect(400);
    await invoke('set-value', { ...INPUT, value: 5_000 }).expect(400);
    await invoke('set-value', { ...INPUT, idempotencyKey: 'no' }).expect(400);
    await request(backend.server)
      .post(`${ACTION}/things:set-value/invoke`)
      .set('authorization', mockCredentials.service.header())
      .send(INPUT)
      .expect(403);
    expect(backend.world.effects).toEqual([]);
  });
});
