import type { KubeObject } from '../kubeObject';
import { explain } from './explain';
import { EVIDENCE_PLACES, EVIDENCE_TEXTS, fillPhrase } from './phrases';
import { SUMMARY_PARAMS } from './summaryParams';
import { gatherWhyInput } from './gather';
import type { WhyAnswer, WhyInput, WhyRequest } from './WhyInput';

const NOW = Date.UTC(2026, 5, 1, 12);
const at = (secondsAgo: number) => new Date(NOW - secondsAgo * 1000).toISOString();

function object(kind: string, name: string, fields: Record<string, unknown> = {}): KubeObject {
  const { metadata, ...rest } = fields;
  const own = {
    name,
    namespace: 'shop',
    uid: `uid-${kind}-${name}`,
    resourceVersion: '1',
    creationTimestamp: at(3600),
  };
  return { apiVersion: 'v1', kind, ...rest, metadata: { ...own, ...(metadata as object) } };
}

function event(about: KubeObject, reason: string, message: string, fieldPath?: string): KubeObject {
  return object('Event', `${about.metadata.name}.${reason}.${message.length}`, {
    type: 'Warning',
    reason,
    message,
    count: 3,
    lastTimestamp: at(30),
    firstTimestamp: at(900),
    involvedObject: {
      kind: about.kind,
      namespace: about.metadata.namespace,
      name: about.metadata.name,
      uid: about.metadata.uid,
      fieldPath,
    },
  });
}

function input(about: KubeObject, parts: Partial<WhyInput> = {}): WhyInput {
  return { object: about, related: {}, missing: [], logs: [], now: NOW, ...parts };
}

function podWith(status: Record<string, unknown>, name = 'web-1', spec = {}): KubeObject {
  return object('Pod', name, {
    metadata: { labels: { app: 'web' } },
    spec: {
      nodeName: 'node-1',
      containers: [
        {
          name: 'web',
          image: 'registry.example/web:9',
          resources: { limits: { memory: '64Mi' } },
          readinessProbe: { httpGet: { path: '/healthz', port: 8080 }, periodSeconds: 5 },
        },
      ],
      ...spec,
    },
    status: { phase: 'Running', ...status },
  });
}

const waitingFor = (reason: string, message: string, lastState = {}) => ({
  containerStatuses: [
    {
      name: 'web',
      ready: false,
      restartCount: 7,
      state: { waiting: { reason, message } },
      lastState,
    },
  ],
});

