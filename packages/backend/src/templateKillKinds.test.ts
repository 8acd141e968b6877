import { testDatabases } from '@kubemate/test-node';
import type { RunningDatabases } from '@kubemate/test-node';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  after,
  asked,
  before,
  begun,
  more,
  unfinished,
  unnoted,
} from './__testUtils__/kill/deaths';
import { MortalPortal } from './__testUtils__/kill/MortalPortal';
import type { Death } from './__testUtils__/kill/portalProcess';
import type { Persona } from './__testUtils__/SandboxPortal';
import { ORDERS } from './__testUtils__/ServiceTemplates';

jest.setTimeout(1_800_000);

const CLUSTERS = ['dev', 'staging', 'prod'];
const COMPONENT = 'component:default/orders';
const SHOP = { cluster: 'dev', namespace: 'shop' };
const { owner, environments, registry } = ORDERS;

interface Kind {
  readonly template: string;
  readonly values: object;
  /** In the order in which a run comes to them. */
  readonly deaths: readonly Death[];
  readonly as?: Persona;
  /** What it needs that is to be there before it begins. */
  readonly needs?: string;
}

const proposed = (...always: Death[]) => [
  ...more(begun('propose'), asked('propose:commit'), unnoted('propose:commit')),
  ...more(asked('propose:open'), after('insert into .pull_requests. ')),
  ...more(unnoted('propose:open'), unfinished('propose')),
  ...(more(...always).length > 0 ? [] : always),
];

/** Neighbours have no place in common: what goes on of the one is not the death of the next. */
const KINDS: readonly Kind[] = [
  {
    template: 'node-service',
    values: { ...ORDERS, pipeline: 'jenkins', jenkins: 'ci/shop' },
    deaths: [
      ...more(asked('jenkins-job:0')),
      unnoted('jenkins-job:0'),
      ...more(unfinished('jenkins-job')),
    ],
  },
  {
    template: 'create-tenant',
    values: { name: 'harbour', title: 'Harbour', plan: 'small', owner },
    as: 'platform',
    deaths: [
      ...more(asked('tenant:0')),
      after('insert into .tenants. '),
      ...more(before('update .operations. .*:tenant:0')),
      unnoted('tenant:0'),
      ...more(unfinished('tenant')),
    ],
  },
  {
    template: 'add-environment',
    values: {
      ...{ ...SHOP, component: COMPONENT, environment: 'demo' },
      ...{ minReplicas: 1, maxReplicas: 3 },
    },
    needs: '/catalog/entities/by-name/component/default/orders',
    deaths: proposed(after('insert into .pull_requests. ')),
  },
  {
    template: 'request-quota',
    values: { tenant: 'harbour', plan: 'large', reason: 'Black Friday' },
    deaths: [
      ...more(asked('request:0')),
      after('insert into .quota_requests. '),
      ...more(unnoted('request:0'), unfinished('request')),
    ],
  },
  {
    template: 'add-route',
    values: {
      ...{ component: COMPONENT, environment: 'dev', cluster: 'dev', host: 'orders.example.com' },
      ...{ gateway: 'public', gatewayNamespace: 'kube-system' },
      ...{ firstShare: 10, secondShare: 50, minutes: 5 },
    },
    deaths: proposed(unnoted('propose:commit')),
  },
  {
    template: 'run-job',
    values: {
      ...{ ...SHOP, name: 'nightly', image: 'registry.example.com/shop/orders:1' },
      ...{ cpu: '100m', memory: '256Mi', retries: 0 },
    },
    deaths: [...more(asked('apply:0')), unnoted('apply:0'), ...more(unfinished('apply'))],
  },
  {
    template: 'onboard-repository',
    values: {
      ...{ repository: 'shop-team/legacy', name: 'legacy', description: 'Older than the portal' },
      ...{ environments, port: 8080, healthPath: '/healthz', readyPath: '/readyz' },
      ...{ memory: '256Mi', pipeline: 'tekton', registry, testCommand: 'npm test' },
      testImage: 'docker.io/library/node:24-bookworm',
    },
    deaths: proposed(asked('propose:open')),
  },
  {
    template: 'run-pipeline',
    values: {
      pipeline: {
        ...{ engine: 'tekton', place: 'dev', folder: 'shop', name: 'load-test' },
        ...{ params: { target: 'http://cart' }, workspaces: {} },
      },
    },
    deaths: [...more(asked('run:0')), unnoted('run:0'), ...more(unfinished('run'))],
  },
];

