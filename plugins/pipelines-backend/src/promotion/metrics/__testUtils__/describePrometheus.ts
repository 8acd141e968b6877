// The same cases are run by two test files.
/* eslint-disable jest/no-export */
import { mockServices } from '@backstage/backend-test-utils';
import type { JsonObject } from '@backstage/types';
import { systemClock } from '@kubemate/kube-node';
import type { WorkloadRef } from '@kubemate/plugin-pipelines-common';
import { randomBytes } from 'node:crypto';
import type { MetricRule } from '../../environments/Environment';
import { MetricGate } from '../../gates/MetricGate';
import { MetricChecks } from '../MetricChecks';
import { PrometheusSource } from '../PrometheusSource';
import { readMetrics } from '../readMetrics';
import type { Series } from './FakePrometheus';

export interface StartedPrometheus {
  readonly url: string;
  /** Until it can be asked for. */
  write(series: readonly Series[]): Promise<void>;
  close(): Promise<void>;
}

const viewer = { userEntityRef: 'user:default/dana', ownershipEntityRefs: [] };
const clearedBy = { groups: ['group:default/team'] };

/** Where nobody listens. */
const NOWHERE = 'http://127.0.0.1:9';

/** What gates and steps make of the answers of a Prometheus: of the real one, and of the one that tests have for it. */
export function describePrometheus(start: () => Promise<StartedPrometheus>): void {
  // Of its own, for the real one keeps what it was told.
  const namespace = `shop-${randomBytes(4).toString('hex')}`;
  const workload = (name: string): WorkloadRef => ({
    ...{ cluster: 'live', apiVersion: 'apps/v1', kind: 'Deployment', namespace, name },
    container: name,
  });
  let prometheus: StartedPrometheus;
  const closing: { close(): Promise<void> }[] = [];

  beforeAll(async () => {
    prometheus = await start();
    const share = (pod: string, value: number) => ({
      ...{ name: 'error_share', value, labels: { namespace, pod } },
    });
    await prometheus.write([
      share('cart-1', 0.002),
      share('search-1', 0.2),
      ...[share('images-1', 0), share('images-2', 0)],
      { name: 'empty_share', value: NaN, labels: { namespace, pod: 'cart-1' } },
    ]);
  });
  afterAll(() => prometheus.close());
  afterEach(async () => {
    for (const each of closing.splice(0)) await each.close();
  });

  function gateOf(entry: JsonObject) {
    const url = prometheus.url;
    const data = {
      kubemate: {
        pipelines: {
          metrics: [{ name: 'errors', title: 'Errors', prometheus: { url }, ...entry }],
        },
      },
    };
    const metrics = readMetrics(mockServices.rootConfig({ data }));
    const pods = { value: async () => undefined, close: async () => {} };
    const source = new PrometheusSource({ metrics });
    const checks = new MetricChecks({ metrics, prometheus: source, pods });
    closing.push(checks);
    return new MetricGate({ metrics: checks, clock: systemClock });
  }

  const query = 'error_share{namespace="{namespace}",pod=~"{workload}-.*"}';

  function ask(
    entry: JsonObject,
    { name = 'cart', ...rule }: Partial<MetricRule> & { name?: string },
  ) {
    return gateOf(entry).ask([{ metric: 'errors', of: 'source', noData: 'block', ...rule }], {
      source: { environment: 'Staging', workload: workload(name) },
      target: { environment: 'Production', workload: workload('search') },
      ...{ viewer, clearedBy },
    });
  }

  it.each([
    ['what is within its limit', { max: 0.01 }, {}, 'passed', 'well', 0.002],
    ['what is above', { max: 0.01 }, { name: 'search' }, 'blocked', 'too-high', 0.2],
    ['what is below', { min: 0.01 }, {}, 'blocked', 'too-low', 0.002],
    ['what runs there itself', { max: 0.01 }, { of: 'target' }, 'blocked', 'too-high', 0.2],
    ['a number', { max: 1, query: '0.5' }, {}, 'passed', 'well', 0.5],
    ['nothing', { max: 1 }, { name: 'gone' }, 'blocked', 'no-data', undefined],
    [
      'nothing, let through',
      { max: 1 },
      { name: 'gone', noData: 'pass' },
      'unknown',
      'no-data',
      undefined,
    ],
    [
      'no number',
      { max: 1, query: 'empty_share{namespace="{namespace}"}' },
      {},
      ...['blocked', 'no-data', undefined],
    ],
    ['several series', { max: 1 }, { name: 'images' }, 'blocked', 'refused', undefined],
    [
      'a range',
      { max: 1, query: `${query}[5m]` },
      { noData: 'pass' },
      'blocked',
      'refused',
      undefined,
    ],
    ['no PromQL', { max: 1, query: 'sum(' }, { noData: 'pass' }, 'blocked', 'refused', undefined],
    [
      'no Prometheus',
      { max: 1, prometheus: { url: NOWHERE } },
      { noData: 'pass' },
      ...['blocked', 'unreachable', undefined],
    ],
  ] as const)('judges %s', async (_what, entry, rule, state, why, value) => {
    const gate = await ask({ query, ...entry }, rule as Partial<MetricRule>);
    expect(gate).toMatchObject({ state, clearedBy, checks: [{ why, metric: 'errors' }] });
    expect(gate.checks[0]?.value).toBe(value);
    expect(gate.checks[0]?.blocks).toBe(state === 'blocked');
  });

  it('asks once for many who look, and for each person by themselves', async () => {
    const gate = gateOf({ query, max: 1 });
    const places = { source: { environment: 'Staging', workload: workload('cart') } };
    const options = { ...places, target: places.source, viewer, clearedBy };
    const rules = [{ metric: 'errors', of: 'source', noData: 'block' }] as const;
    const first = await gate.ask(rules, options);
    await prometheus.write([
      { name: 'error_share', value: 0.3, labels: { namespace, pod: 'cart-9' } },
    ]);
    expect(await gate.ask(rules, options)).toEqual(first);
    const lea = { ...viewer, userEntityRef: 'user:default/lea' };
    expect(await gate.ask(rules, { ...options, viewer: lea })).toMatchObject({ state: 'blocked' });
  });
}