describe('explain', () => {
  it('says on how many nodes a pod does not fit, and for which reason', () => {
    const pending = podWith(
      {
        phase: 'Pending',
        conditions: [
          {
            type: 'PodScheduled',
            status: 'False',
            reason: 'Unschedulable',
            message:
              '0/6 nodes are available: 2 node(s) had untolerated taint {gpu: true}, 4 Insufficient nvidia.com/gpu. preemption: 0/6 nodes are available: 6 Preemption is not helpful for scheduling.',
          },
        ],
      },
      'train-0',
      { nodeName: undefined },
    );
    const [first] = explain(input(pending));
    expect(first).toMatchObject({
      cause: 'unschedulable',
      summary:
        '0 of 6 nodes fit: 4 have too little nvidia.com/gpu, 2 have a taint it does not tolerate (gpu: true)',
      params: { nodes: 6 },
    });
    expect(first?.nextSteps.map(({ id }) => id)).toEqual([
      'lower-request',
      'see-allocated',
      'tolerate-taint',
      'describe',
    ]);
  });

  it.each([
    ['rpc error: code = NotFound desc = failed to resolve reference: not found', 'not-found'],
    ['unexpected status from HEAD request: 401 Unauthorized', 'denied'],
    ['toomanyrequests: You have reached your pull rate limit', 'rate-limit'],
    ['dial tcp: lookup registry.example: no such host', 'unreachable'],
    [
      'pull access denied, repository does not exist or may require authorization',
      'missing-or-private',
    ],
    ['tls: failed to verify certificate: x509: unknown authority', 'untrusted-certificate'],
    ['no match for platform in manifest: not found', 'wrong-platform'],
  ])('tells why an image is not pulled: %s', (answer, reason) => {
    const pod = podWith({
      phase: 'Pending',
      ...waitingFor('ImagePullBackOff', 'Back-off pulling image "registry.example/web:9"'),
    });
    const failed = event(
      pod,
      'Failed',
      `Failed to pull image "registry.example/web:9": ${answer}`,
      'spec.containers{web}',
    );
    const [first] = explain(input(pod, { related: { Event: [failed] } }));
    expect(first).toMatchObject({ cause: 'image-pull', params: { reason, container: 'web' } });
    expect(first?.evidence[0]?.text).toContain(answer);
  });

  it('explains a crash loop by the last exit and the last lines of the log', () => {
    const pod = podWith(
      waitingFor('CrashLoopBackOff', 'back-off', {
        terminated: { exitCode: 139, reason: 'Error', finishedAt: at(60) },
      }),
    );
    const logs = [
      {
        namespace: 'shop',
        pod: 'web-1',
        container: 'web',
        previous: true,
        lines: ['start', 'boom'],
      },
    ];
    const [first] = explain(input(pod, { logs }));
    expect(first).toMatchObject({
      cause: 'crash-loop',
      params: { container: 'web', exitCode: 139, restarts: 7 },
    });
    expect(first?.summary).toContain('SIGSEGV');
    expect(first?.evidence).toContainEqual({
      kind: 'log',
      text: 'start\nboom',
      source: 'Pod web-1 container web (previous)',
      place: { code: 'container-previous', params: { owner: 'Pod web-1', container: 'web' } },
    });
    expect(first?.nextSteps[0]?.command).toBe(
      'kubectl -n shop logs web-1 -c web --tail=100 --previous',
    );
  });

  it('names the memory limit where a crash loop is an out-of-memory kill', () => {
    const terminated = { exitCode: 137, reason: 'OOMKilled', finishedAt: at(60) };
    const pod = podWith(waitingFor('CrashLoopBackOff', 'back-off', { terminated }));
    expect(explain(input(pod)).map(({ cause }) => cause)).toEqual(['out-of-memory']);
    expect(explain(input(pod))[0]?.params).toMatchObject({ limit: '64Mi' });
  });

  it('sees a full disk in the log, before the crash that follows from it', () => {
    const terminated = { exitCode: 1, reason: 'Error', finishedAt: at(60) };
    const pod = podWith(waitingFor('CrashLoopBackOff', 'back-off', { terminated }));
    const lines = ['write /data/wal: no space left on device', 'exit'];
    const logs = [{ namespace: 'shop', pod: 'web-1', container: 'web', previous: true, lines }];
    expect(explain(input(pod, { logs })).map(({ cause }) => cause)).toEqual([
      'volume-full',
      'crash-loop',
    ]);
  });

  it('says which probe fails and what it answered', () => {
    const pod = podWith({
      containerStatuses: [{ name: 'web', ready: false, restartCount: 0, state: { running: {} } }],
    });
    const answer = 'HTTP probe failed with statuscode: 503';
    const unhealthy = event(
      pod,
      'Unhealthy',
      `Readiness probe failed: ${answer}`,
      'spec.containers{web}',
    );
    const [first, ...others] = explain(input(pod, { related: { Event: [unhealthy] } }));
    expect(first).toMatchObject({ cause: 'probe-failing', params: { probe: 'readiness', answer } });
    expect(first?.evidence[1]?.text).toContain('GET http://:8080/healthz (every 5s');
    expect(others).toEqual([]);
  });

  it.each([
    ['configmap "settings" not found', { kind: 'ConfigMap', name: 'settings' }],
    [
      "couldn't find key url in Secret shop/database",
      { kind: 'Secret', name: 'database', key: 'url' },
    ],
  ])('names what a container refers to in vain: %s', (message, params) => {
    const pod = podWith({ phase: 'Pending', ...waitingFor('CreateContainerConfigError', message) });
    expect(explain(input(pod))[0]).toMatchObject({ cause: 'missing-reference', params });
  });

  it('takes a quota refusal apart, though it is told to a replica set', () => {
    const deployment = object('Deployment', 'web', {
      spec: { replicas: 3, selector: { matchLabels: { app: 'web' } } },
      status: { replicas: 1, updatedReplicas: 1, readyReplicas: 1, availableReplicas: 1 },
    });
    const replicaSet = object('ReplicaSet', 'web-5d', {
      metadata: { ownerReferences: [{ uid: deployment.metadata.uid, kind: 'Deployment' }] },
    });
    const refused = event(
      replicaSet,
      'FailedCreate',
      'Error creating: pods "web-5d-x" is forbidden: exceeded quota: team, requested: limits.cpu=1,limits.memory=1Gi, used: limits.cpu=4,limits.memory=2Gi, limited: limits.cpu=4,limits.memory=2Gi',
    );
    const related = { ReplicaSet: [replicaSet], Event: [refused], Pod: [] };
    const found = explain(input(deployment, { related }));
    expect(found.map(({ cause }) => cause)).toEqual(['quota-exceeded', 'replicas-missing']);
    expect(found[0]).toMatchObject({
      params: { quota: 'team', resources: 'limits.cpu, limits.memory' },
      summary: expect.stringContaining('limits.cpu: 1 more asked for, 4 of 4 used'),
    });
  });

  it.each([
    ['admission webhook "policy.example" denied the request: no root', 'webhook'],
    [
      'pods "x" is forbidden: violates PodSecurity "restricted:latest": runAsNonRoot',
      'pod-security',
    ],
    [
      'Internal error: failed calling webhook "x.example": connection refused',
      'webhook-unreachable',
    ],
  ])('tells who refused: %s', (message, reason) => {
    const set = object('StatefulSet', 'db', { spec: { replicas: 1 }, status: { replicas: 0 } });
    const related = { Event: [event(set, 'FailedCreate', message)] };
    expect(explain(input(set, { related }))[0]).toMatchObject({
      cause: 'admission-denied',
      params: { reason },
    });
  });

  it('rolls the troubles of its pods up to a workload, with counts', () => {
    const deployment = object('Deployment', 'web', {
      spec: { replicas: 3, selector: { matchLabels: { app: 'web' } } },
      status: {
        replicas: 3,
        updatedReplicas: 3,
        readyReplicas: 1,
        conditions: [
          {
            type: 'Progressing',
            status: 'False',
            reason: 'ProgressDeadlineExceeded',
            message: 'timed out',
          },
        ],
      },
    });
    const broken = (name: string) =>
      podWith({ phase: 'Pending', ...waitingFor('ErrImagePull', 'manifest unknown') }, name);
    const ready = podWith({
      conditions: [{ type: 'Ready', status: 'True' }],
      containerStatuses: [{ name: 'web', ready: true, state: { running: {} } }],
    });
    const related = { Pod: [ready, broken('web-2'), broken('web-3')] };
    const found = explain(input(deployment, { related }));
    expect(found.map(({ cause }) => cause)).toEqual([
      'image-pull',
      'rollout-stuck',
      'replicas-missing',
    ]);
    expect(found[0]).toMatchObject({
      summary: expect.stringMatching(/^2 of 3 pods: Image registry\.example\/web:9/),
      params: { pods: 2, totalPods: 3 },
      subject: { kind: 'Pod', name: 'web-2' },
    });
  });

  it.each([
    [[], 'NoPods'],
    [[podWith({ conditions: [{ type: 'Ready', status: 'False' }] })], 'PodsNotReady'],
  ])('tells why nothing answers behind a service', (pods, reason) => {
    const service = object('Service', 'web', { spec: { selector: { app: 'web' }, ports: [] } });
    const related = { EndpointSlice: [], Pod: pods };
    expect(explain(input(service, { related }))).toContainEqual(
      expect.objectContaining({
        cause: 'no-endpoints',
        params: expect.objectContaining({ reason }),
      }),
    );
  });

  it('does not call a service empty when its endpoints could not be read', () => {
    const service = object('Service', 'web', { spec: { selector: { app: 'web' } } });
    expect(explain(input(service))).toEqual([]);
  });

  const condition = (type: string, status: string, reason: string) => ({ type, status, reason });
  it.each([
    [
      object('Node', 'n', {
        spec: { unschedulable: true },
        status: {
          conditions: [
            condition('Ready', 'Unknown', 'NodeStatusUnknown'),
            condition('DiskPressure', 'True', 'KubeletHasDiskPressure'),
          ],
        },
      }),
      ['node-not-ready', 'node-pressure', 'node-cordoned'],
    ],
    [
      object('Job', 'j', {
        spec: { backoffLimit: 2 },
        status: { failed: 3, conditions: [condition('Failed', 'True', 'BackoffLimitExceeded')] },
      }),
      ['job-failed'],
    ],
    [object('CronJob', 'c', { spec: { suspend: true } }), ['cronjob-suspended']],
    [
      object('HorizontalPodAutoscaler', 'h', {
        spec: { maxReplicas: 5 },
        status: { conditions: [condition('ScalingLimited', 'True', 'TooManyReplicas')] },
      }),
      ['autoscaler-limited'],
    ],
    [
      object('HorizontalPodAutoscaler', 'h', {
        status: { conditions: [condition('ScalingActive', 'False', 'FailedGetResourceMetric')] },
      }),
      ['autoscaler-limited'],
    ],
    [object('PersistentVolumeClaim', 'p', { status: { phase: 'Pending' } }), ['volume-pending']],
    [object('PersistentVolumeClaim', 'p', { status: { phase: 'Lost' } }), ['volume-pending']],
    [object('Deployment', 'd', { spec: { replicas: 0 } }), ['scaled-to-zero']],
    [
      object('Certificate', 'c', {
        status: { conditions: [condition('Ready', 'False', 'Expired')] },
      }),
      ['condition-false'],
    ],
    [
      object('ConfigMap', 'c', {
        metadata: { deletionTimestamp: at(600), finalizers: ['example.com/guard'] },
      }),
      ['terminating-stuck'],
    ],
    [
      podWith({
        phase: 'Failed',
        reason: 'Evicted',
        message: 'The node was low on resource: memory. ',
      }),
      ['evicted'],
    ],
    [object('ConfigMap', 'healthy'), []],
  ])('finds what $kind $metadata.name suffers from', (about, causes) => {
    expect(explain(input(about)).map(({ cause }) => cause)).toEqual(causes);
  });

  it('quotes a name that a shell would run', () => {
    const evil = object('Role', 'x;$(reboot)', {
      metadata: { deletionTimestamp: at(600), finalizers: ['a'] },
    });
    const commands = explain(input(evil)).flatMap(({ nextSteps }) =>
      nextSteps.map(({ command }) => command),
    );
    expect(commands).toContain("kubectl -n shop describe role 'x;$(reboot)'");
  });
});

