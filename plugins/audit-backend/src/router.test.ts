import { randomUUID } from 'node:crypto';
import { auditMachineRoutes, auditRoutes, canonicalJson } from '@kubemate/plugin-audit-common';
import request from 'supertest';
import { kubernetesEvent, operation, request as requestEvent } from './__testUtils__/events';
import { as, asPlugin, DANA, PRIYA, startAudit } from './__testUtils__/startAudit';
import type { Audit, StartOptions } from './__testUtils__/startAudit';
import { hashOf } from './chain/sealRecord';

let audit: Audit;
const start = async (options?: StartOptions) => {
  audit = await startAudit(options);
  return audit;
};
afterEach(() => audit?.stop());

/** What other plugins send: an event without what only the trail adds. */
const delivered = (given = {}) => operation(given);
const list = async (query = '', user = PRIYA) =>
  (
    await request(audit.app)
      .get(`/records${query}`)
      .set(...as(user))
  ).body;
const summaries = async (query?: string, user?: string) =>
  (await list(query, user)).items.map((item: { summary: string }) => item.summary);
const named = (name: string, given: Parameters<typeof operation>[0] = {}) =>
  operation({
    summary: name,
    target: { cluster: 'prod', apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name },
    ...given,
  });

describe('telling the trail', () => {
  it('takes events from plugins, once each', async () => {
    const { app } = await start();
    const events = [delivered(), delivered()];
    const first = await request(app)
      .post('/events')
      .set(...asPlugin())
      .send({ events });
    expect(first.body).toEqual({ accepted: 2 });
    const again = await request(app)
      .post('/events')
      .set(...asPlugin())
      .send({ events: [...events, delivered()] });
    expect(again.body).toEqual({ accepted: 1 });
    expect((await list()).items).toHaveLength(3);
  });

  it('takes none from people, and nothing that is no event', async () => {
    const { app } = await start();
    const events = [delivered()];
    const person = await request(app)
      .post('/events')
      .set(...as(PRIYA))
      .send({ events });
    expect(person.status).toBe(403);
    const bad = await request(app)
      .post('/events')
      .set(...asPlugin())
      .send({ events: [{ id: 'x' }] });
    expect(bad.status).toBe(400);
    const forged = { ...delivered(), chain: 'trail', hash: 'x' };
    expect(
      (
        await request(app)
          .post('/events')
          .set(...asPlugin())
          .send({ events: [forged] })
      ).status,
    ).toBe(400);
    expect((await list()).items).toEqual([]);
  });

  it('has no way to change a record or to take one away', async () => {
    const { app, record } = await start();
    const event = operation();
    await record(event);
    for (const method of ['put', 'patch', 'delete', 'post'] as const)
      for (const path of ['/records', `/records/${event.id}`, '/verify', '/export'])
        expect(
          (
            await request(app)
              [method](path)
              .set(...asPlugin())
              .send({})
          ).status,
        ).toBe(404);
    expect((await list()).items).toHaveLength(1);
  });
});