/** The newest first, as they are taken back. */
const UNDOES: readonly { template: string; confirmed?: string[]; deaths: readonly Death[] }[] = [
  {
    template: 'run-pipeline',
    deaths: more(before('update .operations. .*delete-run .*succeeded')),
  },
  {
    template: 'onboard-repository',
    deaths: [
      after('update .pull_requests. '),
      ...more(before('update .operations. .*close-pull-request .*succeeded')),
    ],
  },
  { template: 'run-job', deaths: more(before('update .operations. .*delete-object .*succeeded')) },
  { template: 'add-route', deaths: more(after('insert into .operations. .*close-pull-request ')) },
  {
    template: 'request-quota',
    deaths: more(before('update .operations. .*withdraw-request .*succeeded')),
  },
  {
    template: 'add-environment',
    deaths: more(before('update .operations. .*close-pull-request .*succeeded')),
  },
  {
    template: 'create-tenant',
    confirmed: ['harbour'],
    deaths: [
      after('update .tenants. '),
      ...more(before('update .operations. .*archive-tenant .*succeeded')),
    ],
  },
  {
    template: 'node-service',
    confirmed: ['shop-team/orders', 'orders'],
    deaths: [before('update .operations. .*delete-job .*succeeded')],
  },
];

const [database = testDatabases[0]] = testDatabases.filter(
  ({ name, skipped }) => name === 'PostgreSQL' && skipped === undefined,
);

