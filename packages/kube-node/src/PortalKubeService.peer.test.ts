import { mockServices } from '@backstage/backend-test-utils';
import type { ClusterDefinition } from './clusters/ClusterDefinition';
import { ClusterPool } from './clusters/ClusterPool';
import { staticCredential } from './clusters/PortalCredential';
import type { RowEvent, Viewer } from './KubeService';
import { PortalKubeService } from './PortalKubeService';
import { systemClock } from './reflector/Clock';
import { NamespaceIds } from './rows/NamespaceSet';
import { ClusterWriter, peerDefinition } from './testUtils/peerClusters';
import { testDefinition } from './testUtils/testDefinition';

const KUBECONFIG = process.env.KUBEMATE_PEER_KUBECONFIG;
// Skipped, and counted as that, where no real API server runs: `npm test` starts one.
const describeWithPeer = KUBECONFIG === undefined ? describe.skip : describe;

const core = (plural: string) => ({ group: '', version: 'v1', plural });
const RBAC = 'rbac.authorization.k8s.io';
const rbac = (plural: string) => ({ group: RBAC, version: 'v1', plural });
const configMaps = core('configmaps');
const id = `svc-${Date.now() % 1_000_000}`;
const reader: Viewer = { userEntityRef: `user:default/${id}`, ownershipEntityRefs: [] };
const binding = {
  kind: 'RoleBinding',
  metadata: { namespace: id, name: 'read' },
  roleRef: { apiGroup: RBAC, kind: 'Role', name: 'read' },
  subjects: [
    { kind: 'User', apiGroup: RBAC, name: `kubemate:${id}` },
    { kind: 'User', apiGroup: RBAC, name: `system:serviceaccount:${id}:portal` },
  ],
};