describe('reading the trail', () => {
  it('answers records newest first, page by page', async () => {
    const { record } = await start();
    await record(...[3, 1, 2, 2, 5].map((at, index) => named(`${at}-${index}`, { at })));
    const seen: string[] = [];
    let cursor = '';
    do {
      const page = await list(`?limit=2${cursor && `&cursor=${cursor}`}`);
      seen.push(...page.items.map((item: { summary: string }) => item.summary));
      cursor = page.nextCursor ?? '';
    } while (cursor !== '');
    expect(seen.map(text => text.split('-')[0])).toEqual(['5', '3', '2', '2', '1']);
    expect(new Set(seen).size).toBe(5);
  });

  it('finds by each condition', async () => {
    const { record } = await start();
    await record(
      named('api', { at: 10, actor: DANA, outcome: 'denied' }),
      named('web', {
        at: 20,
        target: { cluster: 'dev', kind: 'Deployment', namespace: 'shop', name: 'web' },
      }),
      named('node-1', {
        at: 30,
        action: 'clusters.drain-node',
        effect: 'destroy',
        target: { cluster: 'prod', kind: 'Node', name: 'node-1' },
      }),
      requestEvent({ at: 40, summary: 'GET /x', plugin: 'catalog' }),
      named('100% _x', { at: 50 }),
    );
    const expected: [string, string[]][] = [
      ['actor=user:default/dana', ['api']],
      ['verb=drain-node', ['node-1']],
      ['verb=clusters.drain-node', ['node-1']],
      ['verb=get', ['GET /x']],
      ['cluster=dev', ['web']],
      ['cluster=prod&namespace=shop', ['100% _x', 'api']],
      ['object=web', ['web']],
      ['object=Deployment/api', ['api']],
      ['object=Deployment/shop/api', ['api']],
      ['object=Node/_/node-1', ['node-1']],
      ['object=Pod/api', []],
      ['plugin=catalog', ['GET /x']],
      ['outcome=denied,failed', ['api']],
      ['kind=request', ['GET /x']],
      ['effect=destroy', ['node-1']],
      ['severity=low', ['GET /x']],
      ['severity=high', ['node-1', 'api']],
      ['text=NODE-1 priya', ['node-1']],
      ['text=100%25', ['100% _x']],
      ['text=%25', ['100% _x']],
      ['from=15&to=35', ['node-1', 'web']],
      ['tenant=shop', []],
    ];
    for (const [query, names] of expected)
      expect({ query, names: await summaries(`?${query}`) }).toEqual({ query, names });
  });

  it('finds any of several objects, with the pods that a workload has made', async () => {
    const { record } = await start();
    const at = (kind: string, name: string, cluster = 'prod') =>
      named(name, { target: { cluster, kind, namespace: 'shop', name } });
    await record(
      at('Deployment', 'cart'),
      at('Pod', 'cart-6f8d9c7b5-x2x4z'),
      at('ReplicaSet', 'cart-6f8d9c7b5'),
      at('Deployment', 'cart-web'),
      at('Pod', 'cart-web-6f8d9c7b5-x2x4z'),
      at('Pod', 'cart-0'),
      at('Deployment', 'cart', 'dev'),
      at('Component', 'component:default/cart'),
    );
    const expected: [string, string[]][] = [
      ['Deployment/shop/cart@prod', ['cart', 'cart-6f8d9c7b5', 'cart-6f8d9c7b5-x2x4z']],
      ['Deployment/shop/cart@dev', ['cart']],
      ['StatefulSet/shop/cart@prod', ['cart-0']],
      ['Service/shop/cart', []],
      ['Deployment/other/cart', []],
      [
        'Pod/shop/cart-0,Component/shop/component:default/cart',
        ['cart-0', 'component:default/cart'],
      ],
      ['Deployment/shop/ca%25', []],
    ];
    for (const [objects, names] of expected)
      expect({ objects, names: (await summaries(`?objects=${objects}`)).sort() }).toEqual({
        objects,
        names,
      });
  });

  it.each(['cart', 'Deployment/cart', 'Pod/a/b,'.repeat(201)])(
    'refuses objects that it cannot read',
    async objects => {
      const { app } = await start();
      const { status, body } = await request(app).get(`/records?objects=${objects}`);
      expect(status).toBe(400);
      expect(body.error.message).toContain('objects');
    },
  );

  it('counts by each field, leaving the field itself out of its own condition', async () => {
    const { app, record } = await start();
    await record(named('a', { actor: DANA }), named('b'), named('c'), requestEvent());
    const { body } = await request(app).get('/facets?actor=user:default/dana');
    expect(body.total).toBe(1);
    expect(body.facets.actor).toEqual([
      { value: PRIYA, count: 3 },
      { value: DANA, count: 1 },
    ]);
    expect(body.facets.cluster).toEqual([{ value: 'prod', count: 1 }]);
    expect(body.facets.kind).toEqual([{ value: 'operation', count: 1 }]);
  });

  it('shows what is the same thing as one, and by itself where its kind is asked for', async () => {
    const { record } = await start();
    const done = operation();
    const seen = kubernetesEvent();
    await record(
      seen,
      done,
      requestEvent({
        correlationId: done.correlationId,
        effect: 'write',
        action: 'POST /operations/x',
      }),
    );
    const { items } = await list();
    expect(items).toHaveLength(1);
    expect(items[0].joined.map((item: { kind: string }) => item.kind).sort()).toEqual([
      'kubernetes',
      'request',
    ]);
    expect((await list('?kind=kubernetes')).items).toHaveLength(1);
  });

  it('refuses what it does not know, naming it', async () => {
    const { app } = await start();
    for (const query of ['actr=x', 'cursor=x', 'limit=0', 'severity=loud', 'from=yesterday']) {
      const { status, body } = await request(app).get(`/records?${query}`);
      expect(status).toBe(400);
      expect(body.error.message).toContain(`"${query.split('=')[0]}"`);
    }
  });
});

