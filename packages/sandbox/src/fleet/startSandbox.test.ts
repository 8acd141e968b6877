import { request } from 'undici';
import { VirtualClock } from '../testUtils/VirtualClock';
import { startSandbox } from './startSandbox';
import type { RunningCluster, Sandbox } from './startSandbox';

// Starting lives through weeks of history in seconds; on a busy machine that takes a while.
jest.setTimeout(240_000);

interface ListedPod {
  metadata: { namespace: string; name: string; labels?: Record<string, string> };
  status: {
    phase: string;
    conditions?: { type: string; status: string; reason?: string; message?: string }[];
    containerStatuses?: { state?: { waiting?: { reason?: string } }; restartCount: number }[];
  };
}

async function read(cluster: RunningCluster, path: string, as?: { user: string; group: string }) {
  const { statusCode, body } = await request(`${cluster.server}${path}`, {
    headers: {
      authorization: `Bearer ${cluster.token}`,
      ...(as && { 'impersonate-user': as.user, 'impersonate-group': as.group }),
    },
  });
  const text = await body.text();
  return { status: statusCode, text };
}

async function pods(cluster: RunningCluster): Promise<ListedPod[]> {
  const { text } = await read(cluster, '/api/v1/pods');
  return JSON.parse(text).items;
}

function isHealthy({ status }: ListedPod): boolean {
  const isReady = status.conditions?.some(
    ({ type, status: value }) => type === 'Ready' && value === 'True',
  );
  return status.phase === 'Succeeded' || isReady === true;
}

/** Services with a pod that is not healthy, as `namespace/name`. */
function broken(all: readonly ListedPod[]): Set<string> {
  return new Set(
    all
      .filter(pod => !isHealthy(pod) && pod.metadata.labels?.['tekton.dev/taskRun'] === undefined)
      .map(({ metadata }) => {
        const name = metadata.labels?.['app.kubernetes.io/name'] ?? metadata.name;
        return `${metadata.namespace}/${name}`;
      }),
  );
}

