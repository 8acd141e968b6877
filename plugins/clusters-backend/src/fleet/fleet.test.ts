import type { KubeObject } from '@kubemate/kube-common';
import request from 'supertest';
import { clusterState, FakeKubeService } from '../__testUtils__/FakeKubeService';
import { object } from '../__testUtils__/objects';
import { startRouter } from '../__testUtils__/startRouter';

function node(name: string, gpu = '0'): KubeObject {
  return object({
    kind: 'Node',
    name,
    namespace: null,
    status: {
      allocatable: { cpu: '4', memory: '8Gi', pods: '110', 'nvidia.com/gpu': gpu },
      conditions: [{ type: 'Ready', status: name.startsWith('bad') ? 'False' : 'True' }],
    },
  });
}

function pod(
  name: string,
  fields: { phase?: string; node?: string; namespace?: string } = {},
): KubeObject {
  const { phase = 'Running', node: nodeName = 'node-1', namespace = 'shop' } = fields;
  return object({
    kind: 'Pod',
    name,
    namespace,
    spec: {
      nodeName,
      containers: [
        {
          name: 'web',
          resources: { requests: { cpu: '500m', memory: '1Gi', 'nvidia.com/gpu': '1' } },
        },
      ],
    },
    status: {
      phase,
      conditions: [{ type: 'Ready', status: 'True' }],
      containerStatuses: [{ name: 'web', ready: true, state: { running: {} } }],
    },
  });
}

const GIB = 1024 ** 3;

describe('/summary', () => {
  it('adds up nodes and the requests of pods that hold room', async () => {
    const kube = new FakeKubeService()
      .add('v1/nodes', [node('node-1', '2'), node('bad-2')])
      .add('v1/namespaces', [object({ kind: 'Namespace', name: 'shop', namespace: null })])
      .add('v1/pods', [
        pod('runs'),
        pod('ended', { phase: 'Succeeded' }),
        pod('failed', { phase: 'Failed' }),
        pod('waits', { phase: 'Pending', node: '' }),
      ]);
    const { body } = await request(startRouter(kube).app).get('/summary?cluster=dev');
    expect(body).toMatchObject({
      nodes: { total: 2, ready: 1, gpu: 1 },
      allocatable: { cpu: 8, memory: 16 * GIB, pods: 220, gpu: 2 },
      requested: { cpu: 0.5, memory: GIB, pods: 1, gpu: 1 },
      used: null,
      complete: true,
      namespaces: 1,
      failures: [],
    });
    expect(body.pods).toMatchObject({ ok: 1, idle: 1, failed: 1 });
  });

  it('tells usage where the cluster has metrics, and does without where the viewer may not read them', async () => {
    const usage = (cpu: string) =>
      object({
        apiVersion: 'metrics.k8s.io/v1beta1',
        kind: 'NodeMetrics',
        name: cpu,
        namespace: null,
        usage: { cpu, memory: '1Gi' },
      });
    const kube = new FakeKubeService([clusterState('dev', { apiGroups: ['metrics.k8s.io'] })]);
    kube.add('metrics.k8s.io/v1beta1/nodes', [usage('250m'), usage('1')]);
    const allowed = await request(startRouter(kube).app).get('/summary?cluster=dev');
    expect(allowed.body.used).toEqual({ cpu: 1.25, memory: 2 * GIB });
    kube.deny = ({ resource }) => resource.group === 'metrics.k8s.io';
    const denied = await request(startRouter(kube).app).get('/summary?cluster=dev');
    expect(denied.body.used).toBeNull();
  });

  it('says that a part is missing to who sees only some namespaces, and counts what they see', async () => {
    const kube = new FakeKubeService().add('v1/pods', [pod('a'), pod('b', { namespace: 'bank' })]);
    kube.failures.push({ cluster: 'dev', state: 'denied', reason: 'nodes is forbidden' });
    kube.deny = ({ namespace }) => namespace !== 'shop';
    const { body } = await request(startRouter(kube).app).get('/summary?cluster=dev');
    expect(body).toMatchObject({
      complete: false,
      nodes: null,
      allocatable: null,
      requested: { pods: 1 },
      namespaces: 1,
      failures: [],
    });
  });
});