describe('who sees what', () => {
  const shopOnly = ({ verb, namespace }: { verb: string; namespace?: string }, user: string) =>
    user === DANA && verb === 'list' && namespace === 'shop';

  it('shows others their own records, and those whose objects they may all list', async () => {
    const { record } = await start({ mayList: shopOnly });
    const inBilling = { cluster: 'prod', kind: 'Deployment', namespace: 'billing', name: 'pay' };
    const inShop = { cluster: 'prod', kind: 'Deployment', namespace: 'shop', name: 'api' };
    await record(
      named('in shop'),
      named('in billing', { target: inBilling }),
      named('over both', {
        results: [
          { target: inShop, status: 'succeeded' },
          { target: inBilling, status: 'succeeded' },
        ],
      }),
      named('own in billing', { actor: DANA, target: inBilling }),
      operation({ summary: 'of the portal', target: { kind: 'Cluster', name: 'new' } }),
      requestEvent({ summary: 'of nothing' }),
      named('gone cluster', { target: { ...inShop, cluster: 'gone' } }),
    );
    expect((await summaries('', DANA)).sort()).toEqual(['in shop', 'own in billing']);
    expect(await list('', DANA)).toMatchObject({ scope: 'own' });
    expect(await summaries('')).toHaveLength(7);
    const { body } = await request(audit.app)
      .get('/facets')
      .set(...as(DANA));
    expect(body.total).toBe(2);
    expect(JSON.stringify(body)).not.toContain('gone');
  });

  it('answers 404 for a record that is not theirs to see, as for one that is not there', async () => {
    const { app, record } = await start({ mayList: shopOnly });
    const hidden = named('x', {
      target: { cluster: 'prod', kind: 'Secret', namespace: 'billing', name: 'x' },
    });
    await record(hidden);
    const { status } = await request(app)
      .get(`/records/${hidden.id}`)
      .set(...as(DANA));
    expect(status).toBe(404);
    expect(
      (
        await request(app)
          .get(`/records/${randomUUID()}`)
          .set(...as(DANA))
      ).status,
    ).toBe(404);
    expect((await request(app).get(`/records/${hidden.id}`)).body).toMatchObject({
      id: hidden.id,
      joined: [],
    });
  });

  it('tells nobody but auditors from where others work', async () => {
    const { record } = await start({ mayList: () => true });
    await record(operation());
    expect((await list('', DANA)).items[0].source).toEqual({ via: 'http' });
    expect((await list()).items[0].source).toEqual({ via: 'http', address: '10.0.0.7' });
  });

  it('shows the records of one’s tenants', async () => {
    await start({
      tenants: { tenantOf: ({ namespace }) => namespace, tenantsOf: async () => ['shop'] },
    });
    await audit.record(
      named('a'),
      named('b', { target: { kind: 'Deployment', namespace: 'x', name: 'b' } }),
    );
    expect(await summaries('', DANA)).toEqual(['a']);
    expect(await summaries('?tenant=x')).toEqual(['b']);
  });

  it('keeps checks, files, notices and the state of the chains for those with the right', async () => {
    const { app } = await start();
    for (const path of ['/verify', '/export?format=csv'])
      expect(
        (
          await request(app)
            .get(path)
            .set(...as(DANA))
        ).status,
      ).toBe(403);
    const { body } = await request(app)
      .get('/status')
      .set(...as(DANA));
    expect(body).toEqual({ chains: [], may: { readAll: false, export: false, verify: false } });
    expect(
      (
        await request(app)
          .get('/notices')
          .set(...as(DANA))
      ).body.items,
    ).toEqual([]);
  });
});

