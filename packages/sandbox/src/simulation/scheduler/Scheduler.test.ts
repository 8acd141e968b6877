import { startTestCluster, type TestCluster } from '../../testUtils/startTestCluster';
import type { Pod } from '../objects/pod';
import { CLAIMS, EVENTS, NODES, PODS, resource, STORAGE_CLASSES } from '../objects/resources';

interface PodOptions {
  readonly name?: string;
  readonly labels?: Record<string, string>;
  readonly requests?: Record<string, string>;
  readonly limits?: Record<string, string>;
  readonly spec?: Record<string, unknown>;
}

function createPod({ cluster }: TestCluster, options: PodOptions = {}): void {
  const { name = 'pod', labels, requests, limits, spec } = options;
  cluster.create(PODS, {
    metadata: { name, namespace: 'default', labels },
    spec: {
      containers: [{ name: 'main', image: 'test/app:1', resources: { requests, limits } }],
      ...spec,
    },
  });
}

function get({ cluster }: TestCluster, name = 'pod'): Pod | undefined {
  return cluster.get(PODS, `default/${name}`);
}

function scheduled(test: TestCluster, name = 'pod') {
  return get(test, name)?.status?.conditions?.find(({ type }) => type === 'PodScheduled');
}

const GPU = 'nvidia.com/gpu';
const gpuTaint = { key: GPU, value: 'present', effect: 'NoSchedule' };
const tolerateGpu = { tolerations: [{ key: GPU, operator: 'Exists' }] };
const USELESS = 'preemption: 0/6 nodes are available: 6 Preemption is not helpful for scheduling.';

/** Three plain nodes, two with GPUs and a taint, one cordoned: as on the real cluster the messages below come from. */
function sixNodes(): TestCluster {
  const test = startTestCluster();
  for (const name of ['gpu-1', 'gpu-2'])
    test.addNode(name, {
      allocatable: { cpu: '48', memory: '192Gi', [GPU]: '4' },
      taints: [gpuTaint],
    });
  test.addNode('cordoned', { unschedulable: true });
  test.pass(1);
  return test;
}