describe('what the browser says in other languages', () => {
  it('is in English what the finding says by itself, wherever there is a code', () => {
    const terminated = {
      exitCode: 137,
      reason: 'OOMKilled',
      message: 'too much',
      finishedAt: at(60),
    };
    const pod = podWith(waitingFor('CrashLoopBackOff', 'back-off', { terminated }));
    const stopped = podWith(
      waitingFor('CrashLoopBackOff', 'back-off', {
        terminated: { exitCode: 3, finishedAt: at(60) },
      }),
    );
    const evidence = [pod, stopped].flatMap(about =>
      explain(input(about)).flatMap(found => found.evidence),
    );
    expect(evidence.map(({ text, phrase }) => phrase?.code ?? text)).toEqual([
      'exit-killed',
      'OOMKilled: too much',
      'memory-limit',
      'exit',
    ]);
    const said = evidence.map(({ text, source, phrase, place }) => ({
      text: phrase ? fillPhrase(EVIDENCE_TEXTS[phrase.code], phrase.params) : text,
      source: place ? fillPhrase(EVIDENCE_PLACES[place.code], place.params) : source,
    }));
    expect(said).toEqual(evidence.map(({ text, source }) => ({ text, source })));
  });

  it('has every particular that a sentence needs', () => {
    const claim = object('PersistentVolumeClaim', 'data', { status: { phase: 'Pending' } });
    const waiting = event(claim, 'ExternalProvisioning', 'waiting for a volume');
    const service = object('Service', 'web', { spec: { selector: { app: 'web' }, ports: [] } });
    const found = [
      ...explain(input(claim, { related: { Event: [waiting] } })),
      ...explain(input(service, { related: { EndpointSlice: [], Pod: [] } })),
      ...explain(input(object('CronJob', 'c', { spec: { suspend: true } }))),
    ];
    expect(found.map(({ cause, code }) => code ?? cause)).toEqual([
      'claim-provisioning',
      'no-pods',
      'cronjob-suspended',
    ]);
    const missing = found.flatMap(({ code, params }) =>
      (code === undefined ? [] : SUMMARY_PARAMS[code]).filter(name => !(name in params)),
    );
    expect(missing).toEqual([]);
  });
});

