import assert from 'node:assert/strict';
import { container, deployment, newNamespace } from './fixtures';
import { APPLY, JSON_PATCH, type Checks, type Reply, type Target } from './Target';

async function maps(target: Target): Promise<string> {
  return `/api/v1/namespaces/${await newNamespace(target)}/configmaps`;
}

function map(name: string, data: object, metadata: object = {}): object {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, ...metadata }, data };
}

function apply(
  target: Target,
  path: string,
  options: { body: object; as: string; force?: boolean },
): Promise<Reply> {
  const force = options.force === true ? '&force=true' : '';
  return target.patch(`${path}?fieldManager=${options.as}${force}`, options.body, { type: APPLY });
}

interface Entry {
  manager: string;
  operation: string;
  subresource?: string;
  fieldsV1: object;
}

function fieldsOf(reply: Reply, manager: string): object | undefined {
  const entries: Entry[] = reply.json.metadata.managedFields ?? [];
  return entries.find(entry => entry.manager === manager)?.fieldsV1;
}

export const applyChecks: Checks = {
  'creates what it applies': async target => {
    const path = await maps(target);
    const reply = await apply(target, `${path}/m`, { body: map('m', { a: '1' }), as: 'one' });
    assert.equal(reply.status, 201);
    assert.deepEqual(fieldsOf(reply, 'one'), { 'f:data': { 'f:a': {} } });
    const [entry] = reply.json.metadata.managedFields;
    assert.deepEqual(
      [entry.operation, entry.apiVersion, entry.fieldsType],
      ['Apply', 'v1', 'FieldsV1'],
    );
  },
  'records who created and updated what': async target => {
    const path = await maps(target);
    const created = await target.post(
      `${path}?fieldManager=maker`,
      map('m', { a: '1', b: '2' }, { labels: { l: 'x' } }),
    );
    assert.deepEqual(fieldsOf(created, 'maker'), {
      'f:data': { '.': {}, 'f:a': {}, 'f:b': {} },
      'f:metadata': { 'f:labels': { '.': {}, 'f:l': {} } },
    });
    const updated = await target.patch(`${path}/m?fieldManager=changer`, {
      data: { b: '3', c: '4' },
    });
    assert.deepEqual(fieldsOf(updated, 'changer'), { 'f:data': { 'f:b': {}, 'f:c': {} } });
    assert.deepEqual(fieldsOf(updated, 'maker'), {
      'f:data': { '.': {}, 'f:a': {} },
      'f:metadata': { 'f:labels': { '.': {}, 'f:l': {} } },
    });
  },
  'names the manager after the user agent by default': async target => {
    const path = await maps(target);
    const created = await target.post(path, map('m', { a: '1' }));
    assert.equal(created.json.metadata.managedFields[0].manager, 'conformance');
  },
  "conflicts with another manager's field": async target => {
    const path = `${await maps(target)}/m`;
    await apply(target, path, { body: map('m', { a: '1' }), as: 'one' });
    const { status, json } = await apply(target, path, { body: map('m', { a: '2' }), as: 'two' });
    assert.equal(status, 409);
    assert.equal(json.message, 'Apply failed with 1 conflict: conflict with "one": .data.a');
    assert.deepEqual(json.details.causes, [
      { reason: 'FieldManagerConflict', message: 'conflict with "one"', field: '.data.a' },
    ]);
  },
  'conflicts with an update, naming its version': async target => {
    const path = await maps(target);
    await target.post(`${path}?fieldManager=maker`, map('m', { a: '1', b: '1' }));
    const { status, json } = await apply(target, `${path}/m`, {
      body: map('m', { a: '2', b: '2' }),
      as: 'two',
    });
    assert.equal(status, 409);
    assert.equal(
      json.message,
      'Apply failed with 2 conflicts: conflicts with "maker" using v1:\n- .data.a\n- .data.b',
    );
  },
  'takes a field over by force': async target => {
    const path = `${await maps(target)}/m`;
    await apply(target, path, { body: map('m', { a: '1', b: '1' }), as: 'one' });
    const reply = await apply(target, path, { body: map('m', { a: '2' }), as: 'two', force: true });
    assert.deepEqual(reply.json.data, { a: '2', b: '1' });
    assert.deepEqual(fieldsOf(reply, 'one'), { 'f:data': { 'f:b': {} } });
  },
  'shares a field that both apply with the same value': async target => {
    const path = `${await maps(target)}/m`;
    await apply(target, path, { body: map('m', { a: '1' }), as: 'one' });
    const reply = await apply(target, path, { body: map('m', { a: '1' }), as: 'two' });
    assert.equal(reply.status, 200);
    assert.deepEqual(
      [fieldsOf(reply, 'one'), fieldsOf(reply, 'two')],
      [{ 'f:data': { 'f:a': {} } }, { 'f:data': { 'f:a': {} } }],
    );
    const dropped = await apply(target, path, { body: map('m', {}), as: 'one' });
    assert.deepEqual(dropped.json.data, { a: '1' });
  },
  'removes what it no longer applies': async target => {
    const path = `${await maps(target)}/m`;
    await apply(target, path, { body: map('m', { a: '1', b: '1' }), as: 'one' });
    const reply = await apply(target, path, { body: map('m', { a: '1' }), as: 'one' });
    assert.deepEqual(reply.json.data, { a: '1' });
  },
  'keeps a map whose keys it applies on after taking over from an update': async target => {
    const path = await maps(target);
    const body = map('m', { a: '1' }, { labels: { l: 'x' } });
    await target.post(`${path}?fieldManager=one`, body);
    const asApply = [
      { op: 'replace', path: '/metadata/managedFields/0/operation', value: 'Apply' },
    ];
    await target.patch(`${path}/m`, asApply, { type: JSON_PATCH });
    const { json } = await apply(target, `${path}/m`, { body, as: 'one' });
    assert.deepEqual([json.data, json.metadata.labels], [{ a: '1' }, { l: 'x' }]);
    const emptied = await apply(target, `${path}/m`, { body: map('m', {}), as: 'one' });
    assert.deepEqual([emptied.json.data, emptied.json.metadata.labels], [undefined, undefined]);
  },
  'keeps what another manager put beside what it no longer applies': async target => {
    const path = `${await maps(target)}/m`;
    await apply(target, path, { body: map('m', { a: '1', b: '1' }), as: 'one' });
    await target.patch(`${path}?fieldManager=other`, { data: { c: '3' } });
    const { json } = await apply(target, path, {
      body: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'm' } },
      as: 'one',
    });
    assert.deepEqual(json.data, { c: '3' });
  },
  'writes nothing when the same is applied again': async target => {
    const path = `${await maps(target)}/m`;
    const first = await apply(target, path, { body: map('m', { a: '1' }), as: 'one' });
    const second = await apply(target, path, { body: map('m', { a: '1' }), as: 'one' });
    assert.equal(second.json.metadata.resourceVersion, first.json.metadata.resourceVersion);
  },
  'merges lists by their keys': async target => {
    const path = `/apis/apps/v1/namespaces/${await newNamespace(target)}/deployments/web`;
    const one = deployment('web', { paused: true });
    await apply(target, path, { body: one, as: 'one' });
    const side = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web' },
      spec: { template: { spec: { containers: [container('side')] } } },
    };
    const reply = await apply(target, path, { body: side, as: 'two' });
    assert.equal(reply.status, 200, reply.text);
    assert.deepEqual(
      reply.json.spec.template.spec.containers.map((item: { name: string }) => item.name),
      ['web', 'side'],
    );
    assert.deepEqual(fieldsOf(reply, 'two'), {
      'f:spec': {
        'f:template': {
          'f:spec': {
            'f:containers': { 'k:{"name":"side"}': { '.': {}, 'f:image': {}, 'f:name': {} } },
          },
        },
      },
    });
    const removed = await apply(target, path, { body: { ...side, spec: {} }, as: 'two' });
    assert.deepEqual(
      removed.json.spec.template.spec.containers.map((item: { name: string }) => item.name),
      ['web'],
    );
  },
  'records an update of a deployment as the real server does': async target => {
    const path = `/apis/apps/v1/namespaces/${await newNamespace(target)}/deployments?fieldManager=maker`;
    const reply = await target.post(path, deployment('web', { paused: true }));
    assert.deepEqual(fieldsOf(reply, 'maker'), {
      'f:spec': {
        'f:paused': {},
        'f:progressDeadlineSeconds': {},
        'f:replicas': {},
        'f:revisionHistoryLimit': {},
        'f:selector': {},
        'f:strategy': {
          'f:rollingUpdate': { '.': {}, 'f:maxSurge': {}, 'f:maxUnavailable': {} },
          'f:type': {},
        },
        'f:template': {
          'f:metadata': { 'f:labels': { '.': {}, 'f:app': {} } },
          'f:spec': {
            'f:containers': {
              'k:{"name":"web"}': {
                '.': {},
                'f:image': {},
                'f:imagePullPolicy': {},
                'f:name': {},
                'f:resources': {},
                'f:terminationMessagePath': {},
                'f:terminationMessagePolicy': {},
              },
            },
            'f:dnsPolicy': {},
            'f:restartPolicy': {},
            'f:schedulerName': {},
            'f:securityContext': {},
            'f:terminationGracePeriodSeconds': {},
          },
        },
      },
    });
  },
  'requires a field manager': async target => {
    const path = `${await maps(target)}/m`;
    const { status, json } = await target.patch(path, map('m', {}), { type: APPLY });
    assert.equal(status, 422);
    assert.equal(
      json.message,
      'PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch',
    );
  },
  'refuses managedFields in what it applies': async target => {
    const path = `${await maps(target)}/m`;
    const body = map(
      'm',
      {},
      {
        managedFields: [
          {
            manager: 'x',
            operation: 'Apply',
            apiVersion: 'v1',
            fieldsType: 'FieldsV1',
            fieldsV1: {},
          },
        ],
      },
    );
    const { status } = await apply(target, path, { body, as: 'one' });
    assert.equal(status, 400);
  },
  'stores nothing in a dry run of an apply': async target => {
    const path = `${await maps(target)}/m`;
    const { status } = await target.patch(
      `${path}?fieldManager=one&dryRun=All`,
      map('m', { a: '1' }),
      { type: APPLY },
    );
    assert.equal(status, 201);
    assert.equal((await target.get(path)).status, 404);
  },
};
