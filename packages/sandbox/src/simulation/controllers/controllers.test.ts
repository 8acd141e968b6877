import type { Pod } from '../objects/pod';
import {
  AUTOSCALERS,
  CLAIMS,
  CONFIG_MAPS,
  CRON_JOBS,
  DAEMON_SETS,
  DEPLOYMENTS,
  DISRUPTION_BUDGETS,
  ENDPOINT_SLICES,
  ENDPOINTS,
  EVENTS,
  JOBS,
  NODES,
  PODS,
  REPLICA_SETS,
  resource,
  SERVICES,
  STATEFUL_SETS,
  STORAGE_CLASSES,
  VOLUMES,
} from '../objects/resources';
import { startTestCluster, type TestCluster } from '../../testUtils/startTestCluster';
import { isReady } from './podState';

const NAMESPACE = 'default';

function template(image: string, name = 'web', overrides: Record<string, unknown> = {}) {
  return {
    metadata: { labels: { app: name } },
    spec: {
      containers: [
        {
          name,
          image,
          ports: [{ name: 'http', containerPort: 8080 }],
          resources: { requests: { cpu: '100m', memory: '64Mi' } },
          readinessProbe: { httpGet: { path: '/', port: 'http' } },
        },
      ],
      ...overrides,
    },
  };
}

function deploy(test: TestCluster, spec: Record<string, unknown> = {}, image = 'test/app:1') {
  test.cluster.create(DEPLOYMENTS, {
    metadata: { name: 'web', namespace: NAMESPACE },
    spec: {
      replicas: 3,
      selector: { matchLabels: { app: 'web' } },
      template: template(image),
      ...spec,
    },
  });
}

function pods(
  { cluster }: TestCluster,
  labels: Record<string, string> = { app: 'web' },
): readonly Pod[] {
  return cluster.list(PODS, { namespace: NAMESPACE, labels });
}

function setImage({ cluster }: TestCluster, image: string) {
  cluster.patch(DEPLOYMENTS, 'default/web', { spec: { template: template(image) } });
}

function reasons({ cluster }: TestCluster, kind: string): (string | undefined)[] {
  return cluster
    .list(EVENTS)
    .filter(event => event.involvedObject.kind === kind)
    .map(event => event.reason);
}