describe('verification over HTTP', () => {
  it('passes, finds a change, and is remembered', async () => {
    const { app, knex, record } = await start();
    await record(operation(), operation(), requestEvent());
    expect((await request(app).get('/verify')).body).toMatchObject({ ok: true, key: 'config' });
    await knex('audit_records')
      .where({ chain: 'trail', seq: 2 })
      .update({ actor: 'user:default/nobody' });
    const { body } = await request(app).get('/verify');
    expect(body).toMatchObject({
      ok: false,
      chains: [{ chain: 'trail', firstBadSeq: 2 }, { ok: true }],
    });
    expect((await request(app).get('/status')).body.lastVerify).toEqual(body);
  });
});

describe('export', () => {
  const file = async (format: string, query = '') => {
    const response = await request(audit.app)
      .get(`/export?format=${format}${query}`)
      .buffer(true)
      .parse((res, done) => {
        let text = '';
        res.setEncoding('utf8');
        res.on('data', chunk => (text += chunk));
        res.on('end', () => done(null, text));
      });
    return { ...response, text: String(response.body) };
  };

  it('writes JSON lines that anyone can verify', async () => {
    const { record } = await start();
    await record(...Array.from({ length: 1_203 }, (_, at) => named(`n${at}`, { at })));
    const { text, headers } = await file('jsonl');
    expect(headers['content-disposition']).toMatch(/audit-2026-\d\d-\d\d\.jsonl/);
    const records = text
      .trim()
      .split('\n')
      .map(line => JSON.parse(line));
    expect(records).toHaveLength(1_203);
    const byHash = new Map(records.map(({ hash, ...record_ }) => [hash, record_]));
    for (const [hash, record_] of byHash) {
      expect(hashOf(canonicalJson(record_))).toBe(hash);
    }
    const unlinked = records.filter(({ seq, prevHash }) => seq > 1 && !byHash.has(prevHash));
    expect(unlinked).toEqual([]);
  }, 30_000);

  it('writes CSV that no spreadsheet runs', async () => {
    const { record } = await start();
    await record(named('=1+1,"a"\nb'));
    const { text } = await file('csv');
    expect(text).toContain(`"'=1+1,""a""\nb"`);
    expect(text.startsWith('time,actor,action,outcome')).toBe(true);
  });

  it('writes syslog, one line for each record', async () => {
    const { record } = await start();
    await record(named('a"]\n<1>forged', { at: 0, outcome: 'denied' }));
    const { text } = await file('syslog');
    expect(text.split('\n')).toHaveLength(2);
    expect(text).toMatch(
      /^<108>1 1970-01-01T00:00:00\.000Z - kubemate - operation \[kubemate@32473 id="[0-9a-f-]{36}" actor="user:default\/priya"/,
    );
    expect(text).toContain('object="Deployment/a\\"\\] <1>forged"');
  });

  it('is recorded itself before the first line leaves, and takes what is asked for alone', async () => {
    const { record } = await start();
    await record(named('a', { actor: DANA }), named('b'));
    expect((await file('jsonl', '&actor=user:default/dana')).text.trim().split('\n')).toHaveLength(
      1,
    );
    const { items } = await list('?verb=export-records');
    expect(items).toMatchObject([
      {
        actor: PRIYA,
        effect: 'read',
        severity: 'medium',
        summary: 'Export 1 audit records as jsonl',
        input: { count: 1 },
      },
    ]);
  });
});

describe('API servers', () => {
  const TOKEN = 'a token of sixteen or more';
  const kubernetes = [{ cluster: 'prod', token: TOKEN }];
  const event = (given = {}) => ({
    kind: 'Event',
    auditID: randomUUID(),
    stage: 'ResponseComplete',
    verb: 'patch',
    user: { username: 'kubemate-portal' },
    impersonatedUser: { username: 'kubemate:priya' },
    objectRef: {
      resource: 'deployments',
      namespace: 'shop',
      name: 'api',
      apiGroup: 'apps',
      apiVersion: 'v1',
      subresource: 'scale',
    },
    responseStatus: { code: 200 },
    requestReceivedTimestamp: new Date(1_790_000_000_050).toISOString(),
    ...given,
  });
  const send = (items: unknown[], token = TOKEN, cluster = 'prod') =>
    request(audit.app)
      .post(`/kubernetes/${cluster}`)
      .set('authorization', `Bearer ${token}`)
      .send({ kind: 'EventList', apiVersion: 'audit.k8s.io/v1', items });

  it('report with their own token only', async () => {
    await start({ audit: { kubernetes } });
    expect((await send([event()], 'another token')).status).toBe(401);
    expect((await send([event()], TOKEN, 'dev')).status).toBe(401);
    expect((await request(audit.app).post('/kubernetes/prod').send({ items: [] })).status).toBe(
      401,
    );
    expect((await send([event()])).body).toEqual({ accepted: 1 });
  });

  it('join the operation that they saw, and are kept once', async () => {
    await start({ audit: { kubernetes } });
    await audit.record(operation());
    const seen = event();
    await send([seen]);
    expect((await send([seen])).body).toEqual({ accepted: 0 });
    const { items } = await list();
    expect(items).toHaveLength(1);
    expect(items[0].joined).toMatchObject([
      { kind: 'kubernetes', actor: PRIYA, kubernetes: { verb: 'patch', user: 'kubemate:priya' } },
    ]);
  });

  it('leave out plain reads and what the cluster does by itself, keep secrets read and denials', async () => {
    await start({ audit: { kubernetes } });
    const secret = { resource: 'secrets', namespace: 'shop', name: 's', apiVersion: 'v1' };
    await send([
      event({ verb: 'list' }),
      event({ stage: 'RequestReceived' }),
      event({ impersonatedUser: undefined, user: { username: 'system:kube-scheduler' } }),
      event({ verb: 'get', objectRef: secret }),
      event({ verb: 'list', responseStatus: { code: 403 } }),
      event({ verb: 'delete', impersonatedUser: undefined, user: { username: 'admin' } }),
      event({ verb: 'get', objectRef: { ...secret, resource: 'pods', subresource: 'exec' } }),
    ]);
    const { items } = await list();
    expect(
      items
        .map((item: { action: string; actor: string; effect: string; severity: string }) => [
          item.action,
          item.actor,
          item.effect,
          item.severity,
        ])
        .sort(),
    ).toEqual(
      [
        ['delete deployments/scale', 'kubernetes:prod/admin', 'destroy', 'high'],
        ['get pods/exec', PRIYA, 'write', 'medium'],
        ['get secrets', PRIYA, 'read', 'medium'],
        ['list deployments/scale', PRIYA, 'read', 'high'],
      ].sort(),
    );
  });

  it('never bring bodies of requests, which hold secrets', async () => {
    await start({ audit: { kubernetes } });
    await send([
      event({ requestObject: { data: 'canary-body' }, responseObject: { data: 'canary-body' } }),
    ]);
    expect(JSON.stringify(await list())).not.toContain('canary-body');
    expect(JSON.stringify(await audit.knex('audit_records').select())).not.toContain('canary-body');
  });

  it('are told what is wrong with an event', async () => {
    await start({ audit: { kubernetes } });
    const { status, body } = await send([event(), { auditID: 'x' }]);
    expect(status).toBe(400);
    expect(body.error.message).toContain('items[1]');
    expect((await list()).items).toEqual([]);
  });
});

describe('the contract', () => {
  it('is mounted whole', async () => {
    const { app, record } = await start();
    const event = operation();
    await record(event);
    for (const route of Object.values({ ...auditRoutes, ...auditMachineRoutes })) {
      const path = route.path.replace('{id}', event.id).replace('{cluster}', 'x');
      const method = 'method' in route ? 'post' : 'get';
      const { status } = await request(app)
        [method](path)
        .send(method === 'post' ? {} : undefined);
      expect({ path, mounted: status !== 404 }).toEqual({ path, mounted: true });
    }
    const { body } = await request(app).get('/openapi.json');
    expect(body).toMatchObject({ openapi: '3.1.0', info: { title: 'Kubemate audit' } });
  });
});
