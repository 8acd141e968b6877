import { mockServices } from '@backstage/backend-test-utils';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { systemClock } from '@kubemate/kube-node';
import { readSonarConfig } from './readSonarConfig';
import { SonarServers } from './SonarServers';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const ANSWERS: Readonly<Record<string, object>> = {
  '/api/qualitygates/project_status': {
    projectStatus: {
      status: 'ERROR',
      conditions: [
        {
          ...{ status: 'ERROR', metricKey: 'new_coverage', comparator: 'LT' },
          ...{ periodIndex: 1, errorThreshold: '80', actualValue: '61.2' },
        },
        { status: 'OK', metricKey: 'new_bugs', comparator: 'GT', errorThreshold: '0' },
      ],
      caycStatus: 'compliant',
    },
  },
  '/api/measures/component': {
    component: {
      key: 'shop-cart',
      measures: [
        { metric: 'bugs', value: '3' },
        { metric: 'coverage', value: '70.1', bestValue: false },
      ],
    },
  },
  '/api/project_analyses/search': {
    analyses: [{ key: 'A', date: '2026-03-01T10:00:00+0200', revision: '0c1d2e3f' }],
  },
};

/** A protocol double of the three calls of SonarQube's web API that the portal makes, with its statuses: none can be had here. */
async function start(options: { status?: number } = {}) {
  const asked: string[] = [];
  const server = createServer((req, res) => {
    const { pathname, searchParams } = new URL(req.url ?? '/', 'http://x');
    asked.push(`${pathname} ${req.headers.authorization}`);
    const project = searchParams.get('projectKey') ?? searchParams.get('component');
    const isThere = (project ?? searchParams.get('project')) === 'shop-cart';
    res.statusCode = options.status ?? (isThere ? 200 : 404);
    res.end(JSON.stringify(res.statusCode === 200 ? ANSWERS[pathname] : { errors: [] }));
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => new Promise(resolve => server.close(() => resolve())));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const config = { name: 'main', url, publicUrl: 'https://sonar.example', token: 'squ_1' };
  const sonar = new SonarServers({
    configs: [{ ...config, allowPlainHttp: false }],
    clock: systemClock,
  });
  closing.unshift(() => sonar.close());
  return { asked, sonar };
}

it('tells the gate with what breaks it, the measures and what was analysed', async () => {
  const { asked, sonar } = await start();
  expect(await sonar.quality('main/shop-cart')).toEqual({
    ...{ state: 'known', server: 'main', project: 'shop-cart', gate: 'failed' },
    conditions: [
      {
        ...{ metric: 'new_coverage', isMet: false, comparator: 'LT' },
        ...{ threshold: '80', actual: '61.2' },
      },
      { metric: 'new_bugs', isMet: true, comparator: 'GT', threshold: '0' },
    ],
    measures: [
      { metric: 'coverage', value: '70.1' },
      { metric: 'bugs', value: '3' },
    ],
    ...{ analysedAt: Date.parse('2026-03-01T08:00:00Z'), revision: '0c1d2e3f' },
    url: 'https://sonar.example/dashboard?id=shop-cart',
  });
  const basic = `Basic ${Buffer.from('squ_1:').toString('base64')}`;
  expect(asked).toHaveLength(3);
  expect(asked.every(line => line.endsWith(basic))).toBe(true);
  // Whoever asks again at once is answered by the same.
  await sonar.quality('shop-cart');
  expect(asked).toHaveLength(3);
});

it.each([
  [{}, 'other', 'absent'],
  [{ status: 401 }, 'shop-cart', 'forbidden'],
  [{ status: 403 }, 'shop-cart', 'forbidden'],
  [{ status: 503 }, 'shop-cart', 'unreachable'],
])('says why nothing is known: %j of %s', async (options, project, state) => {
  const { sonar } = await start(options);
  expect(await sonar.quality(project)).toMatchObject({ state, project });
});

it('says that no project is named, or no server configured', async () => {
  const { sonar } = await start();
  expect(await sonar.quality(undefined)).toEqual({ state: 'no-project' });
  const none = new SonarServers({ configs: [], clock: systemClock });
  expect(await none.quality('shop-cart')).toEqual({ state: 'no-server' });
});

it.each([
  [[{ name: 'a', url: 'http://far', token: 't' }], 'sonarqube.0.url'],
  [[{ name: 'a', url: 'https://far' }], 'sonarqube.0.token'],
])('names the key of what is wrong in the configuration: %j', (sonarqube, key) => {
  const config = { kubemate: { pipelines: { sonarqube } } };
  expect(() => readSonarConfig(mockServices.rootConfig({ data: config as never }))).toThrow(key);
});
