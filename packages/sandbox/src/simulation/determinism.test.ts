import { startTestCluster } from '../testUtils/startTestCluster';
import { CRON_JOBS, DAEMON_SETS, DEPLOYMENTS, JOBS, SERVICES } from './objects/resources';

function template(image: string, app: string) {
  return {
    metadata: { labels: { app } },
    spec: {
      containers: [
        {
          name: app,
          image,
          ports: [{ name: 'http', containerPort: 80 }],
          resources: { requests: { cpu: '50m' } },
        },
      ],
    },
  };
}

/** An hour in the life of a busy little cluster, as text. */
async function liveThrough(seed: number): Promise<string> {
  const test = startTestCluster({ seed });
  const { cluster } = test;
  const metadata = (name: string) => ({ name, namespace: 'default' });
  const workload = (app: string, image: string) => ({
    metadata: metadata(app),
    spec: { selector: { matchLabels: { app } }, template: template(image, app) },
  });
  for (const [app, image] of [
    ['web', 'test/app:1'],
    ['broken', 'test/crash:1'],
    ['wrong', 'test/tagged:9'],
  ] as const) {
    const { metadata: meta, spec } = workload(app, image);
    cluster.create(DEPLOYMENTS, { metadata: meta, spec: { ...spec, replicas: 3 } });
  }
  cluster.create(DAEMON_SETS, workload('agent', 'test/app:1'));
  cluster.create(SERVICES, {
    metadata: metadata('web'),
    spec: { selector: { app: 'web' }, ports: [{ port: 80, targetPort: 'http' }] },
  });
  const job = {
    template: {
      spec: { restartPolicy: 'Never', containers: [{ name: 'job', image: 'test/job:1' }] },
    },
  };
  cluster.create(JOBS, {
    metadata: metadata('once'),
    spec: { ...job, completions: 4, parallelism: 2 },
  });
  cluster.create(CRON_JOBS, {
    metadata: metadata('often'),
    spec: { schedule: '*/5 * * * *', jobTemplate: { spec: job } },
  });
  test.pass(600);
  cluster.patch(DEPLOYMENTS, 'default/web', { spec: { template: template('test/app:2', 'web') } });
  test.pass(3_000);
  const objects = cluster.client
    .kinds()
    .filter(kind => kind.verbs.includes('list'))
    .flatMap(kind => {
      const stored = kind.group === 'metrics.k8s.io' ? [] : cluster.client.list(kind);
      return stored.map(object => JSON.stringify(object));
    });
  expect(test.errors).toEqual([]);
  await test.close();
  return objects.join('\n');
}

it('lives the same hour again under the same seed, down to names, times and resource versions', async () => {
  const first = await liveThrough(3);
  expect(first.length).toBeGreaterThan(50_000);
  expect(await liveThrough(3)).toBe(first);
  expect(await liveThrough(4)).not.toBe(first);
});
