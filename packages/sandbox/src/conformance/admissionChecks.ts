import assert from 'node:assert/strict';
import { container, deployment, newNamespace, podSpec } from './fixtures';
import { STRATEGIC, type Checks, type Target } from './Target';

async function newDeployment(target: Target, spec: object = {}): Promise<string> {
  const namespace = await newNamespace(target);
  const path = `/apis/apps/v1/namespaces/${namespace}/deployments`;
  const reply = await target.post(path, deployment('web', spec));
  assert.equal(reply.status, 201, reply.text);
  return `${path}/web`;
}

/** Defaulting and validation of built-in kinds. */
export const admissionChecks: Checks = {
  'defaults a deployment': async target => {
    const { json } = await target.get(
      await newDeployment(target, { replicas: undefined, paused: true }),
    );
    const { spec } = json;
    assert.deepEqual(
      [spec.replicas, spec.revisionHistoryLimit, spec.progressDeadlineSeconds],
      [1, 10, 600],
    );
    assert.deepEqual(spec.strategy, {
      type: 'RollingUpdate',
      rollingUpdate: { maxUnavailable: '25%', maxSurge: '25%' },
    });
    assert.deepEqual(spec.template.spec, {
      containers: [
        {
          name: 'web',
          image: 'registry.example/web:1',
          resources: {},
          terminationMessagePath: '/dev/termination-log',
          terminationMessagePolicy: 'File',
          imagePullPolicy: 'IfNotPresent',
        },
      ],
      restartPolicy: 'Always',
      terminationGracePeriodSeconds: 30,
      dnsPolicy: 'ClusterFirst',
      securityContext: {},
      schedulerName: 'default-scheduler',
    });
  },
  'defaults a pod and gives it a service account, tolerations and priority': async target => {
    const namespace = await newNamespace(target);
    const { json, status, text } = await target.post(`/api/v1/namespaces/${namespace}/pods`, {
      metadata: { name: 'p' },
      spec: {
        schedulerName: 'nobody',
        containers: [
          {
            name: 'a',
            image: 'a',
            ports: [{ containerPort: 80 }],
            livenessProbe: { httpGet: { port: 80 } },
          },
        ],
      },
    });
    assert.equal(status, 201, text);
    assert.deepEqual(
      [
        json.spec.serviceAccountName,
        json.spec.priority,
        json.spec.preemptionPolicy,
        json.spec.enableServiceLinks,
      ],
      ['default', 0, 'PreemptLowerPriority', true],
    );
    assert.deepEqual(
      json.spec.tolerations.map((item: { key: string }) => item.key),
      ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable'],
    );
    const [first] = json.spec.containers;
    assert.deepEqual(
      [first.imagePullPolicy, first.ports, first.livenessProbe],
      [
        'Always',
        [{ containerPort: 80, protocol: 'TCP' }],
        {
          httpGet: { path: '/', port: 80, scheme: 'HTTP' },
          timeoutSeconds: 1,
          periodSeconds: 10,
          successThreshold: 1,
          failureThreshold: 3,
        },
      ],
    );
    assert.deepEqual([json.status.phase, json.status.qosClass], ['Pending', 'BestEffort']);
    assert.match(json.spec.volumes[0].name, /^kube-api-access-/);
  },
  'defaults a service and gives it an address': async target => {
    const namespace = await newNamespace(target);
    const { json } = await target.post(`/api/v1/namespaces/${namespace}/services`, {
      metadata: { name: 's' },
      spec: { selector: { a: 'b' }, ports: [{ port: 80 }] },
    });
    const { clusterIP, clusterIPs, ...spec } = json.spec;
    assert.match(clusterIP, /^10\./);
    assert.deepEqual(clusterIPs, [clusterIP]);
    assert.deepEqual(spec, {
      ports: [{ protocol: 'TCP', port: 80, targetPort: 80 }],
      selector: { a: 'b' },
      type: 'ClusterIP',
      sessionAffinity: 'None',
      ipFamilies: ['IPv4'],
      ipFamilyPolicy: 'SingleStack',
      internalTrafficPolicy: 'Cluster',
    });
  },
  'defaults a job and selects its pods by uid': async target => {
    const namespace = await newNamespace(target);
    const { json } = await target.post(`/apis/batch/v1/namespaces/${namespace}/jobs`, {
      metadata: { name: 'j' },
      spec: { suspend: true, template: { spec: podSpec({ restartPolicy: 'Never' }) } },
    });
    const { spec, metadata } = json;
    assert.deepEqual(
      [spec.parallelism, spec.completions, spec.backoffLimit, spec.completionMode],
      [1, 1, 6, 'NonIndexed'],
    );
    assert.deepEqual(spec.selector, {
      matchLabels: { 'batch.kubernetes.io/controller-uid': metadata.uid },
    });
    assert.equal(spec.template.metadata.labels['batch.kubernetes.io/job-name'], 'j');
  },
  'keeps quantities in canonical form': async target => {
    const namespace = await newNamespace(target);
    const resources = {
      requests: { cpu: '0.5', memory: '1024Mi' },
      limits: { cpu: '1000m', memory: '2048Mi' },
    };
    const { json } = await target.post(`/api/v1/namespaces/${namespace}/pods`, {
      metadata: { name: 'p' },
      spec: { schedulerName: 'nobody', containers: [container('a', { resources })] },
    });
    assert.deepEqual(json.spec.containers[0].resources, {
      limits: { cpu: '1', memory: '2Gi' },
      requests: { cpu: '500m', memory: '1Gi' },
    });
    assert.equal(json.status.qosClass, 'Burstable');
  },
  'refuses a pod without containers or image': async target => {
    const path = '/api/v1/namespaces/default/pods';
    const none = await target.post(path, { metadata: { name: 'p' }, spec: { containers: [] } });
    assert.deepEqual([none.status, none.json.details?.causes?.[0].field], [422, 'spec.containers']);
    const image = await target.post(path, {
      metadata: { name: 'p' },
      spec: { containers: [{ name: 'a' }] },
    });
    assert.equal(
      image.json.message,
      'Pod "p" is invalid: spec.containers[0].image: Required value',
    );
  },
  'refuses a mount without a volume': async target => {
    const { status, json } = await target.post('/api/v1/namespaces/default/pods', {
      metadata: { name: 'p' },
      spec: podSpec({
        containers: [container('a', { volumeMounts: [{ name: 'v', mountPath: '/v' }] })],
      }),
    });
    assert.equal(status, 422);
    assert.equal(
      json.message,
      'Pod "p" is invalid: spec.containers[0].volumeMounts[0].name: Not found: "v"',
    );
  },
  'refuses a request beyond its limit': async target => {
    const resources = { requests: { cpu: '2' }, limits: { cpu: '1' } };
    const { json } = await target.post('/api/v1/namespaces/default/pods', {
      metadata: { name: 'p' },
      spec: podSpec({ containers: [container('a', { resources })] }),
    });
    assert.equal(
      json.message,
      'Pod "p" is invalid: spec.containers[0].resources.requests: Invalid value: "2": must be less than or equal to cpu limit of 1',
    );
  },
  'refuses a deployment whose selector misses its template': async target => {
    const { status, json } = await target.post(
      '/apis/apps/v1/namespaces/default/deployments',
      deployment('a', { selector: { matchLabels: { app: 'other' } } }),
    );
    assert.equal(status, 422);
    assert.equal(json.details.causes[0].field, 'spec.template.metadata.labels');
    assert.match(json.message, /`selector` does not match template `labels`/);
  },
  "refuses to change a deployment's selector": async target => {
    const path = await newDeployment(target, { paused: true });
    const change = {
      spec: {
        selector: { matchLabels: { app: 'web', b: 'c' } },
        template: { metadata: { labels: { b: 'c' } } },
      },
    };
    const { status, json } = await target.patch(path, change);
    assert.equal(status, 422);
    assert.match(json.message, /spec.selector: Invalid value: .*: field is immutable/);
  },
  "refuses to change a pod's command": async target => {
    const namespace = await newNamespace(target);
    const path = `/api/v1/namespaces/${namespace}/pods`;
    await target.post(path, {
      metadata: { name: 'p' },
      spec: podSpec({ schedulerName: 'nobody' }),
    });
    const command = await target.patch(
      `${path}/p`,
      { spec: { containers: [{ name: 'web', command: ['sh'] }] } },
      { type: STRATEGIC },
    );
    assert.equal(command.status, 422);
    assert.match(command.json.message, /pod updates may not change fields other than/);
    const image = await target.patch(
      `${path}/p`,
      { spec: { containers: [{ name: 'web', image: 'b:2' }] } },
      { type: STRATEGIC },
    );
    assert.equal(image.status, 200);
  },
  'turns stringData into data': async target => {
    const namespace = await newNamespace(target);
    const { json } = await target.post(`/api/v1/namespaces/${namespace}/secrets`, {
      metadata: { name: 's' },
      stringData: { a: 'b' },
    });
    assert.deepEqual([json.data, json.stringData, json.type], [{ a: 'Yg==' }, undefined, 'Opaque']);
  },
  'refuses to change immutable data': async target => {
    const namespace = await newNamespace(target);
    const path = `/api/v1/namespaces/${namespace}/configmaps`;
    await target.post(path, { metadata: { name: 'm' }, data: { a: '1' }, immutable: true });
    const { status, json } = await target.patch(`${path}/m`, { data: { a: '2' } });
    assert.equal(status, 422);
    assert.match(json.message, /data: Forbidden: field is immutable when `immutable` is set/);
  },
  'refuses a bad schedule': async target => {
    const spec = {
      schedule: 'whenever',
      jobTemplate: { spec: { template: { spec: podSpec({ restartPolicy: 'Never' }) } } },
    };
    const { status, json } = await target.post('/apis/batch/v1/namespaces/default/cronjobs', {
      metadata: { name: 'c' },
      spec,
    });
    assert.equal(status, 422);
    assert.equal(json.details.causes[0].field, 'spec.schedule');
  },
};
