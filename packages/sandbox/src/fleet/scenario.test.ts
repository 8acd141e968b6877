import { setImmediate as nextTurn } from 'node:timers/promises';
import { request } from 'undici';
import { z } from 'zod';
import { VirtualClock } from '../testUtils/VirtualClock';
import { startSandbox, type Sandbox } from './startSandbox';

// Starting lives through weeks of history in seconds; on a busy machine that takes a while.
jest.setTimeout(240_000);

const conditionSchema = z.looseObject({
  type: z.string(),
  status: z.string(),
  reason: z.string().optional(),
  message: z.string().optional(),
});

const objectSchema = z.looseObject({
  metadata: z.looseObject({
    name: z.string(),
    namespace: z.string().optional(),
    creationTimestamp: z.string(),
    labels: z.record(z.string(), z.string()).default({}),
  }),
  spec: z.looseObject({ unschedulable: z.boolean().optional() }).optional(),
  status: z
    .looseObject({
      phase: z.string().optional(),
      conditions: z.array(conditionSchema).default([]),
      failed: z.number().optional(),
      containerStatuses: z
        .array(
          z.looseObject({ restartCount: z.number(), state: z.record(z.string(), z.unknown()) }),
        )
        .default([]),
    })
    .optional(),
  endpoints: z.array(z.unknown()).nullish(),
});

type AnyObject = z.infer<typeof objectSchema>;

const listSchema = z.object({ items: z.array(objectSchema) });

const clock = new VirtualClock();
const errors: string[] = [];
let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox({
    seed: 1,
    clock,
    onError: (where, error) => errors.push(`${where}: ${error}`),
  });
});
afterAll(() => sandbox.close());

async function get(name: string, path: string, team?: string) {
  const cluster = sandbox.clusters.find(candidate => candidate.name === name);
  if (cluster === undefined) throw new Error(`no cluster ${name}`);
  const as = team && { 'impersonate-user': 'kubemate:someone', 'impersonate-group': team };
  let isAnswered = false;
  const answer = request(`${cluster.server}${path}`, {
    headers: { authorization: `Bearer ${cluster.token}`, ...as },
  }).finally(() => {
    isAnswered = true;
  });
  // The distant cluster answers after some of its own time.
  while (!isAnswered) {
    await nextTurn();
    clock.advance(1);
  }
  const { statusCode, body } = await answer;
  return { status: statusCode, text: await body.text() };
}

async function list(name: string, path: string): Promise<AnyObject[]> {
  const { text } = await get(name, path);
  return listSchema.parse(JSON.parse(text)).items;
}

function condition(object: AnyObject | undefined, type: string) {
  return object?.status?.conditions.find(candidate => candidate.type === type);
}

function isHealthy(pod: AnyObject): boolean {
  return pod.status?.phase === 'Succeeded' || condition(pod, 'Ready')?.status === 'True';
}

/** What is broken for longer than it takes to start, as `namespace/service`. A build that failed is over. */
async function broken(name: string): Promise<string[]> {
  const old = clock.now() - 180_000;
  const pods = (await list(name, '/api/v1/pods')).filter(
    pod =>
      !isHealthy(pod) &&
      Date.parse(pod.metadata.creationTimestamp) < old &&
      pod.metadata.labels['tekton.dev/pipelineRun'] === undefined,
  );
  const services = pods.map(
    ({ metadata }) => `${metadata.namespace}/${metadata.labels['app.kubernetes.io/name']}`,
  );
  return [...new Set(services)].sort();
}

const BROKEN = {
  dev: ['catalog/recommendations', 'shop/search'],
  staging: ['catalog/images', 'catalog/reindex', 'payments/fraud-detector', 'shop/storefront'],
  prod: [
    'catalog/reindex',
    'ml/train-product-embeddings',
    'payments/fraud-detector',
    'platform/kafka',
  ],
  edge: [],
};

