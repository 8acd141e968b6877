import type { ClusterEvent, ClusterEventList } from '@kubemate/plugin-clusters-common';
import { clustersRoutes } from '@kubemate/plugin-clusters-common';
import type { KubeObject } from '@kubemate/kube-common';
import request from 'supertest';
import { FakeKubeService } from '../__testUtils__/FakeKubeService';
import { object } from '../__testUtils__/objects';
import { startRouter } from '../__testUtils__/startRouter';

const pod = object({ kind: 'Pod', name: 'cart-1' });

let events = 0;
function eventOf(about: KubeObject, reason: string, fields: Record<string, unknown> = {}) {
  const { name, namespace, uid } = about.metadata;
  events += 1;
  return object({
    kind: 'Event',
    name: `event-${events}`,
    involvedObject: { kind: about.kind, name, namespace, uid },
    reason,
    message: `${reason} ${name}`,
    type: 'Normal',
    source: { component: 'kubelet', host: 'node-1' },
    firstTimestamp: '2026-01-01T00:00:00Z',
    lastTimestamp: '2026-01-01T00:01:00Z',
    ...fields,
  });
}

async function read(kube: FakeKubeService, path: string): Promise<ClusterEventList> {
  const { status, body } = await request(startRouter(kube).app).get(`/events?cluster=dev&${path}`);
  expect({ status, error: body.error }).toEqual({ status: 200, error: undefined });
  expect(clustersRoutes.listEvents.response.parse(body)).toEqual(body);
  return body;
}

function said({ items }: ClusterEventList): string[] {
  return items.map(({ reason, regarding }: ClusterEvent) => {
    return `${reason} ${regarding.resource} ${regarding.name}`;
  });
}

describe('events of one object', () => {
  const CART = 'resource=v1/pods&namespace=shop&name=cart-1';

  it('are newest first, of this very object, in one form', async () => {
    const newer = eventOf(pod, 'Pulled', { count: 2, message: 'Container image pulled' });
    const older = eventOf(pod, 'Scheduled', { lastTimestamp: '2025-12-31T00:00:00Z' });
    const other = eventOf({ ...pod, metadata: { ...pod.metadata, uid: 'an earlier pod' } }, 'Gone');
    const kube = new FakeKubeService()
      .add('v1/pods', [pod])
      .add('v1/events', [older, other, newer]);
    const { items, failures } = await read(kube, CART);
    expect(failures).toEqual([]);
    expect(items).toHaveLength(2);
    expect(items[0]).toEqual({
      type: 'Normal',
      reason: 'Pulled',
      message: 'Container image pulled',
      count: 2,
      source: 'kubelet, node-1',
      firstSeen: Date.parse('2026-01-01T00:00:00Z'),
      lastSeen: Date.parse('2026-01-01T00:01:00Z'),
      regarding: { resource: 'v1/pods', kind: 'Pod', namespace: 'shop', name: 'cart-1' },
    });
  });

  it('are refused where the viewer may not list them', async () => {
    const kube = new FakeKubeService().add('v1/pods', [pod]);
    kube.deny = ({ resource }) => resource.plural === 'events';
    const path = `/events?cluster=dev&${CART}`;
    expect((await request(startRouter(kube).app).get(path)).status).toBe(403);
  });

  it('of a node are found though the kubelet puts its name for the uid, and in default only for who may not list all', async () => {
    const node = object({ kind: 'Node', name: 'node-1', namespace: null });
    const involvedObject = { kind: 'Node', name: 'node-1', uid: 'node-1' };
    const near = object({ kind: 'Event', name: 'a', namespace: 'default', involvedObject });
    const far = object({ kind: 'Event', name: 'b', namespace: 'monitoring', involvedObject });
    const kube = new FakeKubeService().add('v1/nodes', [node]).add('v1/events', [near, far]);
    const path = 'resource=v1/nodes&name=node-1';
    expect((await read(kube, path)).items).toHaveLength(2);
    kube.deny = ({ resource, namespace }) =>
      resource.plural === 'events' && namespace === undefined;
    expect((await read(kube, path)).items).toHaveLength(1);
  });
});

const labels = { app: 'cart' };
const spec = { selector: { matchLabels: labels } };
const deployment = object({ apiVersion: 'apps/v1', kind: 'Deployment', name: 'cart', spec });
const replicaSet = object({
  apiVersion: 'apps/v1',
  kind: 'ReplicaSet',
  name: 'cart-6f',
  labels,
  owner: deployment,
  spec,
});
const podOf = (owner: KubeObject, name: string) => object({ kind: 'Pod', name, labels, owner });

