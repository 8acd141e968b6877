import type { KubeObject } from '@kubemate/kube-common';
import request from 'supertest';
import { FakeKubeService } from '../__testUtils__/FakeKubeService';
import { object } from '../__testUtils__/objects';
import { startRouter } from '../__testUtils__/startRouter';

const labels = { app: 'cart' };
const podSpec = {
  nodeName: 'node-1',
  serviceAccountName: 'cart',
  volumes: [{ name: 'settings', configMap: { name: 'settings' } }],
  containers: [{ name: 'web', envFrom: [{ secretRef: { name: 'gone' } }] }],
};

const apps = (
  kind: string,
  name: string,
  fields: { owner?: KubeObject; labels?: Record<string, string> } = {},
) =>
  object({
    apiVersion: 'apps/v1',
    kind,
    name,
    ...fields,
    spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: podSpec } },
  });

const deployment = apps('Deployment', 'cart');
const replicaSet = apps('ReplicaSet', 'cart-6f', { owner: deployment, labels });
const pod = object({ kind: 'Pod', name: 'cart-6f-a', labels, owner: replicaSet, spec: podSpec });

function shop() {
  return new FakeKubeService()
    .add('apps/v1/deployments', [deployment, apps('Deployment', 'other')])
    .add('apps/v1/replicasets', [replicaSet, apps('ReplicaSet', 'stray', { labels })])
    .add('v1/pods', [pod])
    .add('v1/nodes', [object({ kind: 'Node', name: 'node-1', namespace: null })])
    .add('v1/serviceaccounts', [object({ kind: 'ServiceAccount', name: 'cart' })])
    .add('v1/configmaps', [object({ kind: 'ConfigMap', name: 'settings' })])
    .add('v1/secrets', [object({ kind: 'Secret', name: 'here' })])
    .add('v1/services', [
      object({ kind: 'Service', name: 'cart', spec: { selector: labels } }),
      object({ kind: 'Service', name: 'web', spec: { selector: { app: 'web' } } }),
    ])
    .add('networking.k8s.io/v1/networkpolicies', [
      object({
        apiVersion: 'networking.k8s.io/v1',
        kind: 'NetworkPolicy',
        name: 'all',
        spec: { podSelector: {} },
      }),
    ])
    .add('networking.k8s.io/v1/ingresses', [
      object({
        apiVersion: 'networking.k8s.io/v1',
        kind: 'Ingress',
        name: 'shop',
        spec: { defaultBackend: { service: { name: 'cart' } } },
      }),
    ])
    .add('autoscaling/v2/horizontalpodautoscalers', [
      object({
        apiVersion: 'autoscaling/v2',
        kind: 'HorizontalPodAutoscaler',
        name: 'cart',
        spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'cart' } },
      }),
    ]);
}

async function related(path: string, kube = shop()) {
  const { status, body } = await request(startRouter(kube).app).get(`/related?cluster=dev&${path}`);
  expect(status).toBe(200);
  const items: string[] = body.items.map(
    (item: { relation: string; kind: string; name: string; missing: boolean; row?: object }) =>
      `${item.relation} ${item.kind} ${item.name}${item.missing ? ' missing' : ''}${item.row || item.missing ? '' : ' unseen'}`,
  );
  return { items: items.sort(), failures: body.failures };
}

const POD = 'resource=v1/pods&namespace=shop&name=cart-6f-a';

describe('/related', () => {
  it('of a pod: its owner, what it mounts, uses and runs on, what selects it, what is missing', async () => {
    expect(await related(POD)).toEqual({
      items: [
        'mounts ConfigMap settings',
        'mounts Secret gone missing',
        'owner ReplicaSet cart-6f',
        'runs-on Node node-1',
        'selected-by NetworkPolicy all',
        'selected-by Service cart',
        'uses ServiceAccount cart',
      ],
      failures: [],
    });
  });

  it('of a Deployment: what it owns by uid and not by label, its pods, what scales and selects it', async () => {
    const { items } = await related('resource=apps/v1/deployments&namespace=shop&name=cart');
    expect(items).toEqual([
      'mounts ConfigMap settings',
      'mounts Secret gone missing',
      'owned ReplicaSet cart-6f',
      'runs-on Node node-1',
      'scaled-by HorizontalPodAutoscaler cart',
      'selected-by NetworkPolicy all',
      'selected-by Service cart',
      'selects Pod cart-6f-a',
      'uses ServiceAccount cart',
    ]);
  });

  it.each([
    [
      'a ReplicaSet owns its pods once',
      'resource=apps/v1/replicasets&namespace=shop&name=cart-6f',
      'owned Pod cart-6f-a',
    ],
    [
      'a Service is routed by an Ingress',
      'resource=v1/services&namespace=shop&name=cart',
      'routed-by Ingress shop',
    ],
    [
      'a Service selects pods',
      'resource=v1/services&namespace=shop&name=cart',
      'selects Pod cart-6f-a',
    ],
    [
      'a ConfigMap is mounted by pods',
      'resource=v1/configmaps&namespace=shop&name=settings',
      'mounted-by Pod cart-6f-a',
    ],
    [
      'an account is used by pods',
      'resource=v1/serviceaccounts&namespace=shop&name=cart',
      'used-by Pod cart-6f-a',
    ],
    [
      'an autoscaler scales its target',
      'resource=autoscaling/v2/horizontalpodautoscalers&namespace=shop&name=cart',
      'scales Deployment cart',
    ],
    ['a node runs pods', 'resource=v1/nodes&name=node-1', 'used-by Pod cart-6f-a'],
  ])('%s', async (_, path, expected) => {
    const { items } = await related(path);
    expect(items).toContain(expected);
    expect(items.filter(item => item.endsWith(expected.slice(expected.indexOf(' '))))).toHaveLength(
      1,
    );
  });

  it('says of an owner that is gone, or is another of its name, that it is missing', async () => {
    const later = { ...replicaSet, metadata: { ...replicaSet.metadata, uid: 'another' } };
    const kube = shop();
    kube.objects.set('dev apps/v1/replicasets', [later]);
    expect((await related(POD, kube)).items).toContain('owner ReplicaSet cart-6f missing');
    kube.objects.set('dev apps/v1/replicasets', [apps('ReplicaSet', 'x')]);
    expect((await related(POD, kube)).items).toContain('owner ReplicaSet cart-6f missing');
  });

  it('does not call missing what the viewer may not read, and says what could not be looked at', async () => {
    const kube = shop();
    kube.deny = ({ resource, verb }) =>
      resource.plural === 'secrets' || (resource.plural === 'services' && verb === 'list');
    const { items, failures } = await related(POD, kube);
    expect(items).toContain('mounts Secret gone unseen');
    expect(items).not.toContain('selected-by Service cart');
    expect(failures).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          state: 'denied',
          reason: expect.stringContaining('Secret gone'),
        }),
        expect.objectContaining({
          state: 'denied',
          reason: expect.stringContaining('services in namespace shop'),
        }),
      ]),
    );
  });

  it('sends a few requests at a time, and each list once for its use', async () => {
    const kube = shop();
    await related(POD, kube);
    expect(kube.requests.length).toBeLessThan(15);
  });
});
