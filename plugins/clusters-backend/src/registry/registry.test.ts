import { randomBytes } from 'node:crypto';
import { coreServices, createServiceFactory } from '@backstage/backend-plugin-api';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { createApiServer, systemClock, type ApiServer } from '@kubemate/sandbox';
import createKnex from 'knex';
import request from 'supertest';
import { stringify } from 'yaml';
import { clustersPlugin } from '../plugin';

const FIRST = 'canary-a81f00';
const SECOND = 'canary-b92e11';
const keys = [{ id: '2026', key: randomBytes(32).toString('base64') }];

/** Everything that left the backend in some way: answers and log lines. */
const outputs: string[] = [];

function recordingLogger(): LoggerService {
  const write = (message: unknown, meta?: unknown) => {
    outputs.push(message instanceof Error ? `${message.stack}` : JSON.stringify([message, meta]));
  };
  const logger: LoggerService = {
    ...{ error: write, warn: write, info: write, debug: write },
    child: () => logger,
  };
  return logger;
}

async function startPortal({
  hasKey = true,
  allowed = true,
  host = '127.0.0.1',
  signIn = 'oidc',
  knex = createKnex({
    client: 'better-sqlite3',
    connection: ':memory:',
    useNullAsDefault: true,
  }),
} = {}) {
  const logger = recordingLogger();
  const result = allowed ? AuthorizeResult.ALLOW : AuthorizeResult.DENY;
  const backend = { listen: { host, port: 0 } };
  const data = JSON.parse(
    JSON.stringify({
      backend,
      kubemate: { signIn, ...(hasKey ? { credentials: { keys } } : {}) },
    }),
  );
  const running = await startTestBackend({
    features: [
      clustersPlugin,
      mockServices.rootConfig.factory({ data }),
      createServiceFactory({
        service: coreServices.database,
        deps: {},
        factory: () => ({ getClient: async () => knex }),
      }),
      createServiceFactory({ service: coreServices.rootLogger, deps: {}, factory: () => logger }),
      createServiceFactory({ service: coreServices.logger, deps: {}, factory: () => logger }),
      createServiceFactory({
        service: coreServices.permissions,
        deps: {},
        factory: () => ({
          authorize: async questions => questions.map(() => ({ result })),
          authorizeConditional: async questions => questions.map(() => ({ result })),
        }),
      }),
    ],
  });
  const { server } = running;
  const hear = <R extends { text: string }>(response: R): R => {
    outputs.push(response.text);
    return response;
  };
  const get = async (path: string) => hear(await request(server).get(`/api/clusters${path}`));
  const operate = async (name: string, input: object, query = '') =>
    hear(await request(server).post(`/api/clusters/operations/${name}${query}`).send(input));
  return {
    ...{ get, operate, knex },
    undo: async (id: string) =>
      hear(await request(server).post(`/api/clusters/operations-receipts/${id}/undo`)),
    clusters: async () => (await get('/clusters')).body.items,
    async dump(): Promise<string> {
      const tables = await Promise.all(
        ['registered_clusters', 'operations'].map(table => knex(table).select('*')),
      );
      return JSON.stringify(tables);
    },
    async stop() {
      await running.stop();
      await knex.destroy();
    },
  };
}

type Portal = Awaited<ReturnType<typeof startPortal>>;

