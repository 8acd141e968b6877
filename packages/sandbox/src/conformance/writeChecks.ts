import assert from 'node:assert/strict';
import { container, deployment, newNamespace, podSpec } from './fixtures';
import { JSON_PATCH, STRATEGIC, type Checks, type Target } from './Target';

async function newConfigMap(target: Target, data: object = { a: '1' }): Promise<string> {
  const namespace = await newNamespace(target);
  const path = `/api/v1/namespaces/${namespace}/configmaps`;
  await target.post(path, { metadata: { name: 'map' }, data });
  return `${path}/map`;
}

async function newDeployment(target: Target, spec: object = {}): Promise<string> {
  const namespace = await newNamespace(target);
  const path = `/apis/apps/v1/namespaces/${namespace}/deployments`;
  const reply = await target.post(path, deployment('web', spec));
  assert.equal(reply.status, 201, reply.text);
  return `${path}/web`;
}

export const writeChecks: Checks = {
  'creates with a generated name': async target => {
    const namespace = await newNamespace(target);
    const { status, json } = await target.post(`/api/v1/namespaces/${namespace}/configmaps`, {
      metadata: { generateName: 'gen-' },
    });
    assert.equal(status, 201);
    assert.match(json.metadata.name, /^gen-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
    assert.equal(json.metadata.generateName, 'gen-');
  },
  'refuses a second object of the same name': async target => {
    const path = await newConfigMap(target);
    const { status, json } = await target.post(path.replace(/\/map$/, ''), {
      metadata: { name: 'map' },
    });
    assert.deepEqual(
      [status, json.reason, json.message],
      [409, 'AlreadyExists', 'configmaps "map" already exists'],
    );
  },
  'refuses an object in a missing namespace': async target => {
    const { status, json } = await target.post('/api/v1/namespaces/not-there/configmaps', {
      metadata: { name: 'a' },
    });
    assert.deepEqual([status, json.message], [404, 'namespaces "not-there" not found']);
  },
  'refuses a body of another namespace': async target => {
    const { status, json } = await target.post('/api/v1/namespaces/default/configmaps', {
      metadata: { name: 'a', namespace: 'kube-system' },
    });
    assert.deepEqual([status, json.reason], [400, 'BadRequest']);
    assert.match(
      json.message,
      /the namespace of the provided object does not match the namespace sent on the request/,
    );
  },
  'refuses a body of another kind': async target => {
    const { status, json } = await target.post('/api/v1/namespaces/default/configmaps', {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'a' },
    });
    assert.deepEqual([status, json.reason], [400, 'BadRequest']);
  },
  'requires a name': async target => {
    const { status, json } = await target.post('/api/v1/namespaces/default/configmaps', {
      metadata: {},
    });
    assert.equal(status, 422);
    assert.equal(
      json.message,
      'ConfigMap "" is invalid: metadata.name: Required value: name or generateName is required',
    );
  },
  'refuses a bad name': async target => {
    const { status, json } = await target.post('/api/v1/namespaces/default/configmaps', {
      metadata: { name: 'Not_A_Name' },
    });
    assert.equal(status, 422);
    assert.equal(json.details.causes[0].field, 'metadata.name');
    assert.match(json.message, /a lowercase RFC 1123 subdomain must consist of/);
  },
  'refuses bad labels': async target => {
    const { status, json } = await target.post('/api/v1/namespaces/default/configmaps', {
      metadata: { name: 'a', labels: { ok: 'not ok!' } },
    });
    assert.equal(status, 422);
    assert.equal(json.details.causes[0].field, 'metadata.labels');
  },
  'updates under an optimistic lock': async target => {
    const path = await newConfigMap(target);
    const { json } = await target.get(path);
    await target.patch(path, { data: { b: '2' } });
    const stale = await target.put(path, { ...json, data: { a: '9' } });
    assert.equal(stale.status, 409);
    assert.equal(
      stale.json.message,
      'Operation cannot be fulfilled on configmaps "map": the object has been modified; please apply your changes to the latest version and try again',
    );
  },
  'updates without a resource version': async target => {
    const path = await newConfigMap(target);
    const { status, json } = await target.put(path, {
      metadata: { name: 'map' },
      data: { z: '1' },
    });
    assert.deepEqual([status, json.data], [200, { z: '1' }]);
  },
  'writes nothing where nothing changes': async target => {
    const path = await newConfigMap(target);
    const before = await target.get(path);
    const after = await target.patch(path, { data: { a: '1' } });
    assert.equal(after.json.metadata.resourceVersion, before.json.metadata.resourceVersion);
  },
  'merges a merge patch': async target => {
    const path = await newConfigMap(target, { a: '1', b: '2' });
    const { json } = await target.patch(path, { data: { a: null, c: '3' } });
    assert.deepEqual(json.data, { b: '2', c: '3' });
  },
  'applies a JSON patch': async target => {
    const path = await newConfigMap(target, { a: '1' });
    const patch = [
      { op: 'test', path: '/data/a', value: '1' },
      { op: 'add', path: '/data/b', value: '2' },
      { op: 'remove', path: '/data/a' },
    ];
    const { json } = await target.patch(path, patch, { type: JSON_PATCH });
    assert.deepEqual(json.data, { b: '2' });
  },
  'refuses a JSON patch whose test fails': async target => {
    const path = await newConfigMap(target, { a: '1' });
    const patch = [{ op: 'test', path: '/data/a', value: '2' }];
    const { status, json } = await target.patch(path, patch, { type: JSON_PATCH });
    assert.deepEqual([status, json.reason], [422, 'Invalid']);
  },
  'merges containers by name in a strategic patch': async target => {
    const path = await newDeployment(target);
    const patch = {
      spec: {
        template: {
          spec: {
            containers: [
              { name: 'web', image: 'b:2' },
              { name: 'side', image: 'c:1' },
            ],
          },
        },
      },
    };
    const { json, status, text } = await target.patch(path, patch, { type: STRATEGIC });
    assert.equal(status, 200, text);
    const { containers } = json.spec.template.spec;
    const images = containers
      .map((item: { name: string; image: string }) => `${item.name}=${item.image}`)
      .sort();
    assert.deepEqual(images, ['side=c:1', 'web=b:2']);
    assert.equal(
      containers.find((item: { name: string }) => item.name === 'web').terminationMessagePath,
      '/dev/termination-log',
    );
  },
  'deletes a list item in a strategic patch': async target => {
    const path = await newDeployment(target, {
      template: {
        metadata: { labels: { app: 'web' } },
        spec: { containers: [container('web'), container('side')] },
      },
    });
    const patch = {
      spec: { template: { spec: { containers: [{ name: 'side', $patch: 'delete' }] } } },
    };
    const { json } = await target.patch(path, patch, { type: STRATEGIC });
    assert.deepEqual(
      json.spec.template.spec.containers.map((item: { name: string }) => item.name),
      ['web'],
    );
  },
  'orders list items in a strategic patch': async target => {
    const path = await newDeployment(target, {
      template: {
        metadata: { labels: { app: 'web' } },
        spec: { containers: [container('a'), container('b')] },
      },
    });
    const patch = {
      spec: {
        template: {
          spec: {
            '$setElementOrder/containers': [{ name: 'b' }, { name: 'a' }],
            containers: [{ name: 'a', image: 'new' }],
          },
        },
      },
    };
    const { json } = await target.patch(path, patch, { type: STRATEGIC });
    assert.deepEqual(
      json.spec.template.spec.containers.map((item: { name: string }) => item.name),
      ['b', 'a'],
    );
  },
  'retains only the named keys in a strategic patch': async target => {
    const path = await newDeployment(target);
    const patch = { spec: { strategy: { $retainKeys: ['type'], type: 'Recreate' } } };
    const { json } = await target.patch(path, patch, { type: STRATEGIC });
    assert.deepEqual(json.spec.strategy, { type: 'Recreate' });
  },
  'refuses an unknown patch type': async target => {
    const path = await newConfigMap(target);
    const { status, json } = await target.patch(path, {}, { type: 'application/json' });
    assert.deepEqual([status, json.reason], [415, 'UnsupportedMediaType']);
  },
  'refuses a body type it cannot read': async target => {
    const { status, json } = await target.post('/api/v1/namespaces', {}, { type: 'text/plain' });
    assert.deepEqual([status, json.reason], [415, 'UnsupportedMediaType']);
  },
  'reads YAML': async target => {
    const namespace = await newNamespace(target);
    const { status, json } = await target.post(
      `/api/v1/namespaces/${namespace}/configmaps`,
      'metadata:\n  name: yaml\ndata:\n  a: "1"\n',
      { type: 'application/yaml' },
    );
    assert.deepEqual([status, json.data], [201, { a: '1' }]);
  },
  'stores nothing in a dry run': async target => {
    const path = await newConfigMap(target);
    const created = await target.post(`${path.replace(/\/map$/, '')}?dryRun=All`, {
      metadata: { name: 'dry' },
    });
    assert.equal(created.status, 201);
    assert.equal((await target.get(path.replace(/map$/, 'dry'))).status, 404);
    const patched = await target.patch(`${path}?dryRun=All`, { data: { a: '2' } });
    assert.equal(patched.json.data.a, '2');
    assert.equal((await target.get(path)).json.data.a, '1');
    await target.delete(`${path}?dryRun=All`);
    assert.equal((await target.get(path)).status, 200);
  },
  'warns of unknown fields': async target => {
    const namespace = await newNamespace(target);
    const { status, headers, json } = await target.post(
      `/api/v1/namespaces/${namespace}/configmaps`,
      { metadata: { name: 'a' }, wrong: 1 },
    );
    assert.equal(status, 201);
    assert.equal(headers.get('warning'), '299 - "unknown field \\"wrong\\""');
    assert.equal(json.wrong, undefined);
  },
  'refuses unknown fields when strict': async target => {
    const { status, json } = await target.post(
      '/apis/apps/v1/namespaces/default/deployments?fieldValidation=Strict&dryRun=All',
      deployment('a', { wrong: 1 }),
    );
    assert.equal(status, 400);
    assert.match(json.message, /strict decoding error: unknown field "spec.wrong"/);
  },
  'says nothing of unknown fields when told to ignore them': async target => {
    const { headers } = await target.post(
      '/api/v1/namespaces/default/configmaps?fieldValidation=Ignore&dryRun=All',
      { metadata: { name: 'a' }, wrong: 1 },
    );
    assert.equal(headers.get('warning'), undefined);
  },
  'refuses values of the wrong type': async target => {
    const { status, json } = await target.post(
      '/apis/apps/v1/namespaces/default/deployments',
      deployment('a', { replicas: 'three' }),
    );
    assert.deepEqual([status, json.reason], [400, 'BadRequest']);
    assert.match(
      json.message,
      /cannot be handled as a Deployment: json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32|cannot unmarshal string/,
    );
  },
  'counts spec changes in the generation, not metadata or status': async target => {
    const path = await newDeployment(target, { paused: true });
    const relabelled = await target.patch(path, { metadata: { labels: { a: 'b' } } });
    assert.equal(relabelled.json.metadata.generation, 1);
    const scaled = await target.patch(path, { spec: { minReadySeconds: 2 } });
    assert.equal(scaled.json.metadata.generation, 2);
  },
  'keeps the status out of reach of a normal update': async target => {
    const path = await newDeployment(target, { paused: true });
    const { json } = await target.patch(path, { status: { replicas: 7 } });
    assert.notEqual(json.status.replicas, 7);
  },
  'writes only the status through the status subresource': async target => {
    const namespace = await newNamespace(target);
    const path = `/api/v1/namespaces/${namespace}/pods`;
    await target.post(path, {
      metadata: { name: 'p' },
      spec: podSpec({ schedulerName: 'nobody' }),
    });
    const { json } = await target.patch(`${path}/p/status`, {
      status: { message: 'hello' },
      spec: { nodeName: 'n' },
      metadata: { labels: { a: 'b' } },
    });
    assert.deepEqual([json.status.message, json.spec.nodeName], ['hello', undefined]);
  },
  'refuses a body that is too large': async target => {
    const { status, json } = await target.post('/api/v1/namespaces/default/configmaps', {
      metadata: { name: 'big' },
      data: { a: 'x'.repeat(4 * 1024 * 1024) },
    });
    assert.deepEqual([status, json.reason], [413, 'RequestEntityTooLarge']);
  },
  'refuses a body that is not JSON': async target => {
    const { status, json } = await target.post('/api/v1/namespaces/default/configmaps', '{nope');
    assert.deepEqual([status, json.reason], [400, 'BadRequest']);
  },
  'compresses large answers on request': async target => {
    const path = await newConfigMap(target, { a: 'x'.repeat(200_000) });
    const { headers, json } = await target.get(path, { headers: { 'accept-encoding': 'gzip' } });
    assert.equal(headers.get('content-encoding'), 'gzip');
    assert.equal(json.data.a.length, 200_000);
  },
  'warns of a type that is on its way out': async target => {
    const path = `/api/v1/namespaces/${await newNamespace(target)}/endpoints`;
    const { status, headers } = await target.post(path, { metadata: { name: 'e' } });
    assert.equal(status, 201);
    assert.equal(
      headers.get('warning'),
      '299 - "v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice"',
    );
  },
};
