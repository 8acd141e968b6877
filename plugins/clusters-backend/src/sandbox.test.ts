import { coreServices, createServiceFactory } from '@backstage/backend-plugin-api';
import { mockCredentials, mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { createKubeService, kubeServiceRef, systemClock } from '@kubemate/kube-node';
import { ClustersClient, clustersRoutes } from '@kubemate/plugin-clusters-common';
import type { RowPage } from '@kubemate/plugin-clusters-common';
import { createApiServer } from '@kubemate/sandbox';
import type { ApiServer } from '@kubemate/sandbox';
import { clustersPlugin } from './plugin';

const TOKEN = 'portal-token';
const v1 = (plural: string) => ({ group: '', version: 'v1', plural });
const apps = (plural: string) => ({ group: 'apps', version: 'v1', plural });
const rbac = (plural: string) => ({ group: 'rbac.authorization.k8s.io', version: 'v1', plural });

const labels = { app: 'cart' };
const container = {
  name: 'web',
  image: 'shop/cart:1',
  env: [{ name: 'DB', valueFrom: { secretKeyRef: { name: 'db', key: 'password' } } }],
};

/** A shop with one crash-looping service, and a bank that the developer has no rights in. */
function seed({ client }: ApiServer) {
  const meta = (name: string, namespace?: string) => ({
    name,
    ...(namespace ? { namespace } : {}),
  });
  for (const name of ['shop', 'bank']) {
    client.create(v1('namespaces'), { apiVersion: 'v1', kind: 'Namespace', metadata: meta(name) });
  }
  client.create(v1('nodes'), {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: meta('node-1'),
    status: {
      allocatable: { cpu: '4', memory: '8Gi', pods: '110' },
      conditions: [{ type: 'Ready', status: 'True' }],
    },
  });
  client.create(v1('secrets'), {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: meta('db', 'shop'),
    data: { password: Buffer.from('hunter2').toString('base64') },
  });
  const deployment = client.create(apps('deployments'), {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: meta('cart', 'shop'),
    spec: {
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [container] } },
    },
  });
  const replicaSet = client.create(apps('replicasets'), {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: { ...meta('cart-6f', 'shop'), labels, ownerReferences: [ownedBy(deployment)] },
    spec: {
      replicas: 1,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [container] } },
    },
  });
  client.create(v1('pods'), {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { ...meta('cart-6f-a', 'shop'), labels, ownerReferences: [ownedBy(replicaSet)] },
    spec: { nodeName: 'node-1', containers: [container] },
    status: {
      phase: 'Running',
      containerStatuses: [
        {
          name: 'web',
          image: 'shop/cart:1',
          imageID: '',
          ready: false,
          restartCount: 7,
          state: { waiting: { reason: 'CrashLoopBackOff', message: 'back-off 5m0s' } },
          lastState: { terminated: { exitCode: 1, reason: 'Error' } },
        },
      ],
    },
  });
  client.create(v1('pods'), {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: meta('ledger', 'bank'),
    spec: { containers: [{ name: 'web', image: 'bank/ledger:1' }] },
  });
  // The built-in role `view` leaves out Secrets, as it does on a real server.
  client.create(rbac('rolebindings'), {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: meta('developers', 'shop'),
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' },
    subjects: [
      { kind: 'Group', apiGroup: 'rbac.authorization.k8s.io', name: 'kubemate:shop-team' },
    ],
  });
}

function ownedBy(owner: {
  apiVersion: string;
  kind: string;
  metadata: { name: string; uid: string };
}) {
  const { apiVersion, kind, metadata } = owner;
  return { apiVersion, kind, name: metadata.name, uid: metadata.uid, controller: true };
}

