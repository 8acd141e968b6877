import { mockServices } from '@backstage/backend-test-utils';
import { systemClock } from '@kubemate/kube-node';
import { NamespaceTenants } from './NamespaceTenants';
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
      tenants: { of: async () => new Map() },
      clock: systemClock,
      logger: mockServices.logger.mock(),
    });
    expect(await retained.forget(new AbortController().signal)).toBe(2);
    expect(steps).toEqual(['logs a', 'forget a', 'logs b', 'forget b']);
  });

  it('goes by the tenant that a namespace is of now, and waits where that is not known', async () => {
    const days = (now: number, before: number) => Math.round((now - before) / 86_400_000);
    const asked: string[] = [];
    const retained = new Retention({
      store: {
        folders: async () =>
          ['dev/shop', 'dev/bank', 'dev/nobody', 'away/shop'].map(text => {
            const [place = '', folder = ''] = text.split('/');
            return { place, folder, gone: 1 };
          }),
        expired: async ({ place, folder }, { before, keep }) => {
          asked.push(`${place}/${folder} ${days(Date.now(), before)} ${keep}`);
          return [];
        },
        forget: async () => {},
      },
      logs: { delete: async () => {} },
      retention: configOf({
        retention: {
          ...{ days: 30, runsPerNamespace: 50 },
          overrides: [
            { tenants: ['shopping'], days: 400 },
            { tenants: ['banking'], days: 5 },
          ],
        },
      }).retention,
      tenants: new NamespaceTenants({
        clusters: () => Object([{ name: 'dev' }, { name: 'away' }]),
        reader: {
          list: async ({ cluster }) => {
            if (cluster === 'away') throw new Error('no route');
            const labelled = (name: string, tenant: string) =>
              Object({ metadata: { name, labels: { 'kubemate.io/tenant': tenant } } });
            return [labelled('shop', 'shopping'), labelled('bank', 'banking')];
          },
        },
      }),
      clock: systemClock,
      logger: mockServices.logger.mock(),
    });
    await retained.forget(new AbortController().signal);
    expect(asked).toEqual(['dev/shop 400 50', 'dev/bank 5 50', 'dev/nobody 30 50']);
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
