import type { Entity } from '@backstage/catalog-model';
import type { Row } from '@kubemate/kube-common';
import { namespaceOwners, proposeComponents, type Workload } from './proposeComponents';

const ID = 'backstage.io/kubernetes-id';
const NAME = 'app.kubernetes.io/name';

function workload(
  place: string,
  labels?: Record<string, string>,
  kind: 'Deployment' | 'CronJob' = 'Deployment',
): Workload {
  const [cluster = '', namespace = '', name = ''] = place.split('/');
  const row: Row & { namespace: string } = {
    ...{ cluster, namespace, name, labels, uid: place, resourceVersion: '1', created: 0 },
    ...{ health: 'ok', cells: {} },
  };
  return { row, kind, resource: `apps/v1/${kind.toLowerCase()}s` };
}

function component(name: string, annotations?: Record<string, string>): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name, namespace: 'default', annotations },
  };
}

const SHOP = 'group:default/shop-team';
const ownerOf = (_: string, namespace: string) => (namespace === 'shop' ? SHOP : undefined);

function propose(workloads: Workload[], components: Entity[] = []) {
  return proposeComponents(workloads, { components, ownerOf });
}

describe('proposeComponents', () => {
  it('proposes one component for the workloads of a label, over clusters', () => {
    const labels = { [NAME]: 'cart', 'app.kubernetes.io/part-of': 'shop' };
    const { proposals, claimed } = propose([
      workload('prod/shop/cart', labels),
      workload('dev/shop/cart', labels),
      workload('dev/shop/cart-cleanup', labels, 'CronJob'),
    ]);
    expect(claimed).toBe(0);
    expect(proposals).toMatchObject([
      {
        ...{ reason: 'adopt', name: 'cart', label: `${NAME}=cart`, partOf: 'shop', owner: SHOP },
        annotations: {
          [ID]: 'cart',
          'backstage.io/kubernetes-label-selector': `${NAME}=cart`,
          'backstage.io/kubernetes-namespace': 'shop',
        },
        workloads: [
          { cluster: 'dev', name: 'cart', kind: 'Deployment' },
          { cluster: 'dev', name: 'cart-cleanup', kind: 'CronJob' },
          { cluster: 'prod', name: 'cart', kind: 'Deployment' },
        ],
      },
    ]);
  });

  it('leaves out what a component has: by id, by selector, in its namespace and cluster only', () => {
    const workloads = [
      workload('dev/shop/cart', { [ID]: 'cart' }),
      workload('dev/shop/web', { app: 'web', tier: 'front' }),
      workload('dev/shop/api', { app: 'api' }),
      workload('prod/shop/api', { app: 'api' }),
      workload('dev/pay/api', { app: 'api' }),
    ];
    const { proposals, claimed } = propose(workloads, [
      component('cart', { [ID]: 'cart' }),
      component('web', { 'backstage.io/kubernetes-label-selector': 'app in (web,site),tier' }),
      component('api', {
        ...{ 'backstage.io/kubernetes-label-selector': 'app=api' },
        'backstage.io/kubernetes-namespace': 'shop',
        'backstage.io/kubernetes-cluster': 'dev',
      }),
    ]);
    expect(claimed).toBe(3);
    expect(
      proposals.flatMap(each => each.workloads.map(at => `${at.cluster}/${at.namespace}`)),
    ).toEqual(['prod/shop', 'dev/pay']);
  });

  it('keeps apart what different people answer for, and puts last what nobody does', () => {
    const { proposals } = propose([
      workload('dev/pay/redis', { app: 'redis' }),
      workload('dev/ops/redis', { app: 'redis' }),
      workload('dev/shop/redis', { app: 'redis' }),
    ]);
    expect(proposals.map(({ owner, workloads }) => [owner, workloads[0]?.namespace])).toEqual([
      [SHOP, 'shop'],
      [undefined, 'ops'],
      [undefined, 'pay'],
    ]);
  });

  it('finds the component of that name that says nothing of where it runs', () => {
    const { proposals } = propose(
      [workload('dev/shop/cart', { app: 'Cart' })],
      [component('cart')],
    );
    expect(proposals).toMatchObject([
      { reason: 'link', component: 'component:default/cart', name: 'cart' },
    ]);
  });

  it('tells an id that no component has, and what has no label at all', () => {
    const { proposals } = propose([
      workload('dev/shop/cart', { [ID]: 'basket', app: 'cart' }),
      workload('dev/shop/legacy'),
    ]);
    expect(proposals).toMatchObject([
      { reason: 'missing-id', name: 'basket', annotations: { [ID]: 'basket' } },
      { reason: 'unlabelled', name: 'legacy', annotations: {} },
    ]);
  });

  it('makes a name that the catalog takes of any label', () => {
    const long = 'x'.repeat(63);
    const values = ['My_App.v2', '-', 'a--b', long];
    const names = values.map(app => propose([workload('dev/shop/x', { app })]).proposals[0]?.name);
    expect(names).toEqual(['my_app.v2', 'unnamed', 'a-b', long]);
  });
});

it('reads who answers for a namespace from its Resource in the catalog', () => {
  const owner = namespaceOwners([
    {
      ...component('dev.shop', { 'kubemate.io/cluster': 'dev', 'kubemate.io/namespace': 'shop' }),
      relations: [{ type: 'ownedBy', targetRef: SHOP }],
    },
  ]);
  expect([owner('dev', 'shop'), owner('prod', 'shop')]).toEqual([SHOP, undefined]);
});