async function startPortal() {
  const server = createApiServer({
    name: 'dev',
    clock: systemClock,
    random: Math.random,
    users: [{ token: TOKEN, user: 'portal', groups: ['system:masters'] }],
  });
  await server.listen();
  seed(server);
  server.hooks.log = async function* log() {
    yield '2026-01-01T00:00:00.000000000Z panic: no database\n';
  };
  const kube = await createKubeService({
    config: mockServices.rootConfig(),
    logger: mockServices.logger.mock(),
    extraClusters: [{ name: 'dev', server: server.url, token: TOKEN }],
  });
  const backend = await startTestBackend({
    features: [
      clustersPlugin,
      createServiceFactory({ service: kubeServiceRef, deps: {}, factory: () => kube }),
      createServiceFactory({
        service: coreServices.userInfo,
        deps: {},
        factory: () =>
          mockServices.userInfo({
            ownershipEntityRefs: ['user:default/developer', 'group:default/shop-team'],
          }),
      }),
    ],
  });
  const client = new ClustersClient({
    fetch: (input, init) =>
      globalThis.fetch(input, {
        ...init,
        headers: { authorization: mockCredentials.user.header('user:default/developer') },
      }),
    baseUrl: `http://127.0.0.1:${backend.server.port()}/api/clusters`,
  });
  return {
    client,
    server,
    async stop() {
      await backend.stop();
      await kube.close();
      await server.close();
    },
  };
}

/** Asks until the cluster has been read; each try is a request of its own. */
async function settled<T>(ask: () => Promise<T>, ready: (answer: T) => boolean): Promise<T> {
  for (;;) {
    const answer = await ask().catch(() => undefined);
    if (answer !== undefined && ready(answer)) return answer;
    await new Promise(resolve => setTimeout(resolve, 20));
  }
}

const POD = { cluster: 'dev', resource: 'v1/pods', namespace: 'shop', name: 'cart-6f-a' };

