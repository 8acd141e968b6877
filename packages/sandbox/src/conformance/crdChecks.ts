import assert from 'node:assert/strict';
import { newCrd, newNamespace, widget, widgetsPath } from './fixtures';
import { APPLY, STRATEGIC, type Checks } from './Target';

export const crdChecks: Checks = {
  'establishes a CRD and accepts its names': async target => {
    const { group } = await newCrd(target);
    const { json } = await target.eventually(
      `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/widgets.${group}`,
      reply => reply.json.status?.conditions?.length >= 2,
    );
    const conditions = json.status.conditions.map(
      (item: { type: string; status: string }) => `${item.type}=${item.status}`,
    );
    assert.ok(
      conditions.includes('NamesAccepted=True') && conditions.includes('Established=True'),
      conditions.join(),
    );
    assert.deepEqual(json.status.storedVersions, ['v1']);
    assert.equal(json.spec.names.listKind, 'WidgetList');
    assert.deepEqual(json.spec.conversion, { strategy: 'None' });
  },
  'refuses a CRD whose name is not plural.group': async target => {
    const { status, json } = await target.post(
      '/apis/apiextensions.k8s.io/v1/customresourcedefinitions',
      {
        metadata: { name: 'other.example.org' },
        spec: {
          group: 'example.org',
          scope: 'Namespaced',
          names: { plural: 'things', kind: 'Thing' },
          versions: [
            {
              name: 'v1',
              served: true,
              storage: true,
              schema: { openAPIV3Schema: { type: 'object' } },
            },
          ],
        },
      },
    );
    assert.equal(status, 422);
    assert.match(
      json.message,
      /metadata.name: Invalid value: "other.example.org": must be spec.names.plural\+"."\+spec.group/,
    );
  },
  'refuses a CRD without a schema': async target => {
    const { status, json } = await target.post(
      '/apis/apiextensions.k8s.io/v1/customresourcedefinitions',
      {
        metadata: { name: 'things.example.org' },
        spec: {
          group: 'example.org',
          scope: 'Namespaced',
          names: { plural: 'things', kind: 'Thing' },
          versions: [{ name: 'v1', served: true, storage: true }],
        },
      },
    );
    assert.equal(status, 422);
    assert.match(json.message, /spec.versions\[0\].schema.openAPIV3Schema: Required value/);
  },
  'prunes unknown fields and fills in defaults': async target => {
    const crd = await newCrd(target);
    const path = widgetsPath(crd, 'default');
    const spec = { size: 2, unknown: true, free: { any: 1 }, parts: [{ name: 'a' }] };
    const { json, status, text } = await target.post(path, widget(crd, 'one', spec));
    assert.equal(status, 201, text);
    assert.deepEqual(json.spec, {
      size: 2,
      colour: 'red',
      free: { any: 1 },
      parts: [{ name: 'a', count: 1 }],
    });
    assert.equal(json.metadata.generation, 1);
  },
  'warns of pruned fields': async target => {
    const crd = await newCrd(target);
    const { headers } = await target.post(
      widgetsPath(crd, 'default'),
      widget(crd, 'one', { size: 2, unknown: true }),
    );
    assert.equal(headers.get('warning'), '299 - "unknown field \\"spec.unknown\\""');
  },
  'refuses unknown fields of a custom resource when strict': async target => {
    const crd = await newCrd(target);
    const { status, json } = await target.post(
      `${widgetsPath(crd, 'default')}?fieldValidation=Strict`,
      widget(crd, 'one', { size: 2, unknown: true }),
    );
    assert.equal(status, 400);
    assert.match(json.message, /strict decoding error: unknown field "spec.unknown"/);
  },
  'validates by the schema, naming every field': async target => {
    const crd = await newCrd(target);
    const { status, json } = await target.post(
      widgetsPath(crd, 'default'),
      widget(crd, 'one', { size: 99, colour: 'blue' }),
    );
    assert.deepEqual([status, json.reason], [422, 'Invalid']);
    assert.deepEqual(json.details.causes.map((cause: { field: string }) => cause.field).sort(), [
      'spec.colour',
      'spec.size',
    ]);
    assert.match(
      json.message,
      /spec.size: Invalid value: 99: spec.size in body should be less than or equal to 10/,
    );
    assert.match(
      json.message,
      /spec.colour: Unsupported value: "blue": supported values: "red", "green"/,
    );
  },
  'says which field is missing': async target => {
    const crd = await newCrd(target);
    const { json } = await target.post(widgetsPath(crd, 'default'), widget(crd, 'one', {}));
    assert.equal(json.message, `Widget.${crd.group} "one" is invalid: spec.size: Required value`);
  },
  'refuses a value of the wrong type in a custom resource': async target => {
    const crd = await newCrd(target);
    const { json } = await target.post(
      widgetsPath(crd, 'default'),
      widget(crd, 'one', { size: 'big' }),
    );
    assert.equal(
      json.message,
      `Widget.${crd.group} "one" is invalid: spec.size: Invalid value: "string": spec.size in body must be of type integer: "string"`,
    );
  },
  'keeps status and spec apart': async target => {
    const crd = await newCrd(target);
    const path = widgetsPath(crd, 'default');
    const created = await target.post(path, { ...widget(crd, 'one'), status: { phase: 'Early' } });
    assert.equal(created.json.status, undefined);
    const status = await target.patch(`${path}/one/status`, {
      status: { phase: 'Ready' },
      spec: { size: 9 },
    });
    assert.deepEqual(
      [status.json.status.phase, status.json.spec.size, status.json.metadata.generation],
      ['Ready', 1, 1],
    );
    const spec = await target.patch(`${path}/one`, {
      status: { phase: 'Other' },
      spec: { size: 3 },
    });
    assert.deepEqual(
      [spec.json.status.phase, spec.json.spec.size, spec.json.metadata.generation],
      ['Ready', 3, 2],
    );
  },
  'scales a custom resource': async target => {
    const crd = await newCrd(target);
    const path = widgetsPath(crd, 'default');
    await target.post(path, widget(crd, 'one', { size: 1, replicas: 2 }));
    await target.patch(`${path}/one/status`, { status: { replicas: 1, selector: 'a=b' } });
    const scale = await target.get(`${path}/one/scale`);
    assert.deepEqual(
      [scale.json.kind, scale.json.spec, scale.json.status],
      ['Scale', { replicas: 2 }, { replicas: 1, selector: 'a=b' }],
    );
    await target.patch(`${path}/one/scale`, { spec: { replicas: 5 } });
    assert.equal((await target.get(`${path}/one`)).json.spec.replicas, 5);
  },
  'requires a resource version to replace a custom resource': async target => {
    const crd = await newCrd(target);
    const path = widgetsPath(crd, 'default');
    await target.post(path, widget(crd, 'one'));
    const { status, json } = await target.put(`${path}/one`, widget(crd, 'one', { size: 2 }));
    assert.equal(status, 422);
    assert.match(
      json.message,
      /metadata.resourceVersion: Invalid value: .*: must be specified for an update/,
    );
  },
  'has no strategic merge for custom resources': async target => {
    const crd = await newCrd(target);
    const path = widgetsPath(crd, 'default');
    await target.post(path, widget(crd, 'one'));
    const { status } = await target.patch(
      `${path}/one`,
      { spec: { size: 2 } },
      { type: STRATEGIC },
    );
    assert.equal(status, 415);
  },
  'applies to custom resources by list keys': async target => {
    const crd = await newCrd(target);
    const path = `${widgetsPath(crd, 'default')}/one`;
    const body = (part: string) =>
      widget(crd, 'one', { size: 1, parts: [{ name: part, count: 2 }] });
    await target.patch(`${path}?fieldManager=one`, body('a'), { type: APPLY });
    const { json, status, text } = await target.patch(`${path}?fieldManager=two`, body('b'), {
      type: APPLY,
    });
    assert.equal(status, 200, text);
    assert.deepEqual(
      json.spec.parts.map((part: { name: string }) => part.name),
      ['a', 'b'],
    );
  },
  'checks the names of custom resources': async target => {
    const crd = await newCrd(target);
    const { status } = await target.post(widgetsPath(crd, 'default'), widget(crd, 'Not OK'));
    assert.equal(status, 422);
  },
  'removes custom resources with their definition': async target => {
    const crd = await newCrd(target);
    const namespace = await newNamespace(target);
    await target.post(widgetsPath(crd, namespace), widget(crd, 'one'));
    await target.delete(
      `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/widgets.${crd.group}`,
    );
    const gone = await target.eventually(
      `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/widgets.${crd.group}`,
      reply => reply.status === 404,
    );
    assert.equal(gone.status, 404);
    const list = await target.eventually(
      widgetsPath(crd, namespace),
      reply => reply.status === 404,
    );
    assert.equal(list.status, 404);
  },
};
