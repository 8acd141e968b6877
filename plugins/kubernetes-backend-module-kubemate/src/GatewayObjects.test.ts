import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { NotAllowedError } from '@backstage/errors';
import type { KubeObject, Row } from '@kubemate/kube-common';
import type { ClusterState, KubeService, Viewer } from '@kubemate/kube-node';
import { GatewayObjects, type GatewayObjectsOptions } from './GatewayObjects';

type Kube = GatewayObjectsOptions['kube'];

const cluster = (name: string): ClusterState => ({
  ...{ name, title: name.toLocaleUpperCase('en'), source: 'config', labels: {}, apiGroups: [] },
  ...{ server: `${name}.example:6443`, identity: 'impersonate', latencies: [] },
  connection: { state: 'ready', since: 0 },
});

const row = (place: string, namespace: string, name: string): Row => ({
  ...{ cluster: place, namespace, name, uid: name, resourceVersion: '1', created: 0 },
  ...{ health: 'ok', cells: {} },
});

const deployment: KubeObject = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: {
    ...{ name: 'cart', namespace: 'shop', uid: 'cart', resourceVersion: '1' },
    creationTimestamp: '2026-01-01T00:00:00Z',
  },
};

const entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'cart', annotations: { 'backstage.io/kubernetes-id': 'cart' } },
};

function objects(kube: Partial<Kube> = {}) {
  const listed: { target: Parameters<KubeService['list']>[0]; viewer: Viewer }[] = [];
  const provider = new GatewayObjects({
    kube: {
      clusters: () => [cluster('dev'), cluster('prod')],
      allRows: async ({ clusters: [name = ''] = [], resource }) => ({
        items:
          resource.plural === 'deployments' && name === 'dev' ? [row('dev', 'shop', 'cart')] : [],
        failures: [],
      }),
      list: async (target, viewer) => {
        listed.push({ target, viewer });
        return target.resource.plural === 'deployments' ? [deployment] : [];
      },
      ...kube,
    },
    userInfo: mockServices.userInfo({
      userEntityRef: 'user:default/dana',
      ownershipEntityRefs: ['user:default/dana', 'group:default/shop-team'],
    }),
  });
  const credentials = mockCredentials.user('user:default/dana');
  return {
    listed,
    read: (of: object = entity) =>
      provider.getKubernetesObjectsByEntity(
        { entity: of as typeof entity, auth: {} },
        { credentials },
      ),
    custom: (customResources: unknown) =>
      provider.getCustomResourcesByEntity(
        { entity, auth: {}, customResources: customResources as [] },
        { credentials },
      ),
  };
}

describe('GatewayObjects', () => {
  it('reads what there is, as the person who looks, and asks for nothing where there is nothing', async () => {
    const { listed, read } = objects();
    const { items } = await read();
    expect(items.map(({ cluster: { name, title } }) => [name, title])).toEqual([['dev', 'DEV']]);
    expect(items[0]?.resources.find(({ type }) => type === 'deployments')?.resources).toEqual([
      deployment,
    ]);
    expect(listed).toEqual([
      {
        target: expect.objectContaining({
          ...{ cluster: 'dev', namespace: 'shop' },
          labelSelector: 'backstage.io/kubernetes-id=cart',
        }),
        viewer: expect.objectContaining({
          userEntityRef: 'user:default/dana',
          ownershipEntityRefs: ['user:default/dana', 'group:default/shop-team'],
        }),
      },
    ]);
  });

  it('stays in the cluster and namespace that the entity names', async () => {
    const asked: unknown[] = [];
    const { read } = objects({
      allRows: async query => {
        asked.push(query.namespaces);
        return { items: [row('prod', 'shop', 'cart')], failures: [] };
      },
    });
    const { items } = await read({
      ...entity,
      metadata: {
        ...entity.metadata,
        annotations: {
          ...entity.metadata.annotations,
          'backstage.io/kubernetes-cluster': 'prod',
          'backstage.io/kubernetes-namespace': 'shop',
        },
      },
    });
    expect(items.map(each => each.cluster.name)).toEqual(['prod']);
    expect(new Set(asked.map(each => JSON.stringify(each)))).toEqual(new Set(['["shop"]']));
  });

  it('says once why a cluster tells nothing, and shows the others', async () => {
    const { read } = objects({
      allRows: async ({ clusters: [name = ''] = [] }) =>
        name === 'prod'
          ? { items: [], failures: [{ cluster: 'prod', state: 'unreachable', reason: 'Away' }] }
          : { items: [row('dev', 'shop', 'cart')], failures: [] },
    });
    const { items } = await read();
    expect(items.map(({ errors }) => errors)).toEqual([
      [],
      [{ errorType: 'FETCH_ERROR', message: 'Away' }],
    ]);
  });

  it('says that the person may not, and hides nothing behind it', async () => {
    const { read } = objects({
      list: async () => {
        throw new NotAllowedError('You may not list deployments in shop');
      },
    });
    const { items } = await read();
    expect(items[0]?.errors).toEqual([
      { errorType: 'FETCH_ERROR', message: 'You may not list deployments in shop' },
    ]);
  });

  it('reads nothing for an entity that names no objects', async () => {
    expect(await objects().read({ ...entity, metadata: { name: 'x' } })).toEqual({ items: [] });
  });

  it.each([
    [[{ group: 'a', apiVersion: '', plural: 'b' }], /apiVersion/],
    ['all', /expected array/],
    [
      Array.from({ length: 21 }, () => ({ group: '', apiVersion: 'v1', plural: 'pods' })),
      /At most 20/,
    ],
  ])('refuses custom resources that are no such list (%#)', async (matchers, why) => {
    await expect(objects().custom(matchers)).rejects.toThrow(why);
  });
});