describe('the clusters API over the sandbox, as a developer of one namespace', () => {
  let portal: Awaited<ReturnType<typeof startPortal>>;

  beforeAll(async () => {
    portal = await startPortal();
    const { client } = portal;
    const complete = ({ total, failures }: RowPage) => total > 0 && failures.length === 0;
    await settled(() => client.listRows({ resource: 'v1/pods' }), complete);
  }, 20_000);

  afterAll(() => portal.stop());

  it('shows the rows of that namespace, and no others', async () => {
    const page = await portal.client.listRows({ resource: 'v1/pods' });
    expect(page.items.map(({ name }) => name)).toEqual(['cart-6f-a']);
    expect(clustersRoutes.listRows.response.parse(page)).toEqual(page);
  });

  it("answers for another namespace's object as the API server does", async () => {
    const other = { ...POD, namespace: 'bank', name: 'ledger' };
    await expect(portal.client.getObject(other)).rejects.toMatchObject({ statusCode: 403 });
    const ghost = { ...POD, name: 'ghost' };
    await expect(portal.client.getObject(ghost)).rejects.toMatchObject({ statusCode: 404 });
  });

  it('publishes the schema of a kind, with what it leads to', async () => {
    const deployment = { cluster: 'dev', apiVersion: 'apps/v1', kind: 'Deployment' };
    const { root, definitions } = await portal.client.getSchema(deployment);
    const name = String(root.$ref).replace('#/definitions/', '');
    expect(definitions[name]).toHaveProperty('properties.spec');
    expect(Object.keys(definitions).filter(key => key.endsWith('.PodSpec'))).toHaveLength(1);
    expect(Object.keys(definitions).filter(key => key.endsWith('.CronJobSpec'))).toEqual([]);
    await expect(portal.client.getSchema({ ...deployment, kind: 'Thing' })).rejects.toMatchObject({
      statusCode: 404,
    });
  });

  it('follows rows live', async () => {
    const ending = new AbortController();
    const events = portal.client.watchRows({ resource: 'v1/pods' }, { signal: ending.signal });
    const seen: string[] = [];
    for await (const event of events) {
      if (event.type === 'page') {
        seen.push(...event.page.items.map(({ name }) => name));
        for (const namespace of ['bank', 'shop']) {
          portal.server.client.create(v1('pods'), {
            apiVersion: 'v1',
            kind: 'Pod',
            metadata: { name: 'later', namespace },
            spec: { containers: [{ name: 'web', image: 'a' }] },
          });
        }
      }
      if (event.type === 'delta') {
        seen.push(...event.delta.inserted.map(({ row }) => `${row.namespace}/${row.name}`));
        break;
      }
    }
    ending.abort();
    expect(seen).toEqual(['cart-6f-a', 'shop/later']);
  });

  it('rolls the broken pod up to its Deployment on the fleet', async () => {
    const fleet = await settled(
      () => portal.client.getFleet(),
      ({ attention }) => attention.some(({ kind }) => kind === 'Deployment'),
    );
    expect(clustersRoutes.getFleet.response.parse(fleet)).toEqual(fleet);
    const items = fleet.attention.map(({ kind, row }) => `${kind}/${row.name} ${row.reason}`);
    expect(items).toContain('Deployment/cart CrashLoopBackOff');
    expect(items.filter(item => item.includes('cart'))).toHaveLength(1);
    expect(fleet.clusters[0]).toMatchObject({ complete: false, nodes: null });
  }, 15_000);

  it('explains the crash loop', async () => {
    const why = await portal.client.explain(POD);
    expect(clustersRoutes.explain.response.parse(why)).toEqual(why);
    expect(why.findings[0]?.cause).toBe('crash-loop');
    expect(JSON.stringify(why.findings[0]?.evidence)).toContain('panic: no database');
    expect(why.gaps.join('\n')).toContain('node-1');
  });

  it('reads the events of a workload and of its pods', async () => {
    const { client } = portal.server;
    client.create(v1('events'), {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name: 'cart-6f-a.1', namespace: 'shop' },
      involvedObject: { kind: 'Pod', namespace: 'shop', name: 'cart-6f-a' },
      type: 'Warning',
      reason: 'BackOff',
      message: 'Back-off restarting failed container web',
    });
    const target = { ...POD, resource: 'apps/v1/deployments', name: 'cart' };
    expect((await portal.client.listEvents(target)).items).toEqual([]);
    const { items, failures } = await portal.client.listEvents({ ...target, owned: true });
    expect(items).toEqual([
      expect.objectContaining({
        reason: 'BackOff',
        regarding: { resource: 'v1/pods', kind: 'Pod', namespace: 'shop', name: 'cart-6f-a' },
      }),
    ]);
    expect(failures).toEqual([]);
    const elsewhere = { ...target, namespace: 'bank' };
    await expect(portal.client.listEvents(elsewhere)).rejects.toMatchObject({ statusCode: 403 });
  });

  it('reads the logs of a workload', async () => {
    const query = { ...POD, resource: 'apps/v1/deployments', name: 'cart', follow: false };
    const events = [];
    for await (const event of portal.client.streamLogs(query)) events.push(event);
    expect(events).toEqual([
      { type: 'lines', lines: [expect.objectContaining({ text: 'panic: no database' })] },
      { type: 'end' },
    ]);
  });

  it('finds what the pod has to do with, and never a secret', async () => {
    const related = await portal.client.listRelated(POD);
    expect(clustersRoutes.listRelated.response.parse(related)).toEqual(related);
    const items = related.items.map(({ relation, kind, name }) => `${relation} ${kind} ${name}`);
    expect(items).toEqual(expect.arrayContaining(['owner ReplicaSet cart-6f', 'mounts Secret db']));
    expect(JSON.stringify(related)).not.toContain(Buffer.from('hunter2').toString('base64'));
    expect(related.failures.map(({ reason }) => reason).join('\n')).toContain('Secret db');
  });

  it('finds it by a few letters, and nothing of the bank', async () => {
    const found = await settled(
      () => portal.client.search({ q: 'cart' }),
      ({ items }) => items.length >= 2,
    );
    expect(found.items[0]).toMatchObject({ kind: 'Deployment', row: { name: 'cart' } });
    expect((await portal.client.search({ q: 'ledger' })).items).toEqual([]);
  }, 15_000);

  it('says what kinds there are and what may be done with them', async () => {
    const resources = await portal.client.listResources({ cluster: 'dev' });
    expect(clustersRoutes.listResources.response.parse(resources)).toEqual(resources);
    const verbs = (resource: string) =>
      resources.items.find(item => item.resource === resource)?.verbs ?? [];
    expect(verbs('v1/pods')).toEqual(expect.arrayContaining(['get', 'list', 'watch']));
    expect(verbs('v1/secrets')).not.toContain('list');
  });
});