describe(`kill -9 in every kind of template, on ${database?.name}`, () => {
  let databases: RunningDatabases | undefined;
  let portal: MortalPortal;
  const runs = new Map<string, string>();
  /** Those that were there before. */
  let earlier: readonly string[] = [];

  beforeAll(async () => {
    databases = await database?.start();
    const { config } = (await databases?.create()) ?? {};
    const isPostgres = config?.client === 'pg';
    portal = await MortalPortal.prepare({
      clusters: CLUSTERS,
      ...(isPostgres && {
        database: {
          ...{ client: 'pg', connection: String(config.connection) },
          // Of one server that all plugins share.
          ...{ pluginDivisionMode: 'schema', knexConfig: { pool: { min: 0, max: 5 } } },
        },
      }),
    });
  }, 180_000);
  afterAll(async () => {
    await portal?.close();
    await databases?.stop();
  });

  /** The company of the sandbox starts others meanwhile. */
  const runNames = async () =>
    (await portal.namesIn('/apis/tekton.dev/v1/namespaces/shop/pipelineruns')).filter(name =>
      name.startsWith('load-test-'),
    );
  const jobs = async () =>
    (await portal.namesIn('/apis/batch/v1/namespaces/shop/jobs')).filter(
      name => name === 'nightly',
    );
  /** Of the project and its branches. */
  const jenkinsJobs = async () => {
    const { body } = await portal.ask('/pipelines/pipelines?places=ci');
    const paths: string[] = body?.items?.map(({ folder, name }: any) => `${folder}/${name}`) ?? [];
    return paths.filter(each => each.startsWith('shop/orders'));
  };
  const requests = async (name: string) => {
    const { body } = await portal.ask(
      `/repositories/repositories/shop-team/${name}/pull-requests?state=all`,
    );
    return body.items?.map(({ title, state }: any) => `${title}: ${state}`);
  };
  const branches = async (name: string) => {
    const { body } = await portal.ask(`/repositories/repositories/shop-team/${name}`);
    return body.branches?.map((each: any) => each.name);
  };
  const inTenant = (resource: string, cluster: string) =>
    portal.namesIn(`${resource.replace('*', 'namespaces/harbour')}`, cluster);
  const quotaRequests = async () => {
    const { body } = await portal.ask(
      '/tenants/tenants/harbour/quota-requests',
      undefined,
      'platform',
    );
    return body;
  };

  const untilTemplate = (template: string) =>
    portal.until(
      `/catalog/entities/by-name/template/default/${template}`,
      ({ status }) => status === 200,
    );

  /** In the life that ends where the next begins to be interesting. */
  async function begin({ template, values, as, needs }: Kind) {
    if (needs) await portal.until(needs, ({ status }) => status === 200);
    const task = { templateRef: `template:default/${template}`, values };
    const started = await portal.ask('/scaffolder/v2/tasks', task, as);
    expect([template, started.status, started.body]).toEqual([template, 201, expect.anything()]);
    runs.set(template, started.body.id);
  }

  async function untilEnded({ template, as }: Kind) {
    const isEnded = ({ body }: { body: any }) =>
      ['completed', 'failed', 'cancelled'].includes(body?.status);
    const task = `/scaffolder/v2/tasks/${runs.get(template)}`;
    const { body } = await portal.until(task, isEnded, as);
    const log =
      body.status === 'completed' ? [] : (await portal.ask(`${task}/events`, undefined, as)).body;
    expect([template, body.status, log.slice?.(-4)]).toEqual([template, 'completed', []]);
  }

  async function dieAt(death: Death) {
    expect([death, await portal.death()]).toEqual([death, 'SIGKILL']);
  }

  it('has what the templates need', async () => {
    await portal.live();
    // The catalog’s own work that a death cuts off is done again by the clock of the database, which is not ours.
    for (const { template } of KINDS) await untilTemplate(template);
    const place = { owner: 'shop-team', name: 'legacy' };
    await portal.until('/repositories/repositories', ({ status }) => status === 200);
    const made = await portal.ask('/repositories/operations/create', place);
    const filled = await portal.ask('/repositories/operations/commit', {
      ...{ ...place, message: 'Begin', files: { 'package.json': '{}\n' } },
    });
    expect([made.status, filled.status]).toEqual([200, 200]);
    earlier = await runNames();
  });

  /** Each begins in the life in which the one before it ends. */
  it.each(KINDS)('goes on with $template after each death', async kind => {
    const previous = KINDS[KINDS.indexOf(kind) - 1];
    const [first, ...others] = kind.deaths;
    await portal.kill();
    await portal.live(first);
    if (previous && runs.has(previous.template)) await untilEnded(previous);
    await begin(kind);
    if (first) await dieAt(first);
    for (const death of others) {
      await portal.live(death);
      await dieAt(death);
    }
  });

  it('has made everything once', async () => {
    await portal.kill();
    await portal.live();
    for (const kind of KINDS) await untilEnded(kind);
    const deadline = Date.now() + 30_000;
    while (Date.now() < deadline && (await jenkinsJobs()).length === 0) await sleep(200);
    expect({
      builds: await jenkinsJobs(),
      runs: (await runNames()).filter(name => !earlier.includes(name)),
      jobs: await jobs(),
      orders: await requests('orders'),
      legacy: await requests('legacy'),
    }).toEqual({
      builds: [expect.stringContaining('shop/orders')],
      runs: [expect.stringMatching(/^load-test-/)],
      jobs: ['nightly'],
      orders: ['Add a route with canary to dev: open', 'Add the environment demo: open'],
      legacy: ['Onboard legacy: open'],
    });
    for (const cluster of CLUSTERS) {
      const bindings = await inTenant('/apis/rbac.authorization.k8s.io/v1/*/rolebindings', cluster);
      const quotas = await inTenant('/api/v1/*/resourcequotas', cluster);
      expect([cluster, bindings.length > 0, quotas.length]).toEqual([cluster, true, 1]);
    }
    expect(await quotaRequests()).toMatchObject({ items: [{ status: 'waiting' }] });
  });

  /** As the one who has run it. */
  const undo = (template: string, confirmed: readonly string[]) => {
    const as = KINDS.find(each => each.template === template)?.as;
    return portal.ask('/template-runs/operations/undo', { run: runs.get(template), confirmed }, as);
  };
  const leftOf = async (template: string) => {
    const as = KINDS.find(each => each.template === template)?.as;
    const where = `/template-runs/runs/${runs.get(template)}/undo-plan`;
    const { body } = await portal.ask(where, undefined, as);
    return body.items.filter(({ undoes }: any) => undoes);
  };

  it.each(UNDOES)('takes $template back after each death', async entry => {
    const { template, confirmed = [], deaths } = entry;
    for (const death of deaths) {
      await portal.kill();
      await portal.live(death);
      // A busy machine answers that it goes on, and dies after that.
      await undo(template, confirmed).catch(() => undefined);
      await dieAt(death);
    }
    if (!portal.isAlive) await portal.live();
    // What the dead had begun ends with their lease.
    const deadline = Date.now() + 60_000;
    while (Date.now() < deadline && (await leftOf(template)).length > 0) {
      await undo(template, confirmed);
      await sleep(300);
    }
    expect(await leftOf(template)).toEqual([]);
  });

  it('leaves nothing of what was taken back', async () => {
    expect({
      builds: await jenkinsJobs(),
      runs: (await runNames()).filter(name => !earlier.includes(name)),
      jobs: await jobs(),
      legacy: await requests('legacy'),
      branches: await branches('legacy'),
      folders: readdirSync(path.join(portal.folder, 'repositories/shop-team')),
    }).toEqual({
      ...{ builds: [], runs: [], jobs: [], legacy: ['Onboard legacy: closed'], branches: ['main'] },
      folders: ['legacy.git'],
    });
    expect(await quotaRequests()).toMatchObject({ items: [{ status: 'withdrawn' }] });
    for (const cluster of CLUSTERS) {
      const where = '/apis/rbac.authorization.k8s.io/v1/*/rolebindings';
      const deadline = Date.now() + 60_000;
      while (Date.now() < deadline && (await inTenant(where, cluster)).length > 0) await sleep(200);
      expect([cluster, await inTenant(where, cluster)]).toEqual([cluster, []]);
    }
  });
});
