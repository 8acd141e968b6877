import type { Row } from '@kubemate/kube-common';
import { row } from '../__testUtils__/objects';
import { findAttention } from './findAttention';

const owned = (kind: string, name: string) => ({ kind, name });

const broken = (name: string, fields: Partial<Row> = {}) =>
  row({ name, health: 'failed', reason: 'CrashLoopBackOff', ...fields });

function attention(rows: Record<string, readonly Row[]>) {
  return findAttention(new Map(Object.entries(rows))).map(
    ({ kind, row: { name, health, reason } }) => `${kind}/${name} ${health} ${reason ?? '-'}`,
  );
}

describe('findAttention', () => {
  it('makes one item of a Deployment, its ReplicaSet and its pods, with the reason of the pods', () => {
    expect(
      attention({
        'apps/v1/deployments': [
          row({ name: 'cart', health: 'warning', reason: 'MinimumReplicasUnavailable' }),
        ],
        'apps/v1/replicasets': [
          row({
            name: 'cart-6f',
            health: 'failed',
            reason: 'PodsNotReady',
            owner: owned('Deployment', 'cart'),
          }),
        ],
        'v1/pods': [
          broken('cart-6f-a', { owner: owned('ReplicaSet', 'cart-6f') }),
          row({
            name: 'cart-6f-b',
            health: 'warning',
            reason: 'NotReady',
            owner: owned('ReplicaSet', 'cart-6f'),
          }),
        ],
      }),
    ).toEqual(['Deployment/cart warning CrashLoopBackOff']);
  });

  it('dates trouble by the newest object in it, not by the age of the workload', () => {
    const found = findAttention(
      new Map([
        ['apps/v1/deployments', [broken('cart', { created: 1_000 })]],
        ['v1/pods', [broken('cart-a', { created: 9_000, owner: owned('Deployment', 'cart') })]],
      ]),
    );
    expect(found).toMatchObject([{ row: { name: 'cart', created: 1_000 }, since: 9_000 }]);
  });

  it('takes the health of the worst pod where the workload itself is still on its way', () => {
    expect(
      attention({
        'apps/v1/deployments': [row({ name: 'cart', health: 'progressing', reason: 'RollingOut' })],
        'apps/v1/replicasets': [row({ name: 'cart-6f', owner: owned('Deployment', 'cart') })],
        'v1/pods': [
          row({
            name: 'a',
            health: 'warning',
            reason: 'Unschedulable',
            owner: owned('ReplicaSet', 'cart-6f'),
          }),
          broken('b', { reason: 'ImagePullBackOff', owner: owned('ReplicaSet', 'cart-6f') }),
        ],
      }),
    ).toEqual(['Deployment/cart failed ImagePullBackOff']);
  });

  it('leaves out what is left of an eviction under a workload that is well, and the pods of a job that is over', () => {
    expect(
      attention({
        'apps/v1/statefulsets': [row({ name: 'db' })],
        'batch/v1/jobs': [row({ name: 'nightly-1', health: 'idle', reason: 'Complete' })],
        'v1/pods': [
          broken('db-0', { reason: 'Evicted', owner: owned('StatefulSet', 'db') }),
          broken('nightly-1-x', { owner: owned('Job', 'nightly-1') }),
        ],
      }),
    ).toEqual([]);
  });

  it('shows a pod itself where it has no owner, or one that the viewer does not see', () => {
    expect(
      attention({
        'v1/pods': [broken('bare'), broken('of-custom', { owner: owned('Workflow', 'w') })],
      }),
    ).toEqual(['Pod/bare failed CrashLoopBackOff', 'Pod/of-custom failed CrashLoopBackOff']);
  });

  it('does not take an owner of the same name in another namespace or cluster for the owner', () => {
    const owner = owned('StatefulSet', 'db');
    expect(
      attention({
        'apps/v1/statefulsets': [
          row({ name: 'db', namespace: 'other' }),
          row({ name: 'db', cluster: 'prod' }),
        ],
        'v1/pods': [broken('db-0', { owner })],
      }),
    ).toEqual(['Pod/db-0 failed CrashLoopBackOff']);
  });

  it('puts the worst first, then the newest', () => {
    expect(
      attention({
        'v1/persistentvolumeclaims': [
          row({ name: 'data', health: 'warning', reason: 'Pending', created: 9_000 }),
        ],
        'v1/nodes': [
          row({
            name: 'node-1',
            namespace: undefined,
            health: 'failed',
            reason: 'NotReady',
            created: 1,
          }),
        ],
        'v1/pods': [broken('old', { created: 10 }), broken('new', { created: 20 })],
        'batch/v1/cronjobs': [row({ name: 'ok' })],
      }),
    ).toEqual([
      'Pod/new failed CrashLoopBackOff',
      'Pod/old failed CrashLoopBackOff',
      'Node/node-1 failed NotReady',
      'PersistentVolumeClaim/data warning Pending',
    ]);
  });

  it('does not walk in circles', () => {
    const circle = [
      broken('a', { owner: owned('ReplicaSet', 'b') }),
      broken('b', { owner: owned('ReplicaSet', 'a') }),
    ];
    expect(attention({ 'apps/v1/replicasets': circle })).toHaveLength(2);
  });

  describe('of Services', () => {
    const service = (selector: string | null) => row({ name: 'cart', cells: { selector } });

    it('names one whose selector finds no pod', () => {
      expect(
        attention({
          'v1/services': [service('app=cart')],
          'v1/pods': [row({ name: 'cart-1', labels: { app: 'basket' } })],
        }),
      ).toEqual(['Service/cart warning NoEndpoints']);
    });

    it.each([
      [
        'has a pod, well or not',
        { 'v1/pods': [row({ name: 'p', labels: { app: 'cart', x: 'y' } })] },
        'app=cart',
      ],
      [
        'belongs to a workload that is scaled to zero',
        {
          'apps/v1/deployments': [
            row({ name: 'd', health: 'idle', cells: { selector: 'app=cart' } }),
          ],
        },
        'app=cart',
      ],
      ['selects nothing on purpose', {}, null],
    ])('leaves out one that %s', (_, rows, selector) => {
      expect(attention({ 'v1/services': [service(selector)], ...rows })).toEqual([]);
    });
  });
});
