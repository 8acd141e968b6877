import { clusterState, FakeKubeService } from '../__testUtils__/FakeKubeService';
import { ManualClock } from '../__testUtils__/ManualClock';
import { object } from '../__testUtils__/objects';
import { searchObjects } from './searchObjects';

const viewer = { userEntityRef: 'user:default/dana', ownershipEntityRefs: [] };

const pod = (name: string, namespace = 'shop') => object({ kind: 'Pod', name, namespace });
const deployment = (name: string) => object({ apiVersion: 'apps/v1', kind: 'Deployment', name });

function shop() {
  return new FakeKubeService(['dev', 'prod'])
    .add('apps/v1/deployments', [deployment('cart'), deployment('catalog')])
    .add('v1/pods', [pod('cart-6f-a'), pod('cart', 'bank'), pod('descartes')])
    .add('v1/services', [object({ kind: 'Service', name: 'cart' })], 'prod')
    .add('tekton.dev/v1/pipelineruns', [
      object({ apiVersion: 'tekton.dev/v1', kind: 'PipelineRun', name: 'cart-run' }),
    ]);
}

async function search(q: string, kube = shop(), limit = 20) {
  const clock = new ManualClock();
  const { items } = await searchObjects({ q, limit }, { kube, viewer, clock });
  return items.map(({ kind, row }) => `${row.cluster}/${row.namespace}/${kind}/${row.name}`);
}

describe('searchObjects', () => {
  it('looks over kinds and clusters, the best first, workloads before what they own', async () => {
    expect(await search('cart')).toEqual([
      'dev/shop/Deployment/cart',
      'prod/shop/Service/cart',
      'dev/bank/Pod/cart',
      'dev/shop/Pod/cart-6f-a',
      'dev/shop/Pod/descartes',
    ]);
  });

  it.each([
    ['deploy/cart', ['dev/shop/Deployment/cart']],
    ['po cart', ['dev/bank/Pod/cart', 'dev/shop/Pod/cart-6f-a', 'dev/shop/Pod/descartes']],
    ['ns:bank cart', ['dev/bank/Pod/cart']],
    ['ns:bank', ['dev/bank/Pod/cart']],
    ['cluster:prod cart', ['prod/shop/Service/cart']],
    ['pipelinerun/cart', ['dev/shop/PipelineRun/cart-run']],
    ['zzz', []],
  ])('%s', async (q, expected) => {
    expect(await search(q)).toEqual(expected);
  });

  it('finds nothing that the viewer may not list', async () => {
    const kube = shop();
    kube.deny = ({ namespace }) => namespace !== 'bank';
    expect(await search('cart', kube)).toEqual(['dev/bank/Pod/cart']);
  });

  it('gives the best few of many', async () => {
    const kube = new FakeKubeService().add(
      'v1/pods',
      Array.from({ length: 500 }, (_, at) => pod(`cart-${'x'.repeat(at % 50)}${at}`)).concat(
        pod('cart'),
      ),
    );
    const found = await search('cart', kube, 2);
    expect(found).toEqual(['dev/shop/Pod/cart', 'dev/shop/Pod/cart-0']);
  });

  it('answers in time with what it has, and says what is still being read', async () => {
    const kube = shop();
    const clock = new ManualClock();
    const ready = kube.allRows.bind(kube);
    kube.allRows = (query, who) =>
      query.resource.plural === 'pods' ? new Promise(() => {}) : ready(query, who);
    const answer = searchObjects({ q: 'cart', limit: 5 }, { kube, viewer, clock });
    for (let turn = 0; turn < 20; turn++) await Promise.resolve();
    clock.advance(1_500);
    const { items, failures } = await answer;
    expect(items.map(({ kind }) => kind)).toEqual(['Deployment', 'Service']);
    expect(failures).toContainEqual({
      cluster: 'dev',
      state: 'partial',
      reason: 'Pod objects are still being read',
    });
  });

  it('is not held up by a cluster that is slow to say what it serves', async () => {
    const kube = shop();
    kube.states.push(clusterState('edge'));
    const resources = kube.resources.bind(kube);
    kube.resources = (cluster, who) =>
      cluster === 'edge' ? new Promise(() => {}) : resources(cluster, who);
    const clock = new ManualClock();
    const answer = searchObjects({ q: 'pipelinerun/cart', limit: 5 }, { kube, viewer, clock });
    for (let turn = 0; turn < 20; turn++) await Promise.resolve();
    clock.advance(1_499);
    clock.advance(1);
    expect((await answer).items.map(({ kind }) => kind)).toEqual(['PipelineRun']);
  });

  it('is not held up by a cluster that is away', async () => {
    const kube = shop();
    const connection = {
      state: 'unreachable',
      reason: 'refused',
      since: 1,
      nextRetryAt: 2,
    } as const;
    kube.states.push(clusterState('edge', { connection }));
    const resources = kube.resources.bind(kube);
    kube.resources = (cluster, who) =>
      cluster === 'edge' ? new Promise(() => {}) : resources(cluster, who);
    expect(await search('deploy/cart', kube)).toEqual(['dev/shop/Deployment/cart']);
  });
});
