import assert from 'node:assert/strict';
import { newCrd } from './fixtures';
import type { Checks } from './Target';

const AGGREGATED =
  'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json';

export const discoveryChecks: Checks = {
  'lists the core version': async target => {
    const { json } = await target.get('/api');
    assert.deepEqual([json.kind, json.versions], ['APIVersions', ['v1']]);
  },
  'lists groups with their preferred version': async target => {
    const { json } = await target.get('/apis');
    const autoscaling = json.groups.find((group: { name: string }) => group.name === 'autoscaling');
    assert.deepEqual(autoscaling, {
      name: 'autoscaling',
      versions: [
        { groupVersion: 'autoscaling/v2', version: 'v2' },
        { groupVersion: 'autoscaling/v1', version: 'v1' },
      ],
      preferredVersion: { groupVersion: 'autoscaling/v2', version: 'v2' },
    });
  },
  'serves one group by its name': async target => {
    const { json } = await target.get('/apis/apps');
    assert.deepEqual([json.kind, json.name], ['APIGroup', 'apps']);
  },
  'lists the resources of a version with their subresources': async target => {
    const { json } = await target.get('/apis/apps/v1');
    const scale = json.resources.find(
      (item: { name: string }) => item.name === 'deployments/scale',
    );
    assert.deepEqual(scale, {
      name: 'deployments/scale',
      singularName: '',
      namespaced: true,
      group: 'autoscaling',
      version: 'v1',
      kind: 'Scale',
      verbs: ['get', 'patch', 'update'],
    });
  },
  'gives short names and categories': async target => {
    const { json } = await target.get('/api/v1');
    const pods = json.resources.find((item: { name: string }) => item.name === 'pods');
    assert.deepEqual([pods.shortNames, pods.categories], [['po'], ['all']]);
  },
  'aggregates discovery with an ETag': async target => {
    const first = await target.get('/apis', { accept: AGGREGATED });
    assert.equal(first.json.kind, 'APIGroupDiscoveryList');
    const etag = first.headers.get('etag') ?? '';
    const second = await target.get('/apis', {
      accept: AGGREGATED,
      headers: { 'if-none-match': etag },
    });
    assert.equal(second.status, 304);
  },
  'describes a resource the same way in aggregated discovery': async target => {
    const { json } = await target.get('/apis', { accept: AGGREGATED });
    const apps = json.items.find(
      (item: { metadata: { name: string } }) => item.metadata.name === 'apps',
    );
    const found = apps.versions[0].resources.find(
      (item: { resource: string }) => item.resource === 'deployments',
    );
    assert.deepEqual(
      [found.scope, found.singularResource, found.responseKind.kind, found.shortNames],
      ['Namespaced', 'deployment', 'Deployment', ['deploy']],
    );
    assert.deepEqual(
      found.subresources.map((item: { subresource: string }) => item.subresource).sort(),
      ['scale', 'status'],
    );
  },
  'answers 404 for a version that is not served': async target => {
    const reply = await target.get('/apis/apps/v9');
    assert.equal(reply.status, 404);
  },
  'serves OpenAPI v3 by group version, cacheable by hash': async target => {
    const index = JSON.parse((await target.get('/openapi/v3')).text);
    const url = index.paths['apis/apps/v1'].serverRelativeURL;
    const reply = await target.get(url);
    assert.equal(reply.json.components.schemas['io.k8s.api.apps.v1.Deployment'].type, 'object');
    const etag = reply.headers.get('etag') ?? '';
    const again = await target.get('/openapi/v3/apis/apps/v1', {
      headers: { 'if-none-match': etag },
    });
    assert.equal(again.status, 304);
  },
  'serves an OpenAPI document for a CRD': async target => {
    const { group } = await newCrd(target);
    const index = await target.eventually('/openapi/v3', answer =>
      answer.text.includes(`apis/${group}/v1`),
    );
    const { paths } = JSON.parse(index.text);
    const reply = await target.get(paths[`apis/${group}/v1`].serverRelativeURL);
    const schema = Object.entries<Record<string, never>>(reply.json.components.schemas).find(
      ([name]) => name.endsWith('.v1.Widget'),
    )?.[1];
    assert.deepEqual(schema?.['x-kubernetes-group-version-kind'], [
      { group, version: 'v1', kind: 'Widget' },
    ]);
  },
  'adds a CRD to discovery': async target => {
    const { group } = await newCrd(target);
    const { json } = await target.eventually(`/apis/${group}/v1`, reply => reply.status === 200);
    assert.deepEqual(json.resources.map((item: { name: string }) => item.name).sort(), [
      'widgets',
      'widgets/scale',
      'widgets/status',
    ]);
    const groups = await target.eventually('/apis', reply => reply.text.includes(group));
    assert.ok(groups.text.includes(`"${group}"`));
  },
  'says its version to anyone': async target => {
    const { json } = await target.get('/version', { token: undefined });
    assert.deepEqual([json.major, json.minor, json.gitVersion], ['1', '37', 'v1.37.2']);
  },
  'is healthy, live and ready': async target => {
    for (const path of ['/healthz', '/livez', '/readyz'])
      assert.equal((await target.get(path, { token: undefined })).text, 'ok');
  },
  'answers 404 as text for an unknown path': async target => {
    const reply = await target.get('/no/such/path');
    assert.deepEqual([reply.status, reply.text], [404, '404 page not found\n']);
  },
};