function cart(pods: readonly KubeObject[]) {
  const others = [object({ kind: 'Pod', name: 'guest', labels }), pod];
  return new FakeKubeService()
    .add('apps/v1/deployments', [deployment])
    .add('apps/v1/replicasets', [replicaSet])
    .add('v1/pods', [...pods, ...others])
    .add('v1/events', [
      eventOf(deployment, 'ScalingReplicaSet'),
      eventOf(replicaSet, 'SuccessfulCreate'),
      ...[...pods, ...others].map(about => eventOf(about, 'Pulled')),
    ]);
}

const OF_CART = 'resource=apps/v1/deployments&namespace=shop&name=cart';

describe('events of a workload and what it owns', () => {
  it('are those of the workload alone unless asked for', async () => {
    const kube = cart([podOf(replicaSet, 'cart-6f-a')]);
    expect(said(await read(kube, OF_CART))).toEqual(['ScalingReplicaSet apps/v1/deployments cart']);
  });

  it('name the object that each is about, and leave out pods that only look alike', async () => {
    const kube = cart([podOf(replicaSet, 'cart-6f-a')]);
    expect(said(await read(kube, `${OF_CART}&owned=true`))).toEqual([
      'ScalingReplicaSet apps/v1/deployments cart',
      'SuccessfulCreate apps/v1/replicasets cart-6f',
      'Pulled v1/pods cart-6f-a',
    ]);
  });

  it('are read by the kind where there are many objects', async () => {
    const pods = Array.from({ length: 40 }, (_, index) => podOf(replicaSet, `cart-6f-${index}`));
    const kube = cart(pods);
    const answer = await read(kube, `${OF_CART}&owned=true`);
    expect(answer.items).toHaveLength(42);
    expect(kube.requests.filter(text => text === 'list dev v1/events')).toHaveLength(3);
  });

  it.each(['StatefulSet', 'DaemonSet', 'ReplicaSet', 'Job'])('of a %s', async kind => {
    const [group, plural] = [kind === 'Job' ? 'batch' : 'apps', `${kind.toLowerCase()}s`];
    const owner = object({ apiVersion: `${group}/v1`, kind, name: 'cart', spec });
    const owned = podOf(owner, 'cart-0');
    const kube = new FakeKubeService()
      .add(`${group}/v1/${plural}`, [owner])
      .add('v1/pods', [owned])
      .add('v1/events', [eventOf(owned, 'BackOff')]);
    const query = `resource=${group}/v1/${plural}&namespace=shop&name=cart&owned=true`;
    expect(said(await read(kube, query))).toEqual(['BackOff v1/pods cart-0']);
  });

  it('of a CronJob reach the pods of its jobs', async () => {
    const cron = object({ apiVersion: 'batch/v1', kind: 'CronJob', name: 'night' });
    const jobOf = (name: string) =>
      object({
        apiVersion: 'batch/v1',
        kind: 'Job',
        name,
        owner: cron,
        spec: { selector: { matchLabels: { job: name } } },
      });
    const jobs = ['night-1', 'night-2'].map(jobOf);
    const pods = jobs.map(job =>
      object({
        kind: 'Pod',
        name: `${job.metadata.name}-a`,
        owner: job,
        labels: { job: job.metadata.name },
      }),
    );
    const kube = new FakeKubeService()
      .add('batch/v1/cronjobs', [cron])
      .add('batch/v1/jobs', jobs)
      .add('v1/pods', pods)
      .add(
        'v1/events',
        [cron, ...jobs, ...pods].map(about => eventOf(about, 'Seen')),
      );
    const query = 'resource=batch/v1/cronjobs&namespace=shop&name=night&owned=true';
    expect(said(await read(kube, query))).toEqual([
      'Seen batch/v1/cronjobs night',
      'Seen batch/v1/jobs night-1',
      'Seen batch/v1/jobs night-2',
      'Seen v1/pods night-1-a',
      'Seen v1/pods night-2-a',
    ]);
  });

  it('leave out what the viewer may not list, and say so', async () => {
    const kube = cart([podOf(replicaSet, 'cart-6f-a')]);
    kube.deny = ({ resource }) => resource.plural === 'pods';
    const answer = await read(kube, `${OF_CART}&owned=true`);
    expect(said(answer)).toEqual([
      'ScalingReplicaSet apps/v1/deployments cart',
      'SuccessfulCreate apps/v1/replicasets cart-6f',
    ]);
    expect(answer.failures).toEqual([
      {
        cluster: 'dev',
        state: 'denied',
        reason: expect.stringContaining('pods in namespace shop'),
      },
    ]);
  });
});
