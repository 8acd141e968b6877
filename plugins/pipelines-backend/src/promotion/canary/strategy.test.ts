import type { KubeObject } from '@kubemate/kube-common';
import { nextDeployment, rulesWith, selects, whyNotSplit } from './nextObjects';
import { readStrategy, replicasFor } from './strategy';

it('reads steps, with pauses and metrics', () => {
  expect(readStrategy({ strategy: 'canary', steps: '10/30s error-rate latency, 50/5m' })).toEqual({
    strategy: 'canary',
    steps: [
      { weight: 10, pauseMs: 30_000, metrics: ['error-rate', 'latency'] },
      { weight: 50, pauseMs: 300_000, metrics: [] },
    ],
  });
  expect(readStrategy({ strategy: 'rolling' })).toBeUndefined();
  expect(readStrategy({ strategy: 'blue-green' })?.steps.map(({ weight }) => weight)).toEqual([
    0, 100,
  ]);
});

it.each([
  [{ strategy: 'rainbow' }, /rolling, canary or blue-green/],
  [{ strategy: 'canary', steps: '10' }, /10 is no step/],
  [{ strategy: 'canary', steps: '110/5m' }, /110\/5m is no step/],
  [{ strategy: 'canary', steps: '50/5m, 10/5m' }, /do not fall/],
  [{ strategy: 'canary', steps: Array(21).fill('10/1m').join(',') }, /at most 20/],
  [{ strategy: 'blue-green', steps: '50/5m' }, /0 and 100 only/],
])('refuses %j', (wish, message) => {
  expect(() => readStrategy(wish)).toThrow(message);
});

it('has enough replicas for a share, and all for a switch', () => {
  const canary = readStrategy({ strategy: 'canary', steps: '10/1m, 50/1m' });
  const green = readStrategy({ strategy: 'blue-green' });
  if (canary === undefined || green === undefined) throw new Error('no strategy');
  expect([0, 1].map(step => replicasFor(canary, { step, wanted: 6 }))).toEqual([1, 3]);
  expect(replicasFor(canary, { step: 0, wanted: 0 })).toBe(1);
  expect(replicasFor(green, { step: 0, wanted: 6 })).toBe(6);
});

const object = (kind: string, spec: object): KubeObject => ({
  ...{ apiVersion: 'apps/v1', kind, spec },
  metadata: {
    ...{ name: 'cart', namespace: 'shop', uid: 'u' },
    ...{ resourceVersion: '1', creationTimestamp: '' },
    labels: { 'backstage.io/kubernetes-id': 'cart' },
  },
});
const deployment = object('Deployment', {
  replicas: 4,
  selector: { matchLabels: { app: 'cart' } },
  template: {
    metadata: { labels: { app: 'cart', team: 'shop' } },
    spec: {
      containers: [
        { name: 'cart', image: 'cart:1' },
        { name: 'proxy', image: 'proxy:1' },
      ],
    },
  },
});
const service = object('Service', { selector: { app: 'cart' } });

it('makes pods that the Service of the stable ones does not find', () => {
  const next = nextDeployment(deployment, {
    ...{ name: 'cart-next', promotion: 'p', container: 'cart', image: 'cart:2', replicas: 2 },
    selector: { app: 'cart' },
  });
  expect(next).toMatchObject({
    metadata: { name: 'cart-next', ownerReferences: [{ name: 'cart', uid: 'u' }] },
    spec: {
      replicas: 2,
      selector: { matchLabels: { app: 'cart-next' } },
      template: {
        metadata: { labels: { app: 'cart-next', team: 'shop' } },
        spec: { containers: [{ image: 'cart:2' }, { name: 'proxy', image: 'proxy:1' }] },
      },
    },
  });
  // Else the component would run twice in this environment.
  expect(JSON.stringify(next)).not.toContain('backstage.io/kubernetes-id');
  expect(selects(service, deployment)).toBe(true);
  expect(selects(service, next as KubeObject)).toBe(false);
});

it('shares the requests of a Service, leaves other rules alone, and takes it back', () => {
  const rules = [
    { matches: [{ path: '/cart' }], backendRefs: [{ name: 'cart', port: 80 }] },
    { backendRefs: [{ name: 'other', port: 80 }] },
  ];
  const route = object('HTTPRoute', { rules });
  const options = { service: 'cart', next: 'cart-next' };
  const shared = rulesWith(route, { ...options, weight: 10 });
  expect(shared).toEqual([
    {
      ...rules[0],
      backendRefs: [
        { name: 'cart', port: 80, weight: 90 },
        { name: 'cart-next', port: 80, weight: 10 },
      ],
    },
    rules[1],
  ]);
  const split = object('HTTPRoute', { rules: shared });
  expect(rulesWith(split, { ...options, weight: 50 })).toMatchObject([
    { backendRefs: [{ weight: 50 }, { weight: 50 }] },
    {},
  ]);
  expect(rulesWith(split, options)).toEqual(rules);
  expect(whyNotSplit(route, 'cart')).toBeUndefined();
  expect(whyNotSplit(split, 'cart')).toMatch(/splits its requests already/);
  expect(whyNotSplit(route, 'search')).toMatch(/does not lead/);
});
