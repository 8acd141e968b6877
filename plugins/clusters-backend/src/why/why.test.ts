import request from 'supertest';
import type { LogEvent } from '@kubemate/kube-node';
import { FakeKubeService } from '../__testUtils__/FakeKubeService';
import { object } from '../__testUtils__/objects';
import { startRouter } from '../__testUtils__/startRouter';

const pod = object({
  kind: 'Pod',
  name: 'cart-1',
  spec: { nodeName: 'node-1', containers: [{ name: 'web', image: 'shop/cart:1' }] },
  status: {
    phase: 'Running',
    conditions: [{ type: 'Ready', status: 'False' }],
    containerStatuses: [
      {
        name: 'web',
        ready: false,
        restartCount: 7,
        state: { waiting: { reason: 'CrashLoopBackOff', message: 'back-off 5m0s restarting' } },
        lastState: {
          terminated: { exitCode: 1, reason: 'Error', finishedAt: '2026-01-01T00:00:00Z' },
        },
      },
    ],
  },
});

function shop() {
  const kube = new FakeKubeService()
    .add('v1/pods', [pod])
    .add('v1/nodes', [object({ kind: 'Node', name: 'node-1', namespace: null })])
    .add('v1/events', [
      object({
        kind: 'Event',
        name: 'e',
        involvedObject: { kind: 'Pod', name: 'cart-1', namespace: 'shop', uid: pod.metadata.uid },
        type: 'Warning',
        reason: 'BackOff',
        message: 'Back-off restarting failed container web',
      }),
    ]);
  kube.logEvents = async function* tail(): AsyncGenerator<LogEvent> {
    yield { type: 'line', line: { pod: 'cart-1', container: 'web', text: 'starting' } };
    yield { type: 'line', line: { pod: 'cart-1', container: 'web', text: 'panic: no database' } };
  };
  return kube;
}

async function why(kube: FakeKubeService) {
  const { status, body } = await request(startRouter(kube).app).get(
    '/why?cluster=dev&resource=v1/pods&namespace=shop&name=cart-1',
  );
  expect(status).toBe(200);
  return body;
}

describe('/why', () => {
  it('explains a crash loop with its last exit and the tail of its log', async () => {
    const { health, findings, gaps } = await why(shop());
    expect(health).toBe('failed');
    expect(findings[0].cause).toBe('crash-loop');
    const evidence = findings[0].evidence.map(({ text }: { text: string }) => text).join('\n');
    expect(evidence).toContain('panic: no database');
    expect(findings[0].nextSteps.length).toBeGreaterThan(0);
    expect(gaps).toEqual([]);
  });

  it('explains what it can where the viewer may read neither events nor logs, and says so', async () => {
    const kube = shop();
    kube.deny = ({ resource }) => resource.plural === 'events' || resource.plural === 'nodes';
    // eslint-disable-next-line require-yield
    kube.logEvents = async function* denied() {
      throw new Error('pods "cart-1" is forbidden: cannot get pods/log');
    };
    const { findings, gaps } = await why(kube);
    expect(findings[0].cause).toBe('crash-loop');
    expect(gaps).toEqual(
      expect.arrayContaining([
        expect.stringContaining('events'),
        expect.stringContaining('pods/log'),
        expect.stringContaining('node-1'),
      ]),
    );
  });

  it('takes a log that is not there for a gap', async () => {
    const kube = shop();
    kube.logEvents = async function* none(): AsyncGenerator<LogEvent> {
      yield {
        type: 'problem',
        pod: 'cart-1',
        container: 'web',
        reason: 'previous container not found',
      };
    };
    const { gaps } = await why(kube);
    expect(gaps).toEqual([expect.stringContaining('previous container not found')]);
  });

  it('finds nothing wrong with what is well', async () => {
    const kube = new FakeKubeService().add('v1/pods', [
      { ...pod, status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] } },
    ]);
    const { health, findings } = await why(kube);
    expect({ health, findings }).toEqual({ health: 'ok', findings: [] });
  });
});