describe('gatherWhyInput', () => {
  it('reads from a deployment to the logs and the node of its failing pods, each once', async () => {
    const terminated = { exitCode: 1, finishedAt: at(60) };
    const pod = podWith(waitingFor('CrashLoopBackOff', 'back-off', { terminated }));
    const asked: string[] = [];
    const ask = async (request: WhyRequest): Promise<WhyAnswer> => {
      asked.push(
        request.type === 'logs' ? `logs ${request.pod}` : `${request.type} ${request.kind}`,
      );
      if (request.type === 'logs') return { type: 'lines', lines: ['bad config'] };
      if (request.type === 'get') return { type: 'missing' };
      if (request.kind === 'HorizontalPodAutoscaler') return { type: 'gap', reason: 'forbidden' };
      return { type: 'objects', objects: request.kind === 'Pod' ? [pod] : [] };
    };
    const deployment = object('Deployment', 'web', {
      spec: { replicas: 1, selector: { matchLabels: { app: 'web' } } },
    });
    const { input: gathered, gaps } = await gatherWhyInput({ object: deployment, now: NOW, ask });
    expect(asked).toEqual([
      'list Event',
      'list Pod',
      'list ReplicaSet',
      'list HorizontalPodAutoscaler',
      'list ResourceQuota',
      'logs web-1',
      'get Node',
    ]);
    expect(gaps).toEqual(['horizontalpodautoscalers: forbidden']);
    expect(gathered.missing).toEqual([{ kind: 'Node', namespace: undefined, name: 'node-1' }]);
    expect(explain(gathered)[0]?.evidence).toContainEqual(
      expect.objectContaining({ kind: 'log', text: 'bad config' }),
    );
  });
});