describe('Scheduler', () => {
  let test: TestCluster;
  beforeEach(() => {
    test = sixNodes();
  });
  afterEach(async () => {
    expect(test.errors).toEqual([]);
    await test.close();
  });

  // Each message was read off kube-scheduler 1.37.2 with the same six nodes.
  it.each<[string, PodOptions, string]>([
    [
      'a taint and too few devices',
      { limits: { [GPU]: '1' } },
      `1 node(s) were unschedulable, 2 node(s) had untolerated taint(s), 3 Insufficient nvidia.com/gpu. ${USELESS}`,
    ],
    [
      'more devices than any node has',
      { limits: { [GPU]: '8' }, spec: tolerateGpu },
      `1 node(s) were unschedulable, 5 Insufficient nvidia.com/gpu. ${USELESS}`,
    ],
    [
      'two resources at once',
      { requests: { cpu: '5', memory: '20Gi' } },
      `1 node(s) were unschedulable, 2 node(s) had untolerated taint(s), 3 Insufficient cpu, 3 Insufficient memory. ${USELESS}`,
    ],
    [
      'a node selector',
      { spec: { nodeSelector: { disk: 'ssd' } } },
      `1 node(s) were unschedulable, 2 node(s) had untolerated taint(s), 3 node(s) didn't match Pod's node affinity/selector. ${USELESS}`,
    ],
    [
      'pod affinity to nobody',
      {
        spec: {
          affinity: {
            podAffinity: {
              requiredDuringSchedulingIgnoredDuringExecution: [
                {
                  labelSelector: { matchLabels: { q: 'q' } },
                  topologyKey: 'kubernetes.io/hostname',
                },
              ],
            },
          },
        },
      },
      `1 node(s) were unschedulable, 2 node(s) had untolerated taint(s), 3 node(s) didn't match pod affinity rules. ${USELESS}`,
    ],
    [
      'a spread over labels that are not there',
      {
        spec: {
          nodeSelector: { 'kubernetes.io/hostname': 'node-1' },
          topologySpreadConstraints: [
            {
              maxSkew: 1,
              topologyKey: 'rack',
              whenUnsatisfiable: 'DoNotSchedule',
              labelSelector: { matchLabels: { s: 's' } },
            },
          ],
        },
      },
      `1 node(s) didn't match pod topology spread constraints (missing required label), 1 node(s) were unschedulable, 2 node(s) didn't match Pod's node affinity/selector, 2 node(s) had untolerated taint(s). ${USELESS}`,
    ],
    [
      'a node by name that is tainted',
      { spec: { affinity: pinnedTo('gpu-1') } },
      `1 node(s) had untolerated taint(s), 5 node(s) didn't satisfy plugin(s) [NodeAffinity]. ${USELESS}`,
    ],
    [
      'a claim that is not there',
      { spec: withClaim('nope') },
      'persistentvolumeclaim "nope" not found. not found',
    ],
    [
      'a claim that nobody has bound',
      { spec: withClaim('immediate') },
      'pod has unbound immediate PersistentVolumeClaims. not found',
    ],
  ])('says why a pod does not fit: %s', (_title, options, message) => {
    test.cluster.create(CLAIMS, {
      metadata: { name: 'immediate', namespace: 'default' },
      spec: {
        accessModes: ['ReadWriteOnce'],
        storageClassName: 'nobody',
        resources: { requests: { storage: '1Gi' } },
      },
    });
    createPod(test, options);
    test.pass(5);
    expect(scheduled(test)).toMatchObject({
      status: 'False',
      reason: 'Unschedulable',
      message: `0/6 nodes are available: ${message}`,
    });
    const event = test.cluster.list(EVENTS).find(({ reason }) => reason === 'FailedScheduling');
    expect(event).toMatchObject({
      type: 'Warning',
      message: `0/6 nodes are available: ${message}`,
    });
  });

  it('counts nodes that are only full as ones where preemption found no victims', () => {
    for (const index of [1, 2, 3])
      createPod(test, { name: `big-${index}`, requests: { cpu: '3' } });
    test.pass(5);
    createPod(test, { requests: { cpu: '2' } });
    test.pass(5);
    expect(scheduled(test)?.message).toBe(
      '0/6 nodes are available: 1 node(s) were unschedulable, 2 node(s) had untolerated taint(s), 3 Insufficient cpu. preemption: 0/6 nodes are available: 3 No preemption victims found for incoming pod, 3 Preemption is not helpful for scheduling.',
    );
    test.cluster.delete(PODS, 'default/big-2', { gracePeriodSeconds: 0 });
    test.pass(10);
    expect(get(test)?.spec.nodeName).toMatch(/^node-/);
  });

  it('places a pod as soon as a node that fits is there', () => {
    createPod(test, { limits: { [GPU]: '8' }, spec: tolerateGpu });
    test.pass(5);
    test.addNode('gpu-big', { allocatable: { [GPU]: '8' }, taints: [gpuTaint] });
    test.pass(10);
    expect(get(test)?.spec.nodeName).toBe('gpu-big');
    expect(scheduled(test)).toMatchObject({ status: 'True' });
  });

  it('serves higher priorities first', () => {
    const priorities = resource('scheduling.k8s.io/v1', 'PriorityClass', 'priorityclasses');
    test.cluster.create(priorities, { metadata: { name: 'high' }, value: 1000 });
    for (const { metadata } of test.cluster.list(NODES))
      test.cluster.patch(NODES, metadata.name, {
        spec: { unschedulable: metadata.name !== 'node-1' },
      });
    createPod(test, { name: 'low', requests: { cpu: '3' } });
    createPod(test, { name: 'high', requests: { cpu: '3' }, spec: { priorityClassName: 'high' } });
    test.pass(5);
    expect(get(test, 'high')?.spec.nodeName).toBe('node-1');
    expect(get(test, 'low')?.spec.nodeName).toBeUndefined();
  });

  it('spreads evenly where it must', () => {
    const constraint = {
      maxSkew: 1,
      topologyKey: 'topology.kubernetes.io/zone',
      whenUnsatisfiable: 'DoNotSchedule',
      labelSelector: { matchLabels: { app: 'web' } },
    };
    for (let index = 0; index < 6; index++)
      createPod(test, {
        name: `web-${index}`,
        labels: { app: 'web' },
        spec: { topologySpreadConstraints: [constraint] },
      });
    test.pass(10);
    const nodes = test.cluster.list(PODS).map(pod => pod.spec.nodeName);
    for (const name of ['node-1', 'node-2', 'node-3'])
      expect(nodes.filter(node => node === name)).toHaveLength(2);
  });

  it('keeps pods apart that must not share a node', () => {
    const affinity = {
      podAntiAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: [
          { labelSelector: { matchLabels: { app: 'db' } }, topologyKey: 'kubernetes.io/hostname' },
        ],
      },
    };
    for (let index = 0; index < 4; index++)
      createPod(test, { name: `db-${index}`, labels: { app: 'db' }, spec: { affinity } });
    test.pass(10);
    const nodes = test.cluster.list(PODS).flatMap(pod => pod.spec.nodeName ?? []);
    expect(new Set(nodes).size).toBe(3);
    expect(nodes).toHaveLength(3);
  });

  it('waits behind scheduling gates', () => {
    createPod(test, { spec: { schedulingGates: [{ name: 'quota' }] } });
    test.pass(5);
    expect(scheduled(test)).toMatchObject({ status: 'False', reason: 'SchedulingGated' });
  });

  it('chooses a node for a volume that waits for its first consumer, and stays with its zone', () => {
    test.cluster.create(STORAGE_CLASSES, {
      metadata: { name: 'wait' },
      provisioner: 'test',
      volumeBindingMode: 'WaitForFirstConsumer',
    });
    test.cluster.create(CLAIMS, {
      metadata: { name: 'data', namespace: 'default' },
      spec: {
        accessModes: ['ReadWriteOnce'],
        storageClassName: 'wait',
        resources: { requests: { storage: '1Gi' } },
      },
    });
    createPod(test, { spec: withClaim('data') });
    test.pass(20);
    const first = get(test)?.spec.nodeName;
    expect(first).toMatch(/^node-/);
    test.cluster.delete(PODS, 'default/pod', { gracePeriodSeconds: 0 });
    createPod(test, { name: 'again', spec: withClaim('data') });
    test.pass(20);
    expect(get(test, 'again')?.spec.nodeName).toBe(first);
  });
});

function withClaim(claimName: string) {
  return { volumes: [{ name: 'data', persistentVolumeClaim: { claimName } }] };
}

function pinnedTo(node: string) {
  return {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [
          { matchFields: [{ key: 'metadata.name', operator: 'In', values: [node] }] },
        ],
      },
    },
  };
}
