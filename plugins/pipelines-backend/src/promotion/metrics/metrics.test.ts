import { mockServices } from '@backstage/backend-test-utils';
import type { JsonObject } from '@backstage/types';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describePrometheus } from './__testUtils__/describePrometheus';
import { FakePrometheus } from './__testUtils__/FakePrometheus';
import { MetricChecks } from './MetricChecks';
import { PrometheusSource } from './PrometheusSource';
import { readMetrics } from './readMetrics';

const place = { cluster: 'live', namespace: 'shop', name: 'cart-next' };
const viewer = { userEntityRef: 'user:default/dana', ownershipEntityRefs: [] };
const vector = (...values: string[]) => ({
  ...{ status: 'success' },
  data: { resultType: 'vector', result: values.map(value => ({ metric: {}, value: [1, value] })) },
});

/** Answers as Prometheus documents its HTTP API. */
async function startPrometheus(answer: object | string, status = 200) {
  const asked: { query: string | null; authorization?: string }[] = [];
  const server = createServer((request, response) => {
    const url = new URL(String(request.url), 'http://prometheus');
    const { authorization } = request.headers;
    asked.push({ query: url.searchParams.get('query'), authorization });
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(typeof answer === 'string' ? answer : JSON.stringify(answer));
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { asked, url: `http://127.0.0.1:${port}`, close: () => server.close() };
}

function read(metrics: JsonObject[]) {
  const data = { kubemate: { pipelines: { metrics } } };
  return readMetrics(mockServices.rootConfig({ data }));
}

async function judge(answer: object | string, status?: number) {
  const prometheus = await startPrometheus(answer, status);
  const metrics = read([
    {
      ...{ name: 'error-rate', title: 'Errors', max: 0.01, window: '2m' },
      query: 'errors{ns="{namespace}",pod=~"{workload}-.*"}[{window}]',
      prometheus: { url: prometheus.url, token: 'secret' },
    },
  ]);
  const source = new PrometheusSource({ metrics });
  const pods = { value: async () => undefined, close: async () => {} };
  const checks = new MetricChecks({ metrics, prometheus: source, pods });
  const verdict = await checks.judge('error-rate', place, viewer);
  await checks.close();
  prometheus.close();
  return { verdict, asked: prometheus.asked };
}

it('asks about the new version, and compares the value', async () => {
  const { verdict, asked } = await judge(vector('0.002'));
  expect(verdict).toMatchObject({ state: 'passed', value: 0.002, max: 0.01 });
  expect(asked).toEqual([
    { query: 'errors{ns="shop",pod=~"cart-next-.*"}[2m]', authorization: 'Bearer secret' },
  ]);
});

it.each([
  ['too much', vector('0.2'), 200, 'failed', /Errors of cart-next is 0.2, more than 0.01/],
  ['nothing', vector(), 200, 'unknown', /Nothing is measured/],
  ['no number', vector('NaN'), 200, 'unknown', /Nothing is measured/],
  ['several series', vector('0', '0'), 200, 'unknown', /2 series/],
  [
    'a matrix',
    { status: 'success', data: { resultType: 'matrix', result: [] } },
    200,
    'unknown',
    /.+/,
  ],
  ['a refusal', { status: 'error', error: 'parse error' }, 400, 'unknown', /parse error/],
  ['a page of a proxy', '<html>', 502, 'unknown', /not known/],
] as const)('lets nothing through on %s', async (_what, answer, status, state, message) => {
  const { verdict } = await judge(answer, status);
  expect(verdict).toMatchObject({ state, message: expect.stringMatching(message) });
  expect(JSON.stringify(verdict)).not.toContain('secret');
});

describe('a Prometheus as tests have it', () => {
  describePrometheus(async () => {
    const prometheus = new FakePrometheus();
    await prometheus.listen();
    return prometheus;
  });
});

it('does not know what does not answer', async () => {
  const metrics = read([
    { name: 'up', max: 1, query: 'up', prometheus: { url: 'http://127.0.0.1:9' } },
  ]);
  const pods = { value: async () => undefined, close: async () => {} };
  const source = new PrometheusSource({ metrics });
  const checks = new MetricChecks({ metrics, prometheus: source, pods });
  expect(await checks.judge('up', place, viewer)).toMatchObject({ state: 'unknown' });
  expect(await checks.judge('down', place, viewer)).toMatchObject({ state: 'unknown' });
  expect(() => checks.check(['down'])).toThrow(/no metric down/);
  await checks.close();
});

it.each([
  [{ name: 'A b', pods: 'cpu', max: 1 }, 'metrics.0.name'],
  [{ name: 'a', pods: 'cpu' }, 'max or min'],
  [{ name: 'a', max: 1 }, 'prometheus with query, or pods'],
  [{ name: 'a', max: 1, prometheus: { url: 'https://p.example' } }, 'go together'],
  [{ name: 'a', max: 1, query: 'x', prometheus: { url: 'http://p.example' } }, 'allowPlainHttp'],
])('names the key of what is wrong: %j', (entry, key) => {
  expect(() => read([entry])).toThrow(key);
});