describe('controllers of a sandbox cluster', () => {
  let test: TestCluster;
  beforeEach(() => {
    test = startTestCluster();
  });
  afterEach(async () => {
    expect(test.errors).toEqual([]);
    await test.close();
  });

  describe('Deployment', () => {
    const status = () => test.cluster.get(DEPLOYMENTS, 'default/web')?.status;
    const condition = (type: string) => status()?.conditions?.find(entry => entry.type === type);

    it('runs its replicas and reports them available', () => {
      deploy(test);
      test.pass(30);
      expect(status()).toMatchObject({
        replicas: 3,
        readyReplicas: 3,
        availableReplicas: 3,
        updatedReplicas: 3,
      });
      expect(condition('Available')).toMatchObject({
        status: 'True',
        reason: 'MinimumReplicasAvailable',
      });
      expect(condition('Progressing')).toMatchObject({
        status: 'True',
        reason: 'NewReplicaSetAvailable',
      });
      expect(new Set(pods(test).map(pod => pod.spec.nodeName)).size).toBe(3);
    });

    it('rolls out a new image within maxSurge and maxUnavailable', () => {
      deploy(test, {
        replicas: 4,
        strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 1 } },
      });
      test.pass(30);
      setImage(test, 'test/app:2');
      let most = 0;
      let fewestReady = Infinity;
      for (let second = 0; second < 90; second++) {
        test.pass(1);
        const live = pods(test).filter(pod => pod.metadata.deletionTimestamp === undefined);
        most = Math.max(most, live.length);
        fewestReady = Math.min(fewestReady, live.filter(isReady).length);
      }
      expect(most).toBe(5);
      expect(fewestReady).toBeGreaterThanOrEqual(3);
      expect(pods(test).map(pod => pod.spec.containers[0]?.image)).toEqual(
        Array(4).fill('test/app:2'),
      );
      expect(test.cluster.get(DEPLOYMENTS, 'default/web')?.metadata.annotations).toMatchObject({
        'deployment.kubernetes.io/revision': '2',
      });
    });

    it('goes back to an old ReplicaSet when its template comes back', () => {
      deploy(test);
      test.pass(30);
      const [first] = test.cluster.list(REPLICA_SETS);
      setImage(test, 'test/app:2');
      test.pass(60);
      setImage(test, 'test/app:1');
      test.pass(60);
      const sets = test.cluster.list(REPLICA_SETS);
      expect(sets).toHaveLength(2);
      const back = sets.find(set => set.metadata.name === first?.metadata.name);
      expect(back?.spec.replicas).toBe(3);
      expect(back?.metadata.annotations?.['deployment.kubernetes.io/revision']).toBe('3');
    });

    it('stops a rollout whose pods do not get ready, and says so after the deadline', () => {
      deploy(test, { progressDeadlineSeconds: 60 });
      test.pass(30);
      setImage(test, 'test/unready:1');
      test.pass(40);
      expect(condition('Progressing')).toMatchObject({ status: 'True' });
      test.pass(40);
      expect(condition('Progressing')).toMatchObject({
        status: 'False',
        reason: 'ProgressDeadlineExceeded',
      });
      expect(condition('Available')).toMatchObject({ status: 'True' });
      expect(status()).toMatchObject({ replicas: 4, updatedReplicas: 1, availableReplicas: 3 });
    });

    it('with Recreate removes all old pods before it makes new ones', () => {
      deploy(test, { strategy: { type: 'Recreate' } });
      test.pass(30);
      setImage(test, 'test/app:2');
      for (let second = 0; second < 40; second++) {
        test.pass(1);
        expect(
          new Set(pods(test).map(pod => pod.spec.containers[0]?.image)).size,
        ).toBeLessThanOrEqual(1);
      }
      expect(status()).toMatchObject({ availableReplicas: 3, updatedReplicas: 3 });
    });

    it('does nothing about its template while paused', () => {
      deploy(test);
      test.pass(30);
      test.cluster.patch(DEPLOYMENTS, 'default/web', { spec: { paused: true, replicas: 2 } });
      setImage(test, 'test/app:2');
      test.pass(40);
      expect(pods(test).map(pod => pod.spec.containers[0]?.image)).toEqual([
        'test/app:1',
        'test/app:1',
      ]);
      expect(condition('Progressing')).toMatchObject({
        status: 'Unknown',
        reason: 'DeploymentPaused',
      });
    });

    it('keeps no more old ReplicaSets than its history limit', () => {
      deploy(test, { replicas: 1, revisionHistoryLimit: 1 });
      for (const tag of ['1', '2', '3', '4']) {
        setImage(test, `test/app:${tag}`);
        test.pass(40);
      }
      expect(test.cluster.list(REPLICA_SETS)).toHaveLength(2);
    });

    it('settles: once done, time changes nothing', () => {
      deploy(test);
      test.pass(60);
      const before = test.cluster.get(DEPLOYMENTS, 'default/web')?.metadata.resourceVersion;
      test.pass(600);
      expect(test.cluster.get(DEPLOYMENTS, 'default/web')?.metadata.resourceVersion).toBe(before);
    });
  });

  it('ReplicaSet replaces a pod that goes away, and reports a quota that stops it', () => {
    deploy(test, { replicas: 2 });
    test.pass(30);
    const [victim] = pods(test);
    test.cluster.delete(PODS, `default/${victim?.metadata.name}`);
    test.pass(30);
    expect(pods(test).filter(isReady)).toHaveLength(2);
    test.cluster.create(resource('v1', 'ResourceQuota', 'resourcequotas'), {
      metadata: { name: 'tight', namespace: NAMESPACE },
      spec: { hard: { pods: '2' } },
    });
    test.pass(5);
    test.cluster.patch(DEPLOYMENTS, 'default/web', { spec: { replicas: 3 } });
    test.pass(30);
    expect(pods(test)).toHaveLength(2);
    expect(reasons(test, 'ReplicaSet')).toContain('FailedCreate');
    const failure = test.cluster
      .get(DEPLOYMENTS, 'default/web')
      ?.status?.conditions?.find(entry => entry.type === 'ReplicaFailure');
    expect(failure).toMatchObject({ status: 'True', reason: 'FailedCreate' });
    expect(failure?.message).toContain('exceeded quota: tight');
  });

  it('StatefulSet starts in order, with a volume each, and updates from the last', () => {
    test.cluster.create(STORAGE_CLASSES, {
      metadata: { name: 'standard' },
      provisioner: 'test',
      volumeBindingMode: 'WaitForFirstConsumer',
    });
    test.cluster.create(STATEFUL_SETS, {
      metadata: { name: 'db', namespace: NAMESPACE },
      spec: {
        serviceName: 'db',
        replicas: 3,
        selector: { matchLabels: { app: 'db' } },
        template: template('test/app:1', 'db'),
        volumeClaimTemplates: [
          {
            metadata: { name: 'data' },
            spec: {
              accessModes: ['ReadWriteOnce'],
              storageClassName: 'standard',
              resources: { requests: { storage: '1Gi' } },
            },
          },
        ],
      },
    });
    const order: string[] = [];
    for (let second = 0; second < 120; second++) {
      test.pass(1);
      for (const pod of pods(test, { app: 'db' })) {
        const { name } = pod.metadata;
        if (!order.includes(name)) order.push(name);
      }
    }
    expect(order).toEqual(['db-0', 'db-1', 'db-2']);
    expect(test.cluster.get(STATEFUL_SETS, 'default/db')?.status).toMatchObject({
      readyReplicas: 3,
      updatedReplicas: 3,
    });
    expect(
      test.cluster.list(CLAIMS).map(claim => [claim.metadata.name, claim.status?.phase]),
    ).toEqual([
      ['data-db-0', 'Bound'],
      ['data-db-1', 'Bound'],
      ['data-db-2', 'Bound'],
    ]);
    expect(test.cluster.list(VOLUMES)).toHaveLength(3);

    test.cluster.patch(STATEFUL_SETS, 'default/db', {
      spec: { template: template('test/app:2', 'db') },
    });
    test.pass(8);
    const images = pods(test, { app: 'db' }).map(pod => pod.spec.containers[0]?.image);
    expect(images.slice(0, 2)).toEqual(['test/app:1', 'test/app:1']);
    test.pass(120);
    expect(pods(test, { app: 'db' }).map(pod => pod.spec.containers[0]?.image)).toEqual(
      Array(3).fill('test/app:2'),
    );
  });

  it('DaemonSet runs one pod on each node it may, and follows nodes that come', () => {
    test.addNode('tainted', { taints: [{ key: 'dedicated', value: 'x', effect: 'NoSchedule' }] });
    test.cluster.create(DAEMON_SETS, {
      metadata: { name: 'agent', namespace: NAMESPACE },
      spec: {
        selector: { matchLabels: { app: 'agent' } },
        template: template('test/app:1', 'agent'),
      },
    });
    test.pass(30);
    const nodesOf = () =>
      pods(test, { app: 'agent' })
        .map(pod => pod.spec.nodeName)
        .sort();
    expect(nodesOf()).toEqual(['node-1', 'node-2', 'node-3']);
    test.addNode('node-4');
    test.pass(30);
    expect(nodesOf()).toEqual(['node-1', 'node-2', 'node-3', 'node-4']);
    expect(test.cluster.get(DAEMON_SETS, 'default/agent')?.status).toMatchObject({
      desiredNumberScheduled: 4,
      numberReady: 4,
      numberUnavailable: 0,
    });
  });

  describe('Job', () => {
    const create = (image: string, spec: Record<string, unknown> = {}) =>
      test.cluster.create(JOBS, {
        metadata: { name: 'work', namespace: NAMESPACE },
        spec: {
          ...spec,
          template: { spec: { restartPolicy: 'Never', containers: [{ name: 'work', image }] } },
        },
      });
    const job = () => test.cluster.get(JOBS, 'default/work');
    const conditions = () =>
      job()
        ?.status?.conditions?.filter(entry => entry.status === 'True')
        .map(entry => [entry.type, entry.reason]);

    it('completes', () => {
      create('test/job:1', { completions: 3, parallelism: 2 });
      test.pass(8);
      expect(job()?.status).toMatchObject({ active: 2 });
      test.pass(60);
      expect(conditions()).toEqual([
        ['SuccessCriteriaMet', 'CompletionsReached'],
        ['Complete', 'CompletionsReached'],
      ]);
      expect(job()?.status).toMatchObject({ active: 0, succeeded: 3 });
    });

    it('fails at its back-off limit, waiting longer before each try', () => {
      create('test/failing-job:1', { backoffLimit: 2 });
      test.pass(15);
      expect(job()?.status).toMatchObject({ failed: 1, active: 0 });
      test.pass(12);
      expect(job()?.status).toMatchObject({ failed: 2, active: 0 });
      test.pass(8);
      expect(job()?.status).toMatchObject({ failed: 2, active: 0 });
      test.pass(240);
      expect(conditions()).toEqual([
        ['FailureTarget', 'BackoffLimitExceeded'],
        ['Failed', 'BackoffLimitExceeded'],
      ]);
      expect(job()?.status?.failed).toBe(3);
    });

    it('is removed after its time to live, with its pods', () => {
      create('test/job:1', { ttlSecondsAfterFinished: 60 });
      test.pass(40);
      expect(job()?.status?.succeeded).toBe(1);
      test.pass(90);
      expect(job()).toBeUndefined();
      expect(test.cluster.list(PODS)).toEqual([]);
    });

    it('waits while it is suspended', () => {
      create('test/job:1', { suspend: true });
      test.pass(30);
      expect(test.cluster.list(PODS)).toEqual([]);
      test.cluster.patch(JOBS, 'default/work', { spec: { suspend: false } });
      test.pass(60);
      expect(job()?.status?.succeeded).toBe(1);
    });

    it('is stopped at its deadline', () => {
      create('test/app:1', { activeDeadlineSeconds: 30 });
      test.pass(60);
      expect(conditions()?.at(-1)).toEqual(['Failed', 'DeadlineExceeded']);
    });
  });

  it('CronJob starts jobs on time and keeps a short history', () => {
    test.cluster.create(CRON_JOBS, {
      metadata: { name: 'tick', namespace: NAMESPACE },
      spec: {
        schedule: '*/2 * * * *',
        successfulJobsHistoryLimit: 2,
        jobTemplate: {
          spec: {
            template: {
              spec: { restartPolicy: 'Never', containers: [{ name: 'tick', image: 'test/job:1' }] },
            },
          },
        },
      },
    });
    test.pass(130);
    expect(test.cluster.list(JOBS)).toHaveLength(1);
    test.pass(650);
    const cron = test.cluster.get(CRON_JOBS, 'default/tick');
    expect(test.cluster.list(JOBS)).toHaveLength(2);
    expect(cron?.status?.lastScheduleTime).toBe('2026-09-01T12:12:00Z');
    expect(cron?.status?.active ?? []).toEqual([]);
  });

  it('endpoints follow readiness', () => {
    test.cluster.create(SERVICES, {
      metadata: { name: 'web', namespace: NAMESPACE },
      spec: { selector: { app: 'web' }, ports: [{ name: 'http', port: 80, targetPort: 'http' }] },
    });
    deploy(test, { replicas: 2 });
    const slice = () =>
      test.cluster
        .list(ENDPOINT_SLICES)
        .find(entry => entry.metadata.labels?.['kubernetes.io/service-name'] === 'web');
    test.pass(30);
    expect(slice()?.endpoints.map(endpoint => endpoint.conditions?.ready)).toEqual([true, true]);
    expect(slice()?.ports).toEqual([{ name: 'http', port: 8080, protocol: 'TCP' }]);
    setImage(test, 'test/unready:1');
    test.pass(60);
    expect(slice()?.endpoints.filter(endpoint => endpoint.conditions?.ready)).toHaveLength(2);
    expect(slice()?.endpoints.filter(endpoint => !endpoint.conditions?.ready)).toHaveLength(1);
    expect(test.cluster.get(ENDPOINTS, 'default/web')?.subsets).toHaveLength(1);
  });

  it('an autoscaler scales on use and says why', () => {
    deploy(test, { replicas: 1 });
    // The pod's ordinary use is 40 % of its request, so a target of 10 % asks for more.
    test.cluster.create(AUTOSCALERS, {
      metadata: { name: 'web', namespace: NAMESPACE },
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
        minReplicas: 1,
        maxReplicas: 3,
        metrics: [
          {
            type: 'Resource',
            resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 10 } },
          },
        ],
      },
    });
    test.pass(90);
    const scaler = test.cluster.get(AUTOSCALERS, 'default/web');
    expect(scaler?.status?.desiredReplicas).toBe(3);
    expect(pods(test)).toHaveLength(3);
    expect(reasons(test, 'HorizontalPodAutoscaler')).toContain('SuccessfulRescale');
    expect(
      scaler?.status?.conditions?.find(entry => entry.type === 'ScalingLimited'),
    ).toMatchObject({ status: 'True', reason: 'TooManyReplicas' });
  });

  it('a disruption budget counts its healthy pods', () => {
    deploy(test);
    test.cluster.create(DISRUPTION_BUDGETS, {
      metadata: { name: 'web', namespace: NAMESPACE },
      spec: { minAvailable: 2, selector: { matchLabels: { app: 'web' } } },
    });
    test.pass(40);
    expect(test.cluster.get(DISRUPTION_BUDGETS, 'default/web')?.status).toMatchObject({
      currentHealthy: 3,
      desiredHealthy: 2,
      expectedPods: 3,
      disruptionsAllowed: 1,
    });
  });

  it('a node that stops reporting is tainted, and its pods move after their toleration', () => {
    deploy(test);
    test.pass(30);
    test.cluster.patch(NODES, 'node-2', {
      metadata: { annotations: { 'sandbox.kubemate.io/kubelet': 'stopped' } },
    });
    test.pass(60);
    const node = test.cluster.get(NODES, 'node-2');
    expect(node?.status?.conditions?.find(entry => entry.type === 'Ready')?.status).toBe('Unknown');
    expect(node?.spec?.taints?.map(taint => `${taint.key}:${taint.effect}`)).toEqual([
      'node.kubernetes.io/unreachable:NoSchedule',
      'node.kubernetes.io/unreachable:NoExecute',
    ]);
    test.pass(400);
    const live = pods(test).filter(pod => pod.metadata.deletionTimestamp === undefined);
    expect(live).toHaveLength(3);
    expect(live.map(pod => pod.spec.nodeName)).not.toContain('node-2');
    test.cluster.patch(NODES, 'node-2', {
      metadata: { annotations: { 'sandbox.kubemate.io/kubelet': null } },
    });
    test.pass(30);
    expect(test.cluster.get(NODES, 'node-2')?.spec?.taints ?? []).toEqual([]);
  });

  describe('pods', () => {
    const state = () => pods(test)[0]?.status?.containerStatuses?.[0];

    it('crash, back off with doubling delay, and recover when the image is mended', () => {
      deploy(test, { replicas: 1 }, 'test/crash:1');
      test.pass(12);
      expect(state()?.state?.waiting?.reason).toBe('CrashLoopBackOff');
      expect(state()?.lastState?.terminated).toMatchObject({ exitCode: 1, reason: 'Error' });
      test.pass(3_600);
      const restarts = state()?.restartCount ?? 0;
      expect(restarts).toBeGreaterThan(12);
      expect(restarts).toBeLessThan(20);
      expect(reasons(test, 'Pod')).toContain('BackOff');
      setImage(test, 'test/app:1');
      test.pass(60);
      expect(pods(test).every(isReady)).toBe(true);
    });

    it('cannot start from an image that does not exist', () => {
      deploy(test, { replicas: 1 }, 'test/tagged:3');
      test.pass(60);
      expect(state()?.state?.waiting?.reason).toMatch(/^(ErrImagePull|ImagePullBackOff)$/);
      expect(state()?.state?.waiting?.message).toContain('test/tagged:3: not found');
    });

    it('are killed when they use more memory than their limit', () => {
      deploy(test, {
        replicas: 1,
        template: template('test/hungry:1', 'web', {
          containers: [
            { name: 'web', image: 'test/hungry:1', resources: { limits: { memory: '512Mi' } } },
          ],
        }),
      });
      test.pass(130);
      const last = state()?.lastState?.terminated ?? state()?.state?.terminated;
      expect(last).toMatchObject({ exitCode: 137, reason: 'OOMKilled' });
    });

    it('wait for a ConfigMap that is missing, and go on when it comes', () => {
      deploy(test, {
        replicas: 1,
        template: template('test/app:1', 'web', {
          containers: [
            { name: 'web', image: 'test/app:1', envFrom: [{ configMapRef: { name: 'settings' } }] },
          ],
        }),
      });
      test.pass(60);
      expect(state()?.state?.waiting).toEqual({
        reason: 'CreateContainerConfigError',
        message: 'configmap "settings" not found',
      });
      test.cluster.create(CONFIG_MAPS, {
        metadata: { name: 'settings', namespace: NAMESPACE },
        data: {},
      });
      test.pass(60);
      expect(pods(test).every(isReady)).toBe(true);
    });

    it('run their init containers one after the other, then start', () => {
      deploy(test, {
        replicas: 1,
        template: template('test/app:1', 'web', {
          initContainers: [
            { name: 'first', image: 'test/init:1' },
            { name: 'second', image: 'test/init:1' },
          ],
        }),
      });
      const seen = new Set<string>();
      for (let second = 0; second < 60; second++) {
        test.pass(1);
        const init = pods(test)[0]?.status?.initContainerStatuses?.map(
          entry => Object.keys(entry.state ?? {})[0],
        );
        if (init !== undefined) seen.add(init.join());
      }
      expect([...seen]).toEqual(
        expect.arrayContaining([
          'terminated,waiting',
          'terminated,running',
          'terminated,terminated',
        ]),
      );
      expect([...seen]).not.toContain('running,running');
      expect(pods(test).every(isReady)).toBe(true);
    });

    it('fail their readiness probe with events, running but not ready', () => {
      deploy(test, { replicas: 1 }, 'test/unready:1');
      test.pass(120);
      expect(pods(test)[0]?.status?.phase).toBe('Running');
      expect(state()).toMatchObject({ ready: false, started: true, restartCount: 0 });
      const event = test.cluster.list(EVENTS).find(entry => entry.reason === 'Unhealthy');
      expect(event).toMatchObject({
        message: 'Readiness probe failed: HTTP probe failed with statuscode: 503',
      });
      expect(event?.count).toBeGreaterThan(1);
    });
  });
});