describe('/nodes', () => {
  it('tells of each node what it has, what its pods hold and what it uses', async () => {
    const metrics = object({
      apiVersion: 'metrics.k8s.io/v1beta1',
      kind: 'NodeMetrics',
      name: 'node-1',
      namespace: null,
      usage: { cpu: '250m', memory: '1Gi' },
    });
    const kube = new FakeKubeService([clusterState('dev', { apiGroups: ['metrics.k8s.io'] })])
      .add('v1/nodes', [node('node-2'), node('node-1', '2')])
      .add('metrics.k8s.io/v1beta1/nodes', [metrics])
      .add('v1/pods', [
        pod('a'),
        pod('b', { node: 'node-2' }),
        pod('c', { node: 'node-2', namespace: 'bank' }),
        pod('ended', { phase: 'Succeeded' }),
        pod('waits', { phase: 'Pending', node: '' }),
      ]);
    const { body } = await request(startRouter(kube).app).get('/nodes?cluster=dev');
    expect(body).toEqual({
      items: [
        {
          name: 'node-1',
          allocatable: { cpu: 4, memory: 8 * GIB, pods: 110, gpu: 2 },
          requested: { cpu: 0.5, memory: GIB, pods: 1, gpu: 1 },
          used: { cpu: 0.25, memory: GIB },
        },
        {
          name: 'node-2',
          allocatable: { cpu: 4, memory: 8 * GIB, pods: 110, gpu: 0 },
          requested: { cpu: 1, memory: 2 * GIB, pods: 2, gpu: 2 },
          used: null,
        },
      ],
      complete: true,
      failures: [],
    });
  });

  it('counts for a viewer only the pods that they may list, and says that these are not all', async () => {
    const kube = new FakeKubeService()
      .add('v1/nodes', [node('node-1')])
      .add('v1/pods', [pod('a'), pod('hidden', { namespace: 'bank' })]);
    kube.deny = ({ namespace, resource }) => resource.plural === 'pods' && namespace !== 'shop';
    const { body } = await request(startRouter(kube).app).get('/nodes?cluster=dev');
    expect(body).toMatchObject({ complete: false, items: [{ requested: { pods: 1 } }] });
  });

  it('answers 404 for a cluster that is not there', async () => {
    const { status } = await request(startRouter(new FakeKubeService()).app).get(
      '/nodes?cluster=nowhere',
    );
    expect(status).toBe(404);
  });
});

describe('/fleet', () => {
  it('keeps a cluster that is away as a failure beside the others', async () => {
    const reason = 'connection refused';
    const away = clusterState('edge', {
      connection: { state: 'unreachable', reason, since: 1, nextRetryAt: 2 },
    });
    const kube = new FakeKubeService(['dev', away]).add('v1/pods', [pod('a')]);
    kube.failures.push({ cluster: 'edge', state: 'unreachable', reason });
    const { status, body } = await request(startRouter(kube).app).get('/fleet');
    expect(status).toBe(200);
    expect(body.clusters.map((item: { cluster: { name: string } }) => item.cluster.name)).toEqual([
      'dev',
      'edge',
    ]);
    expect(body.failures).toEqual([{ cluster: 'edge', state: 'unreachable', reason }]);
    expect(body.clusters[0].failures).toEqual([]);
    expect(body.clusters[1].nodes).toBeNull();
  });

  it('asks no API server about objects', async () => {
    const kube = new FakeKubeService().add('v1/pods', [pod('a')]).add('v1/nodes', [node('node-1')]);
    await request(startRouter(kube).app).get('/fleet');
    expect(kube.requests).toEqual([]);
  });

  it('is made once for all who ask within two seconds, for each viewer', async () => {
    const kube = new FakeKubeService().add('v1/nodes', [node('bad-1')]);
    const { app, clock } = startRouter(kube);
    const total = async () => (await request(app).get('/fleet')).body.attentionTotal;
    expect(await total()).toBe(1);
    kube.add('v1/nodes', [node('bad-2')]);
    expect(await total()).toBe(1);
    clock.advance(2_000);
    expect(await total()).toBe(2);
  });

  it('lists at most a hundred, and how many there are', async () => {
    const kube = new FakeKubeService().add(
      'v1/nodes',
      Array.from({ length: 120 }, (_, at) => node(`bad-${at}`)),
    );
    const { body } = await request(startRouter(kube).app).get('/fleet');
    expect(body.attention).toHaveLength(100);
    expect(body.attentionTotal).toBe(120);
  });
});
