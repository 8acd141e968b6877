import type { LogEvent, LogRequest, RowEvent } from '@kubemate/kube-node';
import { FakeKubeService } from '../__testUtils__/FakeKubeService';
import { object, row } from '../__testUtils__/objects';
import { readLogs } from './readLogs';

const viewer = { userEntityRef: 'user:default/dana', ownershipEntityRefs: [] };
const labels = { app: 'cart' };
const deployment = object({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  name: 'cart',
  spec: { selector: { matchLabels: labels } },
});
const podNamed = (name: string, created = '2026-01-01T00:00:00Z') =>
  object({ kind: 'Pod', name, labels, created });

const cart = {
  cluster: 'dev',
  namespace: 'shop',
  resource: { group: 'apps', version: 'v1', plural: 'deployments' },
  name: 'cart',
};

/** Every pod says its name once; a stream that follows stays open. */
function shop() {
  const kube = new FakeKubeService().add('apps/v1/deployments', [deployment]);
  const requests: LogRequest[] = [];
  kube.logEvents = async function* speak(request, signal): AsyncGenerator<LogEvent> {
    requests.push(request);
    for (const { name } of request.pods) {
      yield { type: 'line', line: { pod: name, container: 'web', text: 'hello' } };
    }
    if (request.follow && !signal.aborted) {
      await new Promise(resolve => signal.addEventListener('abort', resolve));
    }
  };
  return { kube, requests };
}

async function collect(events: AsyncIterable<LogEvent>, limit = Infinity) {
  const seen: string[] = [];
  for await (const event of events) {
    seen.push(event.type === 'line' ? event.line.pod : event.reason);
    if (seen.length >= limit) break;
  }
  return seen;
}

const page = (...names: string[]): RowEvent => ({
  type: 'page',
  page: {
    items: names.map(name => row({ name })),
    offset: 0,
    total: names.length,
    failures: [],
    asOf: 1,
    columns: [],
  },
});

describe('readLogs', () => {
  it('reads every pod that a workload selects, and no other', async () => {
    const { kube, requests } = shop();
    kube.add('v1/pods', [
      podNamed('cart-1'),
      podNamed('cart-2'),
      object({ kind: 'Pod', name: 'web' }),
    ]);
    const { signal } = new AbortController();
    expect(await collect(readLogs(cart, { kube, viewer, signal }))).toEqual(['cart-1', 'cart-2']);
    expect(requests).toHaveLength(1);
  });

  it('takes the newest fifty of many, and says so', async () => {
    const { kube } = shop();
    const names = Array.from({ length: 60 }, (_, at) => `cart-${String(at).padStart(2, '0')}`);
    kube.add(
      'v1/pods',
      names.map((name, at) =>
        podNamed(name, new Date(1_700_000_000_000 + at * 1000).toISOString()),
      ),
    );
    const { signal } = new AbortController();
    const seen = await collect(readLogs(cart, { kube, viewer, signal }));
    expect(seen.filter(name => name.startsWith('cart-')).sort()).toEqual(names.slice(10));
    expect(seen).toContain('10 more pods are not shown');
  });

  it('takes up the pods of a rollout as they start, each once', async () => {
    const { kube, requests } = shop();
    kube.add('v1/pods', [podNamed('cart-1')]);
    kube.watch = async function* rollout(query) {
      expect(query).toMatchObject({
        labelSelector: 'app=cart',
        namespaces: ['shop'],
        clusters: ['dev'],
      });
      yield page('cart-1');
      yield {
        type: 'delta',
        delta: {
          removed: [],
          inserted: [{ index: 0, row: row({ name: 'cart-2' }) }],
          updated: [row({ name: 'cart-1' })],
          total: 2,
          asOf: 2,
        },
      };
      yield page('cart-2', 'cart-1', 'cart-3');
    };
    const ending = new AbortController();
    const events = readLogs({ ...cart, follow: true }, { kube, viewer, signal: ending.signal });
    expect(await collect(events, 3)).toEqual(['cart-1', 'cart-2', 'cart-3']);
    ending.abort();
    expect(requests.map(({ pods }) => pods.map(({ name }) => name))).toEqual([
      ['cart-1'],
      ['cart-2'],
      ['cart-3'],
    ]);
  });

  it('reads the pods of the jobs of a CronJob', async () => {
    const { kube } = shop();
    const cronJob = object({ apiVersion: 'batch/v1', kind: 'CronJob', name: 'nightly' });
    const job = object({ apiVersion: 'batch/v1', kind: 'Job', name: 'nightly-1', owner: cronJob });
    const other = object({ apiVersion: 'batch/v1', kind: 'Job', name: 'other-1' });
    const jobLabel = (name: string) => ({ 'batch.kubernetes.io/job-name': name });
    kube
      .add('batch/v1/cronjobs', [cronJob])
      .add('batch/v1/jobs', [job, other])
      .add('v1/pods', [
        object({ kind: 'Pod', name: 'nightly-1-x', labels: jobLabel('nightly-1') }),
        object({ kind: 'Pod', name: 'other-1-x', labels: jobLabel('other-1') }),
      ]);
    const resource = { group: 'batch', version: 'v1', plural: 'cronjobs' };
    const { signal } = new AbortController();
    const query = { ...cart, resource, name: 'nightly' };
    expect(await collect(readLogs(query, { kube, viewer, signal }))).toEqual(['nightly-1-x']);
  });
});
