import assert from 'node:assert/strict';
import { container, newNamespace, podSpec } from './fixtures';
import type { Checks, Target } from './Target';

interface Family {
  readonly path: string;
  readonly owner: { readonly name: string; readonly uid: string };
}

/** An owner and one dependent, as config maps. */
async function family(target: Target, blocks = false): Promise<Family> {
  const path = `/api/v1/namespaces/${await newNamespace(target)}/configmaps`;
  const owner = await target.post(path, { metadata: { name: 'owner' } });
  const { uid } = owner.json.metadata;
  const reference = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    name: 'owner',
    uid,
    blockOwnerDeletion: blocks,
  };
  await target.post(path, { metadata: { name: 'child', ownerReferences: [reference] } });
  return { path, owner: { name: 'owner', uid } };
}

export const lifecycleChecks: Checks = {
  'answers a deletion with a Status that names the object': async target => {
    const path = `/api/v1/namespaces/${await newNamespace(target)}/configmaps`;
    const { json } = await target.post(path, { metadata: { name: 'm' } });
    const deleted = await target.delete(`${path}/m`);
    assert.deepEqual(
      [deleted.status, deleted.json],
      [
        200,
        {
          kind: 'Status',
          apiVersion: 'v1',
          metadata: {},
          status: 'Success',
          details: { name: 'm', kind: 'configmaps', uid: json.metadata.uid },
        },
      ],
    );
  },
  'deletes only under its preconditions': async target => {
    const path = `/api/v1/namespaces/${await newNamespace(target)}/configmaps`;
    await target.post(path, { metadata: { name: 'm' } });
    const { status, json } = await target.delete(`${path}/m`, { preconditions: { uid: 'other' } });
    assert.deepEqual([status, json.reason], [409, 'Conflict']);
    assert.match(
      json.message,
      /on ConfigMap "m": the UID in the precondition \(other\) does not match the UID in record/,
    );
  },
  'waits for finalizers': async target => {
    const path = `/api/v1/namespaces/${await newNamespace(target)}/configmaps`;
    await target.post(path, { metadata: { name: 'm', finalizers: ['example.org/hold'] } });
    const deleted = await target.delete(`${path}/m`);
    assert.equal(deleted.json.kind, 'ConfigMap');
    const held = await target.get(`${path}/m`);
    assert.equal(typeof held.json.metadata.deletionTimestamp, 'string');
    assert.equal(held.json.metadata.deletionGracePeriodSeconds, 0);
    const added = await target.patch(`${path}/m`, {
      metadata: { finalizers: ['example.org/hold', 'example.org/more'] },
    });
    assert.equal(added.status, 422);
    await target.patch(`${path}/m`, { metadata: { finalizers: null } });
    assert.equal((await target.get(`${path}/m`)).status, 404);
  },
  'deletes a collection by selector': async target => {
    const path = `/api/v1/namespaces/${await newNamespace(target)}/configmaps`;
    for (const name of ['a', 'b', 'c'])
      await target.post(path, { metadata: { name, labels: { keep: String(name === 'c') } } });
    const deleted = await target.delete(`${path}?labelSelector=keep%3Dfalse`);
    assert.equal(deleted.status, 200);
    const { json } = await target.get(`${path}?labelSelector=keep`);
    assert.deepEqual(
      json.items.map((item: { metadata: { name: string } }) => item.metadata.name),
      ['c'],
    );
  },
  'collects dependents in the background': async target => {
    const { path } = await family(target);
    await target.delete(`${path}/owner`);
    const reply = await target.eventually(`${path}/child`, answer => answer.status === 404);
    assert.equal(reply.status, 404);
  },
  'orphans dependents': async target => {
    const { path } = await family(target);
    await target.delete(`${path}/owner`, { propagationPolicy: 'Orphan' });
    assert.equal(
      (await target.eventually(`${path}/owner`, answer => answer.status === 404)).status,
      404,
    );
    const child = await target.get(`${path}/child`);
    assert.deepEqual([child.status, child.json.metadata.ownerReferences], [200, undefined]);
  },
  'deletes dependents before the owner in the foreground': async target => {
    const { path } = await family(target, true);
    await target.patch(`${path}/child`, { metadata: { finalizers: ['example.org/hold'] } });
    const deleted = await target.delete(`${path}/owner`, { propagationPolicy: 'Foreground' });
    assert.deepEqual(deleted.json.metadata.finalizers, ['foregroundDeletion']);
    await target.eventually(
      `${path}/child`,
      answer => answer.json.metadata?.deletionTimestamp !== undefined,
    );
    assert.equal((await target.get(`${path}/owner`)).status, 200);
    await target.patch(`${path}/child`, { metadata: { finalizers: null } });
    assert.equal(
      (await target.eventually(`${path}/owner`, answer => answer.status === 404)).status,
      404,
    );
  },
  'gives a new namespace its account and certificate': async target => {
    const namespace = await newNamespace(target);
    const { json } = await target.get(`/api/v1/namespaces/${namespace}`);
    assert.deepEqual(
      [json.spec, json.status, json.metadata.labels],
      [
        { finalizers: ['kubernetes'] },
        { phase: 'Active' },
        { 'kubernetes.io/metadata.name': namespace },
      ],
    );
    const ca = await target.eventually(
      `/api/v1/namespaces/${namespace}/configmaps/kube-root-ca.crt`,
      reply => reply.status === 200,
    );
    assert.equal(typeof ca.json.data['ca.crt'], 'string');
  },
  'empties a namespace before it goes, and lets nothing new in': async target => {
    const namespace = await newNamespace(target);
    const path = `/api/v1/namespaces/${namespace}/configmaps`;
    await target.post(path, { metadata: { name: 'held', finalizers: ['example.org/hold'] } });
    const deleted = await target.delete(`/api/v1/namespaces/${namespace}`);
    assert.equal(deleted.json.status.phase, 'Terminating');
    await target.eventually(
      `${path}/held`,
      reply => reply.json.metadata?.deletionTimestamp !== undefined,
    );
    const refused = await target.post(path, { metadata: { name: 'new' } });
    assert.equal(refused.status, 403);
    assert.equal(
      refused.json.message,
      `configmaps "new" is forbidden: unable to create new content in namespace ${namespace} because it is being terminated`,
    );
    await target.patch(`${path}/held`, { metadata: { finalizers: null } });
    const gone = await target.eventually(
      `/api/v1/namespaces/${namespace}`,
      reply => reply.status === 404,
    );
    assert.equal(gone.status, 404);
  },
  'stops an unscheduled pod at once': async target => {
    const path = `/api/v1/namespaces/${await newNamespace(target)}/pods`;
    await target.post(path, {
      metadata: { name: 'p' },
      spec: podSpec({ schedulerName: 'nobody' }),
    });
    const deleted = await target.delete(`${path}/p`);
    assert.equal(deleted.json.kind, 'Pod');
    assert.equal((await target.get(`${path}/p`)).status, 404);
  },
  'lets a running pod stop within its grace period': async target => {
    const path = `/api/v1/namespaces/${await newNamespace(target)}/pods`;
    await target.post(path, {
      metadata: { name: 'p', finalizers: ['example.org/hold'] },
      spec: podSpec({ nodeName: 'nowhere', terminationGracePeriodSeconds: 17 }),
    });
    const deleted = await target.delete(`${path}/p`);
    assert.equal(deleted.json.metadata.deletionGracePeriodSeconds, 17);
    await target.delete(`${path}/p`, { gracePeriodSeconds: 0 });
    await target.patch(`${path}/p`, { metadata: { finalizers: null } });
    assert.equal((await target.eventually(`${path}/p`, reply => reply.status === 404)).status, 404);
  },
  'enforces a quota on counts and keeps its usage': async target => {
    const namespace = await newNamespace(target);
    const quota = `/api/v1/namespaces/${namespace}/resourcequotas`;
    await target.post(quota, {
      metadata: { name: 'q' },
      spec: { hard: { 'count/secrets': '1', pods: '1' } },
    });
    await target.eventually(
      `${quota}/q`,
      reply => reply.json.status?.used?.['count/secrets'] !== undefined,
    );
    const path = `/api/v1/namespaces/${namespace}/secrets`;
    assert.equal((await target.post(path, { metadata: { name: 'a' } })).status, 201);
    const { status, json } = await target.refusal(path, { metadata: { name: 'b' } });
    assert.equal(status, 403);
    assert.equal(
      json.message,
      'secrets "b" is forbidden: exceeded quota: q, requested: count/secrets=1, used: count/secrets=1, limited: count/secrets=1',
    );
    const used = await target.eventually(
      `${quota}/q`,
      reply => reply.json.status.used['count/secrets'] === '1',
    );
    assert.deepEqual(used.json.status.hard, { 'count/secrets': '1', pods: '1' });
  },
  'enforces a quota on compute resources': async target => {
    const namespace = await newNamespace(target);
    const quota = `/api/v1/namespaces/${namespace}/resourcequotas`;
    await target.post(quota, { metadata: { name: 'q' }, spec: { hard: { 'requests.cpu': '1' } } });
    await target.eventually(
      `${quota}/q`,
      reply => reply.json.status?.used?.['requests.cpu'] !== undefined,
    );
    const pods = `/api/v1/namespaces/${namespace}/pods`;
    const pod = (cpu: string) => ({
      metadata: { name: 'p' },
      spec: {
        schedulerName: 'nobody',
        containers: [container('a', { resources: { requests: { cpu } } })],
      },
    });
    const over = await target.refusal(pods, pod('1500m'));
    assert.equal(
      over.json.message,
      'pods "p" is forbidden: exceeded quota: q, requested: requests.cpu=1500m, used: requests.cpu=0, limited: requests.cpu=1',
    );
    const unspecified = await target.post(pods, { metadata: { name: 'p' }, spec: podSpec() });
    assert.equal(
      unspecified.json.message,
      'pods "p" is forbidden: failed quota: q: must specify requests.cpu for: web',
    );
    assert.equal((await target.post(pods, pod('500m'))).status, 201);
  },
  'fills in and enforces limit ranges': async target => {
    const namespace = await newNamespace(target);
    const limits = [
      {
        type: 'Container',
        default: { cpu: '200m' },
        defaultRequest: { cpu: '100m' },
        max: { cpu: '1' },
      },
    ];
    await target.post(`/api/v1/namespaces/${namespace}/limitranges`, {
      metadata: { name: 'l' },
      spec: { limits },
    });
    if (target.options.real)
      await new Promise(resolve => {
        setTimeout(resolve, 500);
      });
    const pods = `/api/v1/namespaces/${namespace}/pods`;
    const { json } = await target.post(pods, {
      metadata: { name: 'p' },
      spec: podSpec({ schedulerName: 'nobody' }),
    });
    assert.deepEqual(json.spec.containers[0].resources, {
      limits: { cpu: '200m' },
      requests: { cpu: '100m' },
    });
    const over = await target.post(pods, {
      metadata: { name: 'q' },
      spec: podSpec({ containers: [container('a', { resources: { limits: { cpu: '2' } } })] }),
    });
    assert.equal(
      over.json.message,
      'pods "q" is forbidden: maximum cpu usage per Container is 1, but limit is 2',
    );
  },
  'refuses a pod of an unknown priority class or account': async target => {
    const pods = `/api/v1/namespaces/${await newNamespace(target)}/pods`;
    const priority = await target.post(pods, {
      metadata: { name: 'p' },
      spec: podSpec({ priorityClassName: 'none-such' }),
    });
    assert.equal(
      priority.json.message,
      'pods "p" is forbidden: no PriorityClass with name none-such was found',
    );
    const account = await target.post(pods, {
      metadata: { name: 'p' },
      spec: podSpec({ serviceAccountName: 'none-such' }),
    });
    assert.equal(account.status, 403);
    assert.match(
      account.json.message,
      /error looking up service account .*\/none-such: serviceaccount "none-such" not found/,
    );
  },
  'resolves a priority class': async target => {
    const pods = `/api/v1/namespaces/${await newNamespace(target)}/pods`;
    const { json } = await target.post(pods, {
      metadata: { name: 'p' },
      spec: podSpec({ schedulerName: 'nobody', priorityClassName: 'system-cluster-critical' }),
    });
    assert.equal(json.spec.priority, 2_000_000_000);
  },
};
