import assert from 'node:assert/strict';
import { container, deployment, newNamespace, podSpec } from './fixtures';
import type { Checks, Target } from './Target';

async function newPod(target: Target, spec: object = {}): Promise<string> {
  const path = `/api/v1/namespaces/${await newNamespace(target)}/pods`;
  const reply = await target.post(path, {
    metadata: { name: 'p', labels: { app: 'web' } },
    spec: podSpec({ schedulerName: 'nobody', ...spec }),
  });
  assert.equal(reply.status, 201, reply.text);
  return `${path}/p`;
}

export const subresourceChecks: Checks = {
  'reads and writes the scale of a deployment': async target => {
    const path = `/apis/apps/v1/namespaces/${await newNamespace(target)}/deployments`;
    await target.post(path, deployment('web', { paused: true }));
    const before = await target.get(`${path}/web/scale`);
    assert.deepEqual(
      [before.json.kind, before.json.apiVersion, before.json.spec, before.json.status],
      ['Scale', 'autoscaling/v1', {}, { replicas: 0, selector: 'app=web' }],
    );
    const after = await target.patch(`${path}/web/scale`, { spec: { replicas: 2 } });
    assert.deepEqual(after.json.spec, { replicas: 2 });
    const scaled = await target.get(`${path}/web`);
    assert.equal(scaled.json.spec.replicas, 2);
    assert.equal(
      scaled.json.metadata.managedFields.find(
        (entry: { subresource?: string }) => entry.subresource === 'scale',
      )?.manager,
      'conformance',
    );
  },
  'refuses a negative scale': async target => {
    const path = `/apis/apps/v1/namespaces/${await newNamespace(target)}/deployments`;
    await target.post(path, deployment('web', { paused: true }));
    const { status } = await target.patch(`${path}/web/scale`, { spec: { replicas: -1 } });
    assert.equal(status, 422);
  },
  'binds a pod to a node, once': async target => {
    const path = await newPod(target);
    const body = {
      apiVersion: 'v1',
      kind: 'Binding',
      metadata: { name: 'p' },
      target: { kind: 'Node', name: 'nowhere' },
    };
    const bound = await target.post(`${path}/binding`, body);
    assert.deepEqual([bound.status, bound.json.status], [201, 'Success']);
    const pod = await target.get(path);
    assert.equal(pod.json.spec.nodeName, 'nowhere');
    assert.equal(
      pod.json.status.conditions.find((item: { type: string }) => item.type === 'PodScheduled')
        .status,
      'True',
    );
    const again = await target.post(`${path}/binding`, body);
    assert.equal(again.status, 409);
    assert.match(again.json.message, /pod p is already assigned to node "nowhere"/);
  },
  'evicts a pod': async target => {
    const path = await newPod(target);
    const { status } = await target.post(`${path}/eviction`, {
      apiVersion: 'policy/v1',
      kind: 'Eviction',
      metadata: { name: 'p' },
    });
    assert.equal(status, 201);
    assert.equal((await target.get(path)).status, 404);
  },
  'does not evict against a disruption budget': async target => {
    const path = await newPod(target, { nodeName: 'nowhere' });
    const namespace = path.split('/')[4];
    await target.patch(`${path}/status`, {
      status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] },
    });
    await target.post(`/apis/policy/v1/namespaces/${namespace}/poddisruptionbudgets`, {
      metadata: { name: 'b' },
      spec: { minAvailable: 1, selector: { matchLabels: { app: 'web' } } },
    });
    if (target.options.real)
      await new Promise(resolve => {
        setTimeout(resolve, 1500);
      });
    for (const query of ['', '?dryRun=All']) {
      const { status, json } = await target.post(`${path}/eviction${query}`, {
        apiVersion: 'policy/v1',
        kind: 'Eviction',
        metadata: { name: 'p' },
      });
      assert.deepEqual([status, json.reason], [429, 'TooManyRequests']);
      assert.equal(
        json.message,
        "Cannot evict pod as it would violate the pod's disruption budget.",
      );
      assert.equal(json.details.causes[0].reason, 'DisruptionBudget');
    }
  },
  'adds an ephemeral container': async target => {
    const path = await newPod(target);
    const { status, json } = await target.patch(
      `${path}/ephemeralcontainers`,
      { spec: { ephemeralContainers: [{ name: 'debug', image: 'busybox:1' }] } },
      { type: 'application/strategic-merge-patch+json' },
    );
    assert.equal(status, 200);
    assert.equal(json.spec.ephemeralContainers[0].terminationMessagePath, '/dev/termination-log');
    const refused = await target.patch(
      path,
      { spec: { ephemeralContainers: [{ name: 'other', image: 'busybox:1' }] } },
      { type: 'application/strategic-merge-patch+json' },
    );
    assert.equal(refused.status, 422);
  },
  'asks which container a log is of': async target => {
    const path = await newPod(target, { containers: [container('a'), container('b')] });
    const none = await target.get(`${path}/log`);
    assert.equal(none.status, 400);
    assert.equal(
      none.json.message,
      'a container name must be specified for pod p, choose one of: [a b]',
    );
    const wrong = await target.get(`${path}/log?container=c`);
    assert.equal(wrong.json.message, 'container c is not valid for pod p');
  },
  'has no log before a pod is on a node': async target => {
    const path = await newPod(target);
    const { status, text } = await target.get(`${path}/log`);
    assert.deepEqual([status, text], [204, '']);
  },
  'refuses impossible log options': async target => {
    const path = await newPod(target);
    const { status } = await target.get(`${path}/log?tailLines=-1`);
    assert.equal(status, 422);
  },
  'issues service account tokens that work': async target => {
    const namespace = await newNamespace(target);
    const path = `/api/v1/namespaces/${namespace}/serviceaccounts/default/token`;
    const { status, json } = await target.post(path, { spec: { expirationSeconds: 600 } });
    assert.equal(status, 201);
    const self = await target.post(
      '/apis/authentication.k8s.io/v1/selfsubjectreviews',
      {},
      { token: json.status.token },
    );
    assert.equal(self.json.status.userInfo.username, `system:serviceaccount:${namespace}:default`);
    assert.deepEqual(self.json.status.userInfo.groups, [
      'system:serviceaccounts',
      `system:serviceaccounts:${namespace}`,
      'system:authenticated',
    ]);
  },
  'answers 404 for a subresource of a missing object': async target => {
    const { status } = await target.get('/apis/apps/v1/namespaces/default/deployments/none/scale');
    assert.equal(status, 404);
  },
};
