import type { KubeObject } from '@kubemate/kube-common';
import request from 'supertest';
import { FakeKubeService } from '../__testUtils__/FakeKubeService';
import { object } from '../__testUtils__/objects';
import { startRouter } from '../__testUtils__/startRouter';

const labels = { app: 'cart' };
const deployment = object({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  name: 'cart',
  spec: {
    selector: { matchLabels: labels },
    template: {
      metadata: { labels },
      spec: { containers: [{ name: 'web', envFrom: [{ secretRef: { name: 'db' } }] }] },
    },
  },
});
const replicaSet = object({
  apiVersion: 'apps/v1',
  kind: 'ReplicaSet',
  name: 'cart-6f',
  owner: deployment,
  labels,
  spec: { replicas: 1 },
});
const pod = object({ kind: 'Pod', name: 'cart-6f-a', labels, owner: replicaSet, spec: {} });
const autoscaler = object({
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  name: 'cart',
  spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'cart' } },
});

function shop() {
  return new FakeKubeService()
    .add('apps/v1/deployments', [deployment])
    .add('apps/v1/replicasets', [replicaSet])
    .add('v1/pods', [pod])
    .add('v1/services', [object({ kind: 'Service', name: 'cart', spec: { selector: labels } })])
    .add('autoscaling/v2/horizontalpodautoscalers', [autoscaler])
    .add('v1/secrets', [
      object({ kind: 'Secret', name: 'db', data: { password: 'aHVudGVyMg==' } }),
    ]);
}

function start(kube: FakeKubeService) {
  const { app, clock } = startRouter(kube);
  const ask = async (query = '') => {
    clock.advance(1_000);
    const { status, body } = await request(app).get(
      `/topology?cluster=dev&namespaces=shop${query}`,
    );
    expect({ status, error: body.error }).toEqual({ status: 200, error: undefined });
    return body;
  };
  return { ask };
}

const kindsOf = (body: { nodes: { kind: string }[] }) => body.nodes.map(({ kind }) => kind).sort();

describe('/topology', () => {
  it('answers nodes and edges of a namespace', async () => {
    const body = await start(shop()).ask();
    expect(kindsOf(body)).toEqual([
      'Deployment',
      'HorizontalPodAutoscaler',
      'Pod',
      'ReplicaSet',
      'Secret',
      'Service',
    ]);
    expect(body.edges.map(({ type }: { type: string }) => type).sort()).toEqual([
      'mounts',
      'owns',
      'owns',
      'scales',
      'selects',
    ]);
    expect(JSON.stringify(body)).not.toContain('aHVudGVyMg');
    expect(body).toMatchObject({ denied: [], failures: [], truncated: null, unchanged: false });
  });

  it('shows no pod to a viewer who may not list pods, and says so', async () => {
    const kube = shop();
    kube.deny = ({ resource }) => resource.plural === 'pods';
    const body = await start(kube).ask();
    expect(kindsOf(body)).not.toContain('Pod');
    expect(JSON.stringify(body)).not.toContain('cart-6f-a');
    expect(body.denied).toEqual(['Pod']);
  });

  it('shows a Secret that may not be listed by the name alone that a readable object gives it', async () => {
    const kube = shop();
    kube.deny = ({ resource }) => resource.plural === 'secrets';
    const body = await start(kube).ask();
    expect(body.nodes.find(({ kind }: { kind: string }) => kind === 'Secret')).toEqual({
      id: 'secrets/shop/db',
      resource: 'v1/secrets',
      kind: 'Secret',
      namespace: 'shop',
      name: 'db',
      state: 'unreadable',
      health: 'unknown',
      app: 'cart',
    });
    kube.deny = ({ resource }) => ['secrets', 'deployments'].includes(resource.plural);
    expect(kindsOf(await start(kube).ask())).not.toContain('Secret');
  });

  it('gives no graph again to who has it, and a new one as soon as a row changes', async () => {
    const kube = shop();
    const { ask } = start(kube);
    const { version } = await ask();
    expect(await ask(`&since=${version}`)).toMatchObject({ unchanged: true, nodes: [], version });
    kube.add('v1/pods', [
      pod,
      { ...pod, metadata: { ...pod.metadata, name: 'cart-6f-b', uid: 'b' } },
    ]);
    const next = await ask(`&since=${version}`);
    expect(next.unchanged).toBe(false);
    expect(next.nodes.map(({ name }: { name: string }) => name)).toContain('cart-6f-b');
  });

  it('reads specs once, and again only where a row of the kind has changed', async () => {
    const kube = shop();
    const { ask } = start(kube);
    await ask();
    const first = kube.requests.length;
    expect(first).toBeLessThan(10);
    await ask();
    expect(kube.requests).toHaveLength(first);
    const changed: KubeObject = {
      ...deployment,
      metadata: { ...deployment.metadata, resourceVersion: '2' },
    };
    kube.add('apps/v1/deployments', [changed]);
    await ask();
    expect(kube.requests.slice(first)).toEqual(['list dev apps/v1/deployments']);
  });

  it('draws what it can where a list fails, and says what is lacking', async () => {
    const kube = shop();
    const list = kube.list.bind(kube);
    kube.list = async (target, viewer) => {
      if (target.resource.plural === 'services') throw new Error('etcd is away');
      return await list(target, viewer);
    };
    const body = await start(kube).ask();
    expect(kindsOf(body)).toContain('Service');
    expect(body.failures).toEqual([
      { cluster: 'dev', state: 'partial', reason: expect.stringContaining('services') },
    ]);
  });

  it('does not know a cluster that is not there', async () => {
    const { app } = startRouter(shop());
    expect((await request(app).get('/topology?cluster=nowhere')).status).toBe(404);
  });
});