describeWithPeer('the kube service on a real API server', () => {
  let admin: ClusterDefinition;
  let writer: ClusterWriter;
  const open: PortalKubeService[] = [];

  function service(...definitions: ClusterDefinition[]): PortalKubeService {
    const options = { ids: new NamespaceIds(), clock: systemClock, random: Math.random };
    const prefixes = { userPrefix: 'kubemate:', groupPrefix: 'kubemate:' };
    const logger = mockServices.logger.mock();
    const clusters = new ClusterPool(definitions, { ...options, logger, prefixes });
    clusters.start();
    const kube = new PortalKubeService({ ...options, clusters });
    open.push(kube);
    return kube;
  }

  beforeAll(async () => {
    admin = await peerDefinition(KUBECONFIG ?? '', 'impersonate');
    writer = new ClusterWriter(admin);
    await writer.create(core('namespaces'), { kind: 'Namespace', metadata: { name: id } });
    await writer.create(configMaps, {
      kind: 'ConfigMap',
      metadata: { namespace: id, name: 'first' },
    });
    await writer.create(rbac('roles'), {
      kind: 'Role',
      metadata: { namespace: id, name: 'read' },
      rules: [
        { apiGroups: [''], resources: ['configmaps', 'pods', 'pods/log'], verbs: ['get', 'list'] },
      ],
    });
    await writer.create(rbac('rolebindings'), binding);
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map(kube => kube.close()));
  });
  afterAll(() => writer.close());

  it('answers for the others while one cluster is dead', async () => {
    const dead = testDefinition(new URL('http://127.0.0.1:1'), { name: 'dead' });
    const kube = service(admin, dead);
    const page = await kube.rows({ resource: configMaps }, reader);
    expect(page.items.map(row => row.name)).toContain('first');
    expect(new Set(page.items.map(row => row.namespace))).toEqual(new Set([id]));
    expect(page.failures).toEqual([
      { cluster: 'dead', state: 'unreachable', reason: 'the connection was refused' },
    ]);
    expect(kube.clusters().map(state => state.connection.state)).toEqual(['ready', 'unreachable']);
    expect(kube.clusters()[0]?.version).toMatch(/^v1\./);
  });

  it('says for each type what the viewer may do with it', async () => {
    const resources = await service(admin).resources('peer', reader);
    const verbs = (plural: string) => resources.find(each => each.plural === plural)?.allowedVerbs;
    expect(verbs('configmaps')).toEqual(['get', 'list']);
    expect(verbs('secrets')).toEqual([]);
    expect(verbs('nodes')).toEqual([]);
    expect(resources.find(each => each.plural === 'pods')?.columns.length).toBeGreaterThan(3);
  });

  it('refuses in the API server’s words', async () => {
    const kube = service(admin);
    const ref = { cluster: 'peer', resource: configMaps, namespace: 'default', name: 'x' };
    await expect(kube.get(ref, reader)).rejects.toMatchObject({
      name: 'NotAllowedError',
      message: `configmaps "x" is forbidden: User "kubemate:${id}" cannot get resource "configmaps" in API group "" in the namespace "default"`,
    });
    await expect(kube.get({ ...ref, namespace: id }, reader)).rejects.toMatchObject({
      name: 'NotFoundError',
      message: 'configmaps "x" not found',
    });
    await expect(kube.rows({ resource: core('secrets') }, reader)).resolves.toMatchObject({
      total: 0,
      failures: [{ state: 'denied' }],
    });
  });

  it('lets a portal with rights in one namespace show that one', async () => {
    const pathOf = `/api/v1/namespaces/${id}/serviceaccounts`;
    await writer.create(core('serviceaccounts'), {
      kind: 'ServiceAccount',
      metadata: { namespace: id, name: 'portal' },
    });
    const token = await writer.token(`${pathOf}/portal/token`);
    const narrow: ClusterDefinition = {
      ...admin,
      identity: 'self',
      namespaces: [id],
      credential: staticCredential({ authorization: `Bearer ${token}` }),
    };
    const page = await service(narrow).rows({ resource: configMaps }, reader);
    expect(page.items.map(row => row.name)).toContain('first');
    expect(page.failures).toEqual([]);
  });

  it('streams changes, and ends at once when the last right is taken', async () => {
    const kube = service(admin);
    const abort = new AbortController();
    const seen: RowEvent[] = [];
    let waiting = () => {};
    const until = (test: () => boolean) =>
      new Promise<void>(resolve => {
        waiting = () => {
          if (test()) resolve();
        };
        waiting();
      });
    const rowsOf = (event: RowEvent) => {
      if (event.type === 'page') return event.page.items;
      return event.type === 'delta' ? event.delta.inserted.map(each => each.row) : [];
    };
    const names = () => new Set(seen.flatMap(rowsOf).map(row => row.name));
    const done = (async () => {
      const stream = kube.watchRows({ resource: configMaps, sort: 'name' }, reader, {
        signal: abort.signal,
      });
      for await (const { event, json } of stream) {
        expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(event)));
        seen.push(event);
        waiting();
      }
    })();
    const ended = done.then(
      () => undefined,
      error => error,
    );
    await until(() => names().has('first'));
    await writer.create(configMaps, {
      kind: 'ConfigMap',
      metadata: { namespace: id, name: 'second' },
    });
    await until(() => names().has('second'));
    const at = Date.now();
    await writer.send('DELETE', `/apis/${RBAC}/v1/namespaces/${id}/rolebindings/read`);
    expect(await ended).toMatchObject({ name: 'NotAllowedError' });
    expect(Date.now() - at).toBeLessThan(5_000);
    await writer.create(rbac('rolebindings'), binding);
  }, 20_000);

  it('shows a custom type with its printer columns as soon as it is served', async () => {
    const kube = service(admin);
    const group = `${id}.example.com`;
    const everyone: Viewer = { userEntityRef: `user:default/${id}-all`, ownershipEntityRefs: [] };
    await writer.create(rbac('clusterrolebindings'), {
      kind: 'ClusterRoleBinding',
      metadata: { name: id },
      roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: 'cluster-admin' },
      subjects: [{ kind: 'User', apiGroup: RBAC, name: `kubemate:${id}-all` }],
    });
    const widgets = { group, version: 'v1', plural: 'widgets' };
    const query = { resource: widgets };
    expect((await kube.rows(query, everyone)).failures).toMatchObject([{ state: 'not-served' }]);
    await writer.create(
      { group: 'apiextensions.k8s.io', version: 'v1', plural: 'customresourcedefinitions' },
      {
        kind: 'CustomResourceDefinition',
        metadata: { name: `widgets.${group}` },
        spec: {
          group,
          scope: 'Namespaced',
          names: { plural: 'widgets', singular: 'widget', kind: 'Widget' },
          versions: [
            {
              name: 'v1',
              served: true,
              storage: true,
              schema: {
                openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
              },
              additionalPrinterColumns: [
                { name: 'Colour', type: 'string', jsonPath: '.spec.colour' },
              ],
            },
          ],
        },
      },
    );
    const deadline = Date.now() + 10_000;
    let page = await kube.rows(query, everyone);
    while (page.failures.length > 0 && Date.now() < deadline) {
      await new Promise(resolve => setTimeout(resolve, 100));
      page = await kube.rows(query, everyone);
    }
    expect(page.failures).toEqual([]);
    await writer.create(widgets, {
      kind: 'Widget',
      metadata: { namespace: id, name: 'w' },
      spec: { colour: 'red' },
    });
    while (page.total === 0 && Date.now() < deadline) {
      await new Promise(resolve => setTimeout(resolve, 50));
      page = await kube.rows(query, everyone);
    }
    expect(page.columns).toMatchObject([{ title: 'Colour' }]);
    expect(Object.values(page.items[0]?.cells ?? {})).toEqual(['red']);
  }, 30_000);
});
