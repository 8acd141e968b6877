import assert from 'node:assert/strict';
import { newNamespace } from './fixtures';
import { TABLE, type Checks, type Target, type WatchLine } from './Target';

interface Setup {
  readonly path: string;
  readonly version: string;
}

/** An own namespace with one labelled config map, and the revision after it. */
async function setup(target: Target): Promise<Setup> {
  const namespace = await newNamespace(target);
  const path = `/api/v1/namespaces/${namespace}/configmaps`;
  await target.eventually(`${path}/kube-root-ca.crt`, reply => reply.status === 200);
  await target.post(path, { metadata: { name: 'first', labels: { app: 'web' } } });
  const { json } = await target.get(path);
  return { path, version: json.metadata.resourceVersion };
}

function types(lines: readonly WatchLine[]): string[] {
  return lines.map(line => `${line.type} ${line.object.metadata?.name ?? ''}`.trim());
}

export const watchChecks: Checks = {
  'sends what happens after a resource version': async target => {
    const { path, version } = await setup(target);
    await target.post(path, { metadata: { name: 'second' } });
    await target.patch(`${path}/second`, { data: { a: '1' } });
    await target.delete(`${path}/second`);
    const lines = await target.watch(
      `${path}?watch=true&resourceVersion=${version}`,
      seen => seen.length >= 3,
    );
    assert.deepEqual(types(lines), ['ADDED second', 'MODIFIED second', 'DELETED second']);
    const versions = lines.map(line => Number(line.object.metadata.resourceVersion));
    assert.deepEqual(
      versions,
      versions.toSorted((a, b) => a - b),
    );
    assert.equal(new Set(versions).size, 3);
  },
  'replays what exists when no version is given': async target => {
    const { path } = await setup(target);
    const lines = await target.watch(`${path}?watch=true`, seen => seen.length >= 2);
    assert.deepEqual(types(lines).sort(), ['ADDED first', 'ADDED kube-root-ca.crt']);
  },
  'streams a list, then marks its end, then goes on': async target => {
    const { path } = await setup(target);
    const query =
      'watch=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true';
    let created = false;
    const lines = await target.watch(`${path}?${query}`, seen => {
      if (!created && seen.some(line => line.type === 'BOOKMARK')) {
        created = true;
        target.post(path, { metadata: { name: 'later' } }).catch(() => undefined);
      }
      return seen.some(line => line.object.metadata.name === 'later');
    });
    assert.deepEqual(types(lines), [
      'ADDED first',
      'ADDED kube-root-ca.crt',
      'BOOKMARK',
      'ADDED later',
    ]);
    const bookmark = lines[2]?.object;
    assert.equal(bookmark.metadata.annotations['k8s.io/initial-events-end'], 'true');
    assert.equal(bookmark.kind, 'ConfigMap');
  },
  'refuses initial events without a version match': async target => {
    const { status, json } = await target.get('/api/v1/pods?watch=true&sendInitialEvents=true');
    assert.equal(status, 422);
    assert.match(json.message, /resourceVersionMatch/);
  },
  'ends after its timeout': async target => {
    const { path, version } = await setup(target);
    const lines = await target.watch(
      `${path}?watch=true&timeoutSeconds=1&resourceVersion=${version}`,
      () => false,
    );
    assert.deepEqual(lines, []);
  },
  'turns label changes into ADDED and DELETED': async target => {
    const { path, version } = await setup(target);
    await target.patch(`${path}/first`, { metadata: { labels: { app: 'other' } } });
    await target.patch(`${path}/first`, { data: { a: '1' } });
    await target.patch(`${path}/first`, { metadata: { labels: { app: 'web' } } });
    const lines = await target.watch(
      `${path}?watch=true&resourceVersion=${version}&labelSelector=app%3Dweb`,
      seen => seen.length >= 2,
    );
    assert.deepEqual(types(lines), ['DELETED first', 'ADDED first']);
  },
  'shows a lost object with its last matching labels': async target => {
    const { path, version } = await setup(target);
    await target.patch(`${path}/first`, { metadata: { labels: { app: 'other' } } });
    const [line] = await target.watch(
      `${path}?watch=true&resourceVersion=${version}&labelSelector=app%3Dweb`,
      seen => seen.length >= 1,
    );
    assert.deepEqual([line?.type, line?.object.metadata.labels.app], ['DELETED', 'web']);
    assert.ok(Number(line?.object.metadata.resourceVersion) > Number(version));
  },
  'watches one object by field selector': async target => {
    const { path, version } = await setup(target);
    await target.post(path, { metadata: { name: 'second' } });
    await target.patch(`${path}/first`, { data: { a: '1' } });
    const lines = await target.watch(
      `${path}?watch=true&resourceVersion=${version}&fieldSelector=metadata.name%3Dfirst`,
      seen => seen.length >= 1,
    );
    assert.deepEqual(types(lines), ['MODIFIED first']);
  },
  'sends metadata only, when asked': async target => {
    const { path } = await setup(target);
    const accept = 'application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io';
    const lines = await target.watch(`${path}?watch=true`, seen => seen.length >= 1, { accept });
    assert.equal(lines[0]?.object.kind, 'PartialObjectMetadata');
  },
  'sends table rows, when asked': async target => {
    const { path } = await setup(target);
    const lines = await target.watch(`${path}?watch=true`, seen => seen.length >= 2, {
      accept: TABLE,
    });
    const tables = lines.map(line => line.object);
    assert.deepEqual(
      tables.map(table => table.kind),
      ['Table', 'Table'],
    );
    assert.equal(tables[0]?.columnDefinitions.length, 3);
    assert.equal(tables[1]?.columnDefinitions, null);
    assert.equal(tables[0]?.rows.length, 1);
  },
  'watches under the old path too': async target => {
    const { path, version } = await setup(target);
    await target.post(path, { metadata: { name: 'second' } });
    const lines = await target.watch(
      `${path.replace('/api/v1/', '/api/v1/watch/')}?resourceVersion=${version}`,
      seen => seen.length >= 1,
    );
    assert.deepEqual(types(lines), ['ADDED second']);
  },
};