describe('the scenario', () => {
  it.each(Object.entries(BROKEN))('breaks in %s exactly %j', async (name, services) => {
    expect(await broken(name)).toEqual(services);
  });

  it('says why each thing is broken', async () => {
    const waiting = async (name: string, namespace: string, service: string) => {
      const selector = `labelSelector=app.kubernetes.io/name=${service}`;
      const pods = await list(name, `/api/v1/namespaces/${namespace}/pods?${selector}`);
      return JSON.stringify(pods.filter(pod => !isHealthy(pod)));
    };
    expect(await waiting('staging', 'catalog', 'images')).toMatch(/ImagePullBackOff|ErrImagePull/);
    expect(await waiting('dev', 'catalog', 'recommendations')).toContain(
      'configmap \\"recommendations-experiments\\" not found',
    );
    expect(await waiting('prod', 'ml', 'train-product-embeddings')).toContain(
      'Insufficient nvidia.com/gpu',
    );
    for (const name of ['staging', 'prod'])
      expect(await waiting(name, 'payments', 'fraud-detector')).toMatch(/"exitCode":1/);
  });

  it('has a rollout that stopped, and a quota that a ReplicaSet runs into', async () => {
    const staging = await list('staging', '/apis/apps/v1/namespaces/shop/deployments');
    const storefront = staging.find(({ metadata }) => metadata.name === 'storefront');
    expect(condition(storefront, 'Progressing')?.reason).toBe('ProgressDeadlineExceeded');
    expect(condition(storefront, 'Available')?.status).toBe('True');
    const sets = await list('dev', '/apis/apps/v1/namespaces/ml/replicasets');
    const messages = sets.map(set => condition(set, 'ReplicaFailure')?.message ?? '').join('');
    expect(messages).toContain('exceeded quota: ml, requested: requests.cpu=1');
  });

  it('has a full disk, a cordoned node, a failed job, and a service without endpoints', async () => {
    const nodes = await list('prod', '/api/v1/nodes');
    const pressed = nodes.filter(node => condition(node, 'DiskPressure')?.status === 'True');
    expect(pressed.map(({ metadata }) => metadata.name)).toEqual(['prod-worker-6']);
    const cordoned = (await list('staging', '/api/v1/nodes')).filter(
      node => node.spec?.unschedulable,
    );
    expect(cordoned.map(({ metadata }) => metadata.name)).toEqual(['staging-worker-4']);
    const jobs = await list('prod', '/apis/batch/v1/namespaces/catalog/jobs');
    const reindex = jobs.find(({ metadata }) => metadata.name === 'reindex');
    expect(condition(reindex, 'Failed')?.reason).toBe('BackoffLimitExceeded');
    const slices = await list(
      'prod',
      '/apis/discovery.k8s.io/v1/namespaces/payments/endpointslices?labelSelector=kubernetes.io/service-name=checkout-legacy',
    );
    expect(slices.map(({ endpoints }) => endpoints ?? [])).toEqual([[]]);
  });

  it.each([
    ['payments', 'fraud-detector', /Exception[^]*\n\tat /],
    ['platform', 'kafka', /No space left on device/],
  ])('leaves the reason in the log of %s/%s', async (namespace, service, text) => {
    const selector = `labelSelector=app.kubernetes.io/name=${service}`;
    const pods = await list('prod', `/api/v1/namespaces/${namespace}/pods?${selector}`);
    const crashed = pods.find(({ status }) =>
      status?.containerStatuses.some(({ restartCount }) => restartCount > 2),
    );
    const path = `/api/v1/namespaces/${namespace}/pods/${crashed?.metadata.name}/log?previous=true`;
    expect((await get('prod', path)).text).toMatch(text);
  });

  it('lives on: jobs come and go, and what is healthy stays so', async () => {
    const jobs = async () =>
      (await list('dev', '/apis/batch/v1/jobs')).map(({ metadata }) => metadata.name);
    const before = await jobs();
    clock.advance(10 * 60_000);
    expect((await jobs()).filter(name => !before.includes(name)).length).toBeGreaterThan(3);
    expect(await broken('dev')).toEqual(BROKEN.dev);
    expect(errors).toEqual([]);
  });
});

const PATHS = {
  shop: '/api/v1/namespaces/shop/pods',
  payments: '/api/v1/namespaces/payments/pods',
  catalog: '/api/v1/namespaces/catalog/pods',
  ml: '/api/v1/namespaces/ml/pods',
  nodes: '/api/v1/nodes',
  secrets: '/api/v1/namespaces/shop/secrets',
  roles: '/apis/rbac.authorization.k8s.io/v1/clusterroles',
};

describe('the teams’ rights', () => {
  it.each([
    ['platform-team', 'dev', 'shop payments catalog ml nodes secrets roles'],
    ['platform-team', 'prod', 'shop payments catalog ml nodes secrets roles'],
    ['shop-team', 'dev', 'shop catalog nodes secrets'],
    ['shop-team', 'staging', 'shop catalog secrets'],
    ['shop-team', 'prod', 'shop'],
    ['ml-team', 'prod', 'ml nodes'],
    ['auditors', 'prod', 'shop payments catalog ml nodes roles'],
    ['strangers', 'dev', ''],
  ])('%s in %s may list: %s', async (team, name, expected) => {
    const allowed: string[] = [];
    for (const [what, path] of Object.entries(PATHS)) {
      const { status } = await get(name, path, `kubemate:${team}`);
      if (status === 200) allowed.push(what);
    }
    expect(allowed.join(' ')).toBe(expected);
  });
});

/** Runs with another sandbox in place of the shared one. */
async function withSandbox(
  options: { only: string[]; objects?: number },
  run: () => Promise<void>,
): Promise<void> {
  const shared = sandbox;
  sandbox = await startSandbox({ seed: 1, clock, ...options });
  try {
    await run();
  } finally {
    await sandbox.close();
    sandbox = shared;
  }
}

it('fills the development cluster with about as many objects as it is asked for', () =>
  withSandbox({ only: ['dev'], objects: 600 }, async () => {
    clock.advance(60_000);
    const labels = 'labelSelector=app.kubernetes.io/part-of=load';
    const pods = await list('dev', `/api/v1/pods?${labels}`);
    expect(pods.length).toBeGreaterThan(500);
    expect(pods.every(isHealthy)).toBe(true);
    const deployments = await list('dev', `/apis/apps/v1/deployments?${labels}`);
    expect(deployments.length + pods.length).toBeLessThan(600);
    expect(deployments.every(each => condition(each, 'Available')?.status === 'True')).toBe(true);
  }));

it('loses the distant cluster for some seconds every few minutes', () =>
  withSandbox({ only: ['edge'] }, async () => {
    expect((await get('edge', '/version')).status).toBe(200);
    clock.advance(242_000);
    await expect(get('edge', '/version')).rejects.toThrow();
    clock.advance(20_000);
    expect((await get('edge', '/version')).status).toBe(200);
  }));
