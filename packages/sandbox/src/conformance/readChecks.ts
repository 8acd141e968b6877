import assert from 'node:assert/strict';
import { newCrd, newNamespace, podSpec, widget, widgetsPath } from './fixtures';
import { TABLE, type Checks, type Target } from './Target';

async function configMaps(target: Target, count: number): Promise<string> {
  const namespace = await newNamespace(target);
  await target.eventually(
    `/api/v1/namespaces/${namespace}/configmaps/kube-root-ca.crt`,
    reply => reply.status === 200,
  );
  for (let index = 0; index < count; index++) {
    const labels = { index: String(index), parity: index % 2 === 0 ? 'even' : 'odd' };
    const metadata = { name: `map-${index}`, labels };
    await target.post(`/api/v1/namespaces/${namespace}/configmaps`, { metadata });
  }
  return `/api/v1/namespaces/${namespace}/configmaps`;
}

function names(list: { items: { metadata: { name: string } }[] }): string[] {
  return list.items.map(item => item.metadata.name);
}

export const readChecks: Checks = {
  'answers 404 with a Status for a missing object': async target => {
    const { status, json } = await target.get('/api/v1/namespaces/default/pods/nobody');
    assert.equal(status, 404);
    assert.deepEqual(json, {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: 'pods "nobody" not found',
      reason: 'NotFound',
      details: { name: 'nobody', kind: 'pods' },
      code: 404,
    });
  },
  'lists in key order': async target => {
    const { json } = await target.get(await configMaps(target, 3));
    assert.deepEqual(names(json), ['kube-root-ca.crt', 'map-0', 'map-1', 'map-2']);
  },
  'leaves kind and apiVersion out of the items of built-in lists': async target => {
    const { json } = await target.get(await configMaps(target, 1));
    assert.deepEqual([json.kind, json.items[1].kind], ['ConfigMapList', undefined]);
  },
  'keeps kind and apiVersion in the items of custom lists': async target => {
    const crd = await newCrd(target);
    const path = widgetsPath(crd, 'default');
    await target.post(path, widget(crd, 'one'));
    const { json } = await target.get(path);
    assert.deepEqual([json.kind, json.items[0].kind], ['WidgetList', 'Widget']);
  },
  'pages with limit and continue, and counts what remains': async target => {
    const path = await configMaps(target, 4);
    const first = await target.get(`${path}?limit=2`);
    assert.equal(first.json.metadata.remainingItemCount, 3);
    const second = await target.get(`${path}?limit=10&continue=${first.json.metadata.continue}`);
    assert.deepEqual(
      [...names(first.json), ...names(second.json)],
      ['kube-root-ca.crt', 'map-0', 'map-1', 'map-2', 'map-3'],
    );
    assert.equal(second.json.metadata.continue, undefined);
  },
  'pages through one snapshot while the collection changes': async target => {
    const path = await configMaps(target, 3);
    const first = await target.get(`${path}?limit=1`);
    await target.delete(`${path}/map-1`);
    await target.post(path, { metadata: { name: 'map-9' } });
    const second = await target.get(`${path}?continue=${first.json.metadata.continue}`);
    assert.deepEqual(names(second.json), ['map-0', 'map-1', 'map-2']);
    assert.equal(second.json.metadata.resourceVersion, first.json.metadata.resourceVersion);
  },
  'refuses a broken continue token': async target => {
    const { status, json } = await target.get('/api/v1/pods?continue=nonsense');
    assert.deepEqual([status, json.reason], [400, 'BadRequest']);
  },
  'gives no remaining count with a selector': async target => {
    const path = await configMaps(target, 4);
    const { json } = await target.get(`${path}?limit=1&labelSelector=parity%3Deven`);
    assert.equal(json.metadata.remainingItemCount, undefined);
    assert.equal(typeof json.metadata.continue, 'string');
  },
  'selects by labels': async target => {
    const path = await configMaps(target, 4);
    const select = async (selector: string) =>
      names((await target.get(`${path}?labelSelector=${encodeURIComponent(selector)}`)).json);
    assert.deepEqual(await select('parity=even'), ['map-0', 'map-2']);
    assert.deepEqual(await select('index in (1,2),parity!=odd'), ['map-2']);
    assert.deepEqual(await select('index notin (1,2),parity'), ['map-0', 'map-3']);
    assert.deepEqual(await select('!parity'), ['kube-root-ca.crt']);
    assert.deepEqual(await select('index>2'), ['map-3']);
  },
  'refuses a broken label selector': async target => {
    const { status } = await target.get('/api/v1/pods?labelSelector=a%3D%3D%3Db');
    assert.equal(status, 400);
  },
  'selects by fields': async target => {
    const path = await configMaps(target, 2);
    const { json } = await target.get(`${path}?fieldSelector=metadata.name%3Dmap-1`);
    assert.deepEqual(names(json), ['map-1']);
  },
  'refuses a field that cannot be selected on': async target => {
    const { status, json } = await target.get('/api/v1/pods?fieldSelector=spec.nothing%3D1');
    assert.deepEqual([status, json.reason], [400, 'BadRequest']);
    assert.match(json.message, /field label not supported: spec.nothing/);
  },
  'lists at an exact resource version': async target => {
    const path = await configMaps(target, 1);
    const { json } = await target.get(path);
    const version = json.metadata.resourceVersion;
    await target.post(path, { metadata: { name: 'map-9' } });
    const exact = await target.get(`${path}?resourceVersion=${version}&resourceVersionMatch=Exact`);
    assert.deepEqual(names(exact.json), ['kube-root-ca.crt', 'map-0']);
    assert.equal(exact.json.metadata.resourceVersion, version);
  },
  'lists not older than a resource version': async target => {
    const path = await configMaps(target, 1);
    const { json } = await target.get(path);
    const { status } = await target.get(
      `${path}?resourceVersion=${json.metadata.resourceVersion}&resourceVersionMatch=NotOlderThan`,
    );
    assert.equal(status, 200);
  },
  'times out on a resource version from the future': async target => {
    const { status, json } = await target.get('/api/v1/pods?resourceVersion=999999999');
    assert.deepEqual([status, json.reason], [504, 'Timeout']);
    assert.equal(json.details.causes[0].reason, 'ResourceVersionTooLarge');
  },
  'refuses resourceVersionMatch without a version': async target => {
    const { status, json } = await target.get('/api/v1/pods?resourceVersionMatch=Exact');
    assert.equal(status, 422);
    assert.match(
      json.message,
      /resourceVersionMatch is forbidden unless resourceVersion is provided/,
    );
  },
  'refuses a resource version that is not a number': async target => {
    const { status } = await target.get('/api/v1/pods?resourceVersion=abc');
    assert.equal(status, 400);
  },
  'answers a list as a Table': async target => {
    const path = await configMaps(target, 1);
    const { json } = await target.get(path, { accept: TABLE });
    assert.equal(json.kind, 'Table');
    assert.deepEqual(
      json.columnDefinitions.map((column: { name: string }) => column.name),
      ['Name', 'Data', 'Age'],
    );
    assert.deepEqual(json.rows[1].cells.slice(0, 2), ['map-0', 0]);
    assert.equal(json.rows[1].object.kind, 'PartialObjectMetadata');
  },
  'answers a pod Table with what kubectl shows': async target => {
    const namespace = await newNamespace(target);
    const path = `/api/v1/namespaces/${namespace}/pods`;
    await target.post(path, {
      metadata: { name: 'waits' },
      spec: podSpec({ schedulerName: 'nobody' }),
    });
    const { json } = await target.get(path, { accept: TABLE });
    assert.deepEqual(json.rows[0].cells.slice(0, 4), ['waits', '0/1', 'Pending', '0']);
    assert.deepEqual(json.rows[0].cells.slice(5), ['<none>', '<none>', '<none>', '<none>']);
  },
  'includes whole objects in a Table on request': async target => {
    const path = await configMaps(target, 1);
    const { json } = await target.get(`${path}?includeObject=Object`, { accept: TABLE });
    assert.equal(json.rows[0].object.kind, 'ConfigMap');
    const none = await target.get(`${path}?includeObject=None`, { accept: TABLE });
    assert.equal(none.json.rows[0].object, null);
  },
  'fills a CRD Table from its printer columns': async target => {
    const crd = await newCrd(target);
    const path = widgetsPath(crd, 'default');
    await target.post(path, widget(crd, 'one', { size: 7 }));
    const { json } = await target.get(path, { accept: TABLE });
    assert.deepEqual(
      json.columnDefinitions.map((column: { name: string }) => column.name),
      ['Name', 'Size', 'Colour', 'Age'],
    );
    assert.deepEqual(json.rows[0].cells.slice(0, 3), ['one', 7, 'red']);
  },
  'answers PartialObjectMetadata': async target => {
    const path = await configMaps(target, 1);
    const accept =
      'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io,application/json';
    const { json } = await target.get(path, { accept });
    assert.deepEqual(
      [json.kind, json.items[1].metadata.name, json.items[1].data],
      ['PartialObjectMetadataList', 'map-0', undefined],
    );
    const one = await target.get(`${path}/map-0`, { accept: accept.replace('List', '') });
    assert.equal(one.json.kind, 'PartialObjectMetadata');
  },
  'answers YAML': async target => {
    const { text } = await target.get('/api/v1/namespaces/default', { accept: 'application/yaml' });
    assert.match(text, /^kind: Namespace$/m);
  },
  'answers 406 for what it cannot write': async target => {
    const { status, json } = await target.get('/api/v1/pods', { accept: 'text/html' });
    assert.deepEqual([status, json.reason], [406, 'NotAcceptable']);
  },
  'answers 405 for a verb that a resource has not': async target => {
    const { status, json } = await target.post('/api/v1/nodes/x', {});
    assert.deepEqual([status, json.reason], [405, 'MethodNotAllowed']);
  },
  'serves one object under two API versions': async target => {
    const namespace = await newNamespace(target);
    const spec = {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'x' },
      maxReplicas: 3,
      targetCPUUtilizationPercentage: 60,
    };
    const path = (version: string) =>
      `/apis/autoscaling/${version}/namespaces/${namespace}/horizontalpodautoscalers`;
    await target.post(path('v1'), { metadata: { name: 'a' }, spec });
    const { json } = await target.get(`${path('v2')}/a`);
    assert.deepEqual(json.spec.metrics, [
      {
        type: 'Resource',
        resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 60 } },
      },
    ]);
  },
  'serves events under both of their groups': async target => {
    const event = {
      metadata: { name: target.unique('event'), namespace: 'default' },
      involvedObject: { kind: 'Pod', name: 'p', namespace: 'default' },
      reason: 'Tested',
      message: 'a note',
      type: 'Normal',
    };
    await target.post('/api/v1/namespaces/default/events', event);
    const { json } = await target.get(
      `/apis/events.k8s.io/v1/namespaces/default/events/${event.metadata.name}`,
    );
    assert.deepEqual([json.note, json.regarding.name], ['a note', 'p']);
    const selected = await target.get(
      '/api/v1/namespaces/default/events?fieldSelector=reason%3DTested',
    );
    assert.ok(selected.json.items.length >= 1);
  },
};