describe('the sandbox', () => {
  let sandbox: Sandbox;
  const errors: string[] = [];
  const cluster = (name: string): RunningCluster => {
    const found = sandbox.clusters.find(candidate => candidate.name === name);
    if (found === undefined) throw new Error(`no cluster ${name}`);
    return found;
  };

  beforeAll(async () => {
    sandbox = await startSandbox({
      seed: 1,
      clock: new VirtualClock(),
      onError: (where, error) => errors.push(`${where}: ${error}`),
    });
  });
  afterAll(() => sandbox.close());

  it('has four clusters on loopback', () => {
    expect(sandbox.clusters.map(({ name }) => name).sort()).toEqual([
      'dev',
      'edge',
      'prod',
      'staging',
    ]);
    for (const { server } of sandbox.clusters) expect(new URL(server).hostname).toBe('127.0.0.1');
  });

  it.each([
    ['prod', 'payments/fraud-detector', /CrashLoopBackOff|Error/],
    ['staging', 'catalog/images', /ImagePullBackOff|ErrImagePull/],
    ['dev', 'catalog/recommendations', /CreateContainerConfigError/],
  ])('in %s, %s is broken as the scenario says', async (name, service, reason) => {
    const all = await pods(cluster(name));
    expect([...broken(all)]).toContain(service);
    const reasons = all
      .filter(
        pod =>
          !isHealthy(pod) &&
          service.endsWith(`/${pod.metadata.labels?.['app.kubernetes.io/name']}`),
      )
      .flatMap(
        pod =>
          pod.status.containerStatuses?.map(({ state }) => state?.waiting?.reason ?? 'Error') ?? [],
      );
    expect(reasons.some(text => reason.test(text))).toBe(true);
  });

  it('has built in dev, mostly well, and once not for each of the usual reasons', async () => {
    const dev = cluster('dev');
    const runs = JSON.parse((await read(dev, '/apis/tekton.dev/v1/pipelineruns')).text).items;
    const taskRuns = JSON.parse((await read(dev, '/apis/tekton.dev/v1/taskruns')).text).items;
    const reasons = (objects: { status?: { conditions?: { reason: string }[] } }[]) =>
      objects.map(({ status }) => status?.conditions?.[0]?.reason);
    expect(new Set(reasons(runs))).toEqual(
      new Set(['Succeeded', 'Completed', 'Failed', 'Cancelled', 'Running']),
    );
    expect(reasons(taskRuns)).toEqual(
      expect.arrayContaining([
        'TaskRunImagePullFailed',
        'TaskRunTimeout',
        'ExceededResourceQuota',
        'Running',
      ]),
    );
    const messages = JSON.stringify(taskRuns);
    expect(messages).toContain('exited with code 137: OOMKilled');
    const failed = taskRuns.find(
      ({ status }: { status?: { conditions?: { message: string }[] } }) =>
        status?.conditions?.[0]?.message.includes('"step-test" exited with code 1'),
    );
    const { status, text } = await read(
      dev,
      `/api/v1/namespaces/shop/pods/${failed.status.podName}/log?container=step-test`,
    );
    expect(status).toBe(200);
    expect(text).toContain('rounds half a cent to the even one');
  });

  it('lets developers run their pipelines and auditors read them', async () => {
    const developer = { user: 'kubemate:developer', group: 'kubemate:shop-team' };
    const auditor = { user: 'kubemate:auditor', group: 'kubemate:auditors' };
    const list = (namespace: string) => `/apis/tekton.dev/v1/namespaces/${namespace}/pipelineruns`;
    const dev = cluster('dev');
    expect((await read(dev, list('shop'), developer)).status).toBe(200);
    expect((await read(dev, list('payments'), developer)).status).toBe(403);
    expect((await read(dev, list('shop'), auditor)).status).toBe(200);
  });

  it('has a pod in prod that waits for a GPU, and the scheduler says so', async () => {
    const waiting = (await pods(cluster('prod'))).flatMap(pod =>
      pod.metadata.namespace === 'ml'
        ? (pod.status.conditions ?? []).filter(({ reason }) => reason === 'Unschedulable')
        : [],
    );
    expect(waiting.map(({ message }) => message).join()).toContain('Insufficient nvidia.com/gpu');
  });

  it('keeps most of every cluster healthy', async () => {
    // The distant cluster answers late, and the hand-turned clock does not turn by itself.
    for (const each of sandbox.clusters.filter(({ name }) => name !== 'edge')) {
      const all = await pods(each);
      const healthy = all.filter(isHealthy).length;
      expect([each.name, healthy / all.length > 0.75]).toEqual([each.name, true]);
    }
  });

  it('gives each persona the rights that sign-in promises', async () => {
    const developer = { user: 'kubemate:developer', group: 'kubemate:shop-team' };
    const auditor = { user: 'kubemate:auditor', group: 'kubemate:auditors' };
    const platform = { user: 'kubemate:platform', group: 'kubemate:platform-team' };
    const list = (namespace: string, resource: string) =>
      `/api/v1/namespaces/${namespace}/${resource}`;
    const prod = cluster('prod');
    expect((await read(prod, list('shop', 'pods'), developer)).status).toBe(200);
    expect((await read(prod, list('payments', 'pods'), developer)).status).toBe(403);
    expect((await read(prod, '/api/v1/nodes', developer)).status).toBe(403);
    expect((await read(prod, list('payments', 'pods'), auditor)).status).toBe(200);
    expect((await read(prod, list('payments', 'secrets'), auditor)).status).toBe(403);
    expect((await read(prod, list('payments', 'secrets'), platform)).status).toBe(200);
  });

  it('writes believable logs, the same again when asked again', async () => {
    const prod = cluster('prod');
    const pod = (await pods(prod)).find(
      ({ metadata }) => metadata.labels?.['app.kubernetes.io/name'] === 'storefront',
    );
    const path = `/api/v1/namespaces/shop/pods/${pod?.metadata.name}/log?tailLines=50`;
    const { status, text } = await read(prod, path);
    expect(status).toBe(200);
    expect(text.trim().split('\n').length).toBeGreaterThan(10);
    expect((await read(prod, path)).text).toBe(text);
  });

  it('serves usage of pods and nodes', async () => {
    const { text } = await read(cluster('prod'), '/apis/metrics.k8s.io/v1beta1/nodes');
    const { items } = JSON.parse(text);
    expect(items).toHaveLength(8);
    for (const { usage } of items) expect(usage.cpu).toMatch(/^\d+/);
  });
});

it('is the same sandbox again under the same seed and clock', async () => {
  const namesOf = async () => {
    const sandbox = await startSandbox({ seed: 7, clock: new VirtualClock(), only: ['dev'] });
    const [dev] = sandbox.clusters;
    const names =
      dev === undefined
        ? []
        : (await pods(dev)).map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);
    await sandbox.close();
    return names;
  };
  const first = await namesOf();
  expect(first.length).toBeGreaterThan(30);
  expect(await namesOf()).toEqual(first);
});