describe('clusters added in the portal, over HTTP', () => {
  let api: ApiServer;
  let portal: Portal;
  const open: { stop(): Promise<void> }[] = [];

  async function start(options?: Parameters<typeof startPortal>[0]): Promise<Portal> {
    const started = await startPortal(options);
    open.push(started);
    return started;
  }

  const source = (token: string) => ({ kind: 'token', server: api.url, token });
  const lab = (token = FIRST) => ({
    name: 'lab',
    title: 'Laboratory',
    labels: { environment: 'test' },
    owner: 'group:default/platform',
    identity: 'self',
    source: source(token),
  });

  beforeAll(async () => {
    api = createApiServer({
      name: 'lab',
      clock: systemClock,
      random: Math.random,
      users: [
        { token: FIRST, user: 'first', groups: ['system:masters'] },
        { token: SECOND, user: 'second', groups: ['system:masters'] },
      ],
    });
    await api.listen();
    api.client.create(
      { group: '', version: 'v1', plural: 'configmaps' },
      { kind: 'ConfigMap', metadata: { name: 'of-the-lab', namespace: 'default' } },
    );
  });
  afterAll(() => api.close());
  beforeEach(async () => {
    portal = await start();
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map(each => each.stop()));
  });

  const rowsOf = async (cluster: string) =>
    (await portal.get(`/rows?resource=v1/configmaps&clusters=${cluster}`)).body;

  it('shows what a cluster is before it is added, then adds it, and its rows are there', async () => {
    const probed = await portal.operate('probe-cluster', {
      source: source(FIRST),
      identity: 'self',
    });
    expect(probed.body.output.probe).toMatchObject({ outcome: 'ready', user: 'first' });
    const plan = await portal.operate('register-cluster', lab(), '?plan=true');
    expect(plan.body).toMatchObject({
      allowed: true,
      summary: expect.stringContaining('Add cluster lab at 127.0.0.1'),
    });
    expect(await portal.clusters()).toEqual([]);

    const { status, body } = await portal.operate('register-cluster', lab());
    expect([status, body.status]).toEqual([200, 'succeeded']);
    expect(await portal.clusters()).toMatchObject([
      {
        name: 'lab',
        title: 'Laboratory',
        source: 'registered',
        labels: { environment: 'test' },
        owner: 'group:default/platform',
      },
    ]);
    expect((await rowsOf('lab')).items.map((row: { name: string }) => row.name)).toContain(
      'of-the-lab',
    );
    const { body: list } = await portal.get('/registrations');
    expect(list.items).toMatchObject([
      { name: 'lab', credentialKind: 'token', createdBy: 'user:default/mock' },
    ]);
  });

  it('changes, undoes, rotates and removes', async () => {
    await portal.operate('register-cluster', lab());
    const change = { name: 'lab', title: 'Renamed', identity: 'self' };
    const changed = await portal.operate('change-cluster', change);
    expect(await portal.clusters()).toMatchObject([{ title: 'Renamed', labels: {} }]);
    expect((await portal.undo(changed.body.id)).status).toBe(200);
    expect(await portal.clusters()).toMatchObject([
      { title: 'Laboratory', labels: { environment: 'test' } },
    ]);

    const rotation = { name: 'lab', source: source(SECOND) };
    const plan = await portal.operate('rotate-cluster-credential', rotation, '?plan=true');
    expect(plan.body.diff[0].changes).toEqual([
      { path: 'credential', before: 'token, kept until now', after: 'token of second' },
    ]);
    const rotated = await portal.operate('rotate-cluster-credential', rotation);
    expect(rotated.body.status).toBe('succeeded');
    expect((await rowsOf('lab')).items.length).toBeGreaterThan(0);
    const removed = await portal.operate('remove-cluster', { name: 'lab' }, '?confirm=lab');
    expect(removed.body.status).toBe('succeeded');
    expect(await portal.clusters()).toEqual([]);
    expect((await rowsOf('lab')).error.name).toBe('NotFoundError');
  });

  it('is not removed before somebody has typed its name', async () => {
    await portal.operate('register-cluster', lab());
    const plan = await portal.operate('remove-cluster', { name: 'lab' }, '?plan=true');
    expect(plan.body.guard).toMatchObject({ kind: 'typed', text: 'lab' });
    expect((await portal.operate('remove-cluster', { name: 'lab' })).status).toBe(400);
    expect(await portal.clusters()).toHaveLength(1);
  });

  it('is undone by taking the cluster out again, unless somebody has changed it', async () => {
    const added = await portal.operate('register-cluster', lab());
    await portal.operate('change-cluster', { name: 'lab', title: 'Mine now', identity: 'self' });
    expect((await portal.undo(added.body.id)).status).toBe(409);
    await portal.operate('remove-cluster', { name: 'lab' }, '?confirm=lab');
    const again = await portal.operate('register-cluster', lab());
    expect((await portal.undo(again.body.id)).status).toBe(200);
    expect(await portal.clusters()).toEqual([]);
  });

  it.each([
    ['a name that is taken', 'There is a cluster named lab already', (all: object) => all],
    [
      'a wrong token',
      'did not accept',
      (all: object) => ({ ...all, name: 'b', source: source('canary-wrong') }),
    ],
    [
      'a metadata address',
      'metadata',
      (all: object) => ({
        ...all,
        name: 'b',
        source: { ...source(FIRST), server: 'https://169.254.169.254' },
      }),
    ],
  ])('refuses %s in a sentence', async (_, sentence, inputOf) => {
    await portal.operate('register-cluster', lab());
    const plan = await portal.operate('register-cluster', inputOf(lab()), '?plan=true');
    expect(plan.body).toMatchObject({ allowed: false, reason: expect.stringContaining(sentence) });
    const run = await portal.operate('register-cluster', inputOf(lab()));
    expect(run.status).toBe(403);
    expect(await portal.clusters()).toHaveLength(1);
  });

  it.each([
    ['an exec plugin', { exec: { command: 'sh', args: [FIRST] } }, 'run a program on the portal'],
    ['a file', { tokenFile: '/etc/shadow' }, "read from the portal's disk"],
  ])('refuses a kubeconfig with %s', async (_, user, sentence) => {
    const text = stringify({
      'current-context': 'x',
      contexts: [{ name: 'x', context: { cluster: 'x', user: 'x' } }],
      clusters: [{ name: 'x', cluster: { server: api.url } }],
      users: [{ name: 'x', user }],
    });
    const { status, body } = await portal.operate('register-cluster', {
      ...lab(),
      source: { kind: 'kubeconfig', text },
    });
    expect([status, body.error.message]).toEqual([400, expect.stringContaining(sentence)]);
  });

  it('refuses bodies that are wrong without repeating them', async () => {
    for (const body of [
      { ...lab(), source: { kind: 'token', server: api.url, token: 5, secret: FIRST } },
      { ...lab(), source: FIRST },
      { ...lab(), name: FIRST.toUpperCase() },
      { ...lab(), [FIRST.slice(0, 3)]: 1 },
    ]) {
      expect((await portal.operate('register-cluster', body)).status).toBe(400);
    }
  });

  it('keeps nothing without a key, and says so', async () => {
    const bare = await start({ hasKey: false });
    const { body } = await bare.operate('register-cluster', lab(), '?plan=true');
    expect(body).toMatchObject({
      allowed: false,
      reason: expect.stringContaining('kubemate.credentials.keys'),
    });
    expect((await bare.operate('register-cluster', lab())).status).toBe(403);
    expect((await bare.get('/registrations')).body.unavailable).toContain(
      'kubemate.credentials.keys',
    );
    expect(await bare.knex('registered_clusters').select('*')).toEqual([]);
  });

  it('does nothing for those who may not', async () => {
    const closed = await start({ allowed: false });
    for (const [name, input] of [
      ['probe-cluster', { source: source(FIRST) }],
      ['register-cluster', lab()],
      ['change-cluster', { name: 'lab' }],
      ['rotate-cluster-credential', { name: 'lab', source: source(FIRST) }],
      ['remove-cluster', { name: 'lab' }],
    ] as const)
      expect([name, (await closed.operate(name, input)).status]).toEqual([name, 403]);
    expect((await closed.get('/registrations')).status).toBe(403);
  });

  it('does not call its own machine from a portal that others reach', async () => {
    const openPortal = await start({ host: '0.0.0.0' });
    const { body } = await openPortal.operate(
      'register-cluster',
      { ...lab(), identity: 'impersonate' },
      '?plan=true',
    );
    expect(body).toMatchObject({
      allowed: false,
      reason: expect.stringContaining('this server itself'),
    });
  });

  it('takes no cluster of another machine while people sign in as personas, also none that was added before', async () => {
    const personas = await start({ signIn: 'persona' });
    const { body } = await personas.operate(
      'register-cluster',
      { ...lab(), source: { ...source(FIRST), server: 'https://192.0.2.1:6443' } },
      '?plan=true',
    );
    expect(body).toMatchObject({
      allowed: false,
      reason: expect.stringContaining('192.0.2.1 is not on this machine'),
    });
    expect((await personas.operate('register-cluster', lab())).body.status).toBe('succeeded');
    expect(await personas.clusters()).toMatchObject([{ name: 'lab' }]);

    await personas.knex('registered_clusters').update({ server: 'https://192.0.2.1:6443' });
    const again = await start({ signIn: 'persona', knex: personas.knex });
    expect(await again.clusters()).toEqual([]);
    expect((await again.get('/registrations')).body.items).toMatchObject([
      { name: 'lab', problem: expect.stringContaining('192.0.2.1 is not on this machine') },
    ]);
    const known = await start({ signIn: 'oidc', knex: personas.knex });
    expect(await known.clusters()).toMatchObject([{ name: 'lab' }]);
  });

  it('lets no credential out: not in an answer, a log line, a record or the database', async () => {
    await portal.operate('register-cluster', lab());
    await portal.operate('rotate-cluster-credential', { name: 'lab', source: source(SECOND) });
    await portal.operate('register-cluster', {
      ...lab(),
      name: 'c',
      source: source('canary-wrong'),
    });
    const receipts = await portal.get('/operations-receipts');
    expect(receipts.body.items.length).toBeGreaterThanOrEqual(3);
    await portal.get('/fleet');
    await portal.get('/openapi.json');
    const dump = await portal.dump();
    expect(dump).toContain('register-cluster');
    expect(dump).not.toContain('canary');
    const leak = outputs.find(text => /canary-|CANARY-/.test(text));
    expect(leak).toBeUndefined();
    expect(outputs.length).toBeGreaterThan(50);
  });
});
