import type { KubeObject } from '@kubemate/kube-common';
import { podUsage } from './podUsage';

const object = (fields: object): KubeObject => fields as KubeObject;

const pod = object({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'cart-1', namespace: 'shop' },
  spec: {
    containers: [
      {
        name: 'cart',
        resources: { requests: { cpu: '250m', memory: '64Mi' }, limits: { memory: '128Mi' } },
      },
      { name: 'proxy', resources: { requests: { cpu: '50m' } } },
    ],
  },
});

const metrics = (containers: object[]) =>
  object({ metadata: { name: 'cart-1', namespace: 'shop' }, containers });

describe('podUsage', () => {
  it('adds up containers, in cores and bytes', () => {
    const [status] = podUsage(
      [pod],
      [
        metrics([
          { name: 'cart', usage: { cpu: '125m', memory: '32Mi' } },
          { name: 'proxy', usage: { cpu: '25m', memory: '8Mi' } },
        ]),
      ],
    );
    expect(status?.cpu).toEqual({ currentUsage: 0.15, requestTotal: 0.3, limitTotal: 0 });
    expect(status?.memory).toEqual({
      currentUsage: 40 * 2 ** 20,
      requestTotal: 64 * 2 ** 20,
      limitTotal: 128 * 2 ** 20,
    });
    expect(status?.containers.map(({ container, cpuUsage }) => [container, cpuUsage])).toEqual([
      ['cart', { currentUsage: 0.125, requestTotal: 0.25, limitTotal: 0 }],
      ['proxy', { currentUsage: 0.025, requestTotal: 0.05, limitTotal: 0 }],
    ]);
  });

  it.each([
    ['without metrics', []],
    [
      'of another namespace',
      [object({ metadata: { name: 'cart-1', namespace: 'x' }, containers: [] })],
    ],
    ['that are malformed', [object({ metadata: { name: 'cart-1', namespace: 'shop' } })]],
  ])('leaves a pod out %s', (_, found) => {
    expect(podUsage([pod], found)).toEqual([]);
  });
});
