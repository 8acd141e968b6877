import { mockServices } from '@backstage/backend-test-utils';
import { systemClock } from '@kubemate/kube-node';
import { readHistoryConfig } from './readHistoryConfig';
import { Retention, ruleOf } from './Retention';
import type { RunKey } from './RunStore';

const configOf = (pipelines: object) =>
  readHistoryConfig(mockServices.rootConfig({ data: { kubemate: { pipelines } } }));

describe('retention of runs', () => {
  const { retention } = configOf({
    retention: {
      days: 30,
      overrides: [
        { clusters: ['prod'], namespaces: ['shop-*'], days: 365 },
        { namespaces: ['shop-dev'], days: 7, runsPerNamespace: 20 },
      ],
    },
  });

  it.each([
    ['dev', 'bank', { days: 30, runsPerNamespace: 1000 }],
    ['prod', 'shop-dev', { days: 365, runsPerNamespace: 1000 }],
    ['dev', 'shop-dev', { days: 7, runsPerNamespace: 20 }],
    ['prod', 'shop', { days: 30, runsPerNamespace: 1000 }],
  ])('of %s/%s is %p', (place, folder, expected) => {
    expect(ruleOf({ place, folder }, retention)).toEqual(expected);
  });

  it('deletes logs first, and a batch at a time', async () => {
    const steps: string[] = [];
    const batches: RunKey[][] = [[{ place: 'dev', uid: 'a' }], [{ place: 'dev', uid: 'b' }], []];
    const retained = new Retention({
      store: {
        folders: async () => [{ place: 'dev', folder: 'shop', gone: 2 }],
        expired: async () => batches.shift() ?? [],
        forget: async keys => void steps.push(`forget ${keys.map(({ uid }) => uid)}`),
      },
      logs: { delete: async keys => void steps.push(`logs ${keys.map(({ uid }) => uid)}`) },
      retention,
      clock: systemClock,
      logger: mockServices.logger.mock(),
    });
    expect(await retained.forget(new AbortController().signal)).toBe(2);
    expect(steps).toEqual(['logs a', 'forget a', 'logs b', 'forget b']);
  });

  it.each([
    [{ retention: { days: 0 } }, 'kubemate.pipelines.retention.days'],
    [{ retention: { day: 5 } }, 'kubemate.pipelines.retention'],
    [
      { retention: { overrides: [{ days: 5 }] } },
      'kubemate.pipelines.retention.overrides.0.namespaces',
    ],
  ])('refuses %j', (pipelines, key) => {
    expect(() => configOf(pipelines)).toThrow(key);
  });
});
