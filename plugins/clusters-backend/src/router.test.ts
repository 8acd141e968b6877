import { mockCredentials } from '@backstage/backend-test-utils';
import { clustersRoutes } from '@kubemate/plugin-clusters-common';
import type { JsonRoute } from '@kubemate/http-common';
import request from 'supertest';
import { clusterState, FakeKubeService } from './__testUtils__/FakeKubeService';
import { object } from './__testUtils__/objects';
import { releaseSecret } from './helm/__testUtils__/makeRelease';
import { startRouter } from './__testUtils__/startRouter';

const node = object({
  kind: 'Node',
  name: 'node-1',
  namespace: null,
  status: {
    allocatable: { cpu: '4', memory: '8Gi', pods: '110' },
    conditions: [{ type: 'Ready', status: 'True' }],
  },
});

const pod = object({
  kind: 'Pod',
  name: 'cart-1',
  labels: { app: 'cart' },
  spec: {
    nodeName: 'node-1',
    serviceAccountName: 'cart',
    containers: [{ name: 'web', resources: { requests: { cpu: '500m', memory: '1Gi' } } }],
  },
  status: {
    phase: 'Running',
    conditions: [{ type: 'Ready', status: 'True' }],
    containerStatuses: [{ name: 'web', ready: true, restartCount: 0, state: { running: {} } }],
  },
});

const event = object({
  kind: 'Event',
  name: 'cart-1.1',
  involvedObject: { kind: 'Pod', name: 'cart-1', namespace: 'shop', uid: pod.metadata.uid },
  reason: 'Pulled',
  message: 'Container image pulled',
  type: 'Normal',
  count: 2,
  source: { component: 'kubelet', host: 'node-1' },
  firstTimestamp: '2026-01-01T00:00:00Z',
  lastTimestamp: '2026-01-01T00:01:00Z',
});

const template = {
  metadata: { labels: { app: 'cart' } },
  spec: { containers: [{ name: 'web', image: 'shop/cart:1' }] },
};
const deployment = object({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  name: 'cart',
  spec: { selector: { matchLabels: { app: 'cart' } }, template },
});
const replicaSet = object({
  apiVersion: 'apps/v1',
  kind: 'ReplicaSet',
  name: 'cart-6f',
  labels: { app: 'cart' },
  owner: deployment,
  spec: { template },
});

const openApi = {
  components: {
    schemas: {
      Pod: {
        type: 'object',
        'x-kubernetes-group-version-kind': [{ group: '', version: 'v1', kind: 'Pod' }],
      },
    },
  },
};

let release: Awaited<ReturnType<typeof releaseSecret>>;

beforeAll(async () => {
  release = await releaseSecret({ name: 'cart', namespace: 'shop', revision: 1 });
});

function shop() {
  const kube = new FakeKubeService();
  kube.openApiDocuments.set('v1', openApi);
  return kube
    .add('v1/nodes', [node])
    .add('v1/pods', [pod])
    .add('apps/v1/deployments', [deployment])
    .add('apps/v1/replicasets', [replicaSet])
    .add('v1/events', [event])
    .add('v1/secrets', [
      object({ ...release, name: release.metadata.name, labels: release.metadata.labels }),
    ])
    .add('v1/serviceaccounts', [object({ kind: 'ServiceAccount', name: 'cart' })])
    .add('v1/services', [
      object({ kind: 'Service', name: 'cart', spec: { selector: { app: 'cart' } } }),
    ]);
}

const CART = 'cluster=dev&resource=v1/pods&namespace=shop&name=cart-1';

const EXAMPLES: Record<string, { route: JsonRoute; path: string }> = {
  clusters: { route: clustersRoutes.listClusters, path: '/clusters' },
  summary: { route: clustersRoutes.getClusterSummary, path: '/summary?cluster=dev' },
  nodes: { route: clustersRoutes.listNodes, path: '/nodes?cluster=dev' },
  fleet: { route: clustersRoutes.getFleet, path: '/fleet' },
  identity: { route: clustersRoutes.listIdentities, path: '/identity' },
  resources: { route: clustersRoutes.listResources, path: '/resources?cluster=dev' },
  rows: { route: clustersRoutes.listRows, path: '/rows?resource=v1/pods' },
  selected: { route: clustersRoutes.listSelected, path: '/selected?labelSelector=app=cart' },
  discovery: { route: clustersRoutes.discover, path: '/discovery' },
  objects: { route: clustersRoutes.getObject, path: `/objects?${CART}` },
  events: { route: clustersRoutes.listEvents, path: `/events?${CART}` },
  related: { route: clustersRoutes.listRelated, path: `/related?${CART}` },
  topology: {
    route: clustersRoutes.getTopology,
    path: '/topology?cluster=dev&namespaces=shop',
  },
  why: { route: clustersRoutes.explain, path: `/why?${CART}` },
  search: { route: clustersRoutes.search, path: '/search?q=cart' },
  revisions: {
    route: clustersRoutes.listRevisions,
    path: '/revisions?cluster=dev&resource=apps/v1/deployments&namespace=shop&name=cart',
  },
  registrations: { route: clustersRoutes.listRegistrations, path: '/registrations' },
  'helm/releases': { route: clustersRoutes.listHelmReleases, path: '/helm/releases' },
  'helm/history': {
    route: clustersRoutes.getHelmHistory,
    path: '/helm/history?cluster=dev&namespace=shop&name=cart',
  },
  schema: {
    route: clustersRoutes.getSchema,
    path: '/schema?cluster=dev&apiVersion=v1&kind=Pod',
  },
  'openapi.json': { route: clustersRoutes.getOpenApi, path: '/openapi.json' },
};

describe('the contract', () => {
  it.each(Object.entries(EXAMPLES))(
    '/%s answers what it promises, and nothing else',
    async (_, { route, path }) => {
      const { app } = startRouter(shop());
      const { status, body, headers } = await request(app).get(path);
      expect({ status, error: body.error }).toEqual({ status: 200, error: undefined });
      expect(route.response.parse(body)).toEqual(body);
      expect(headers['cache-control']).toBe('no-store');
    },
  );

  it('has an example here for every route that answers JSON', () => {
    const routes = Object.values(clustersRoutes).filter(route => 'response' in route);
    expect(
      Object.values(EXAMPLES)
        .map(({ route }) => route.path)
        .sort(),
    ).toEqual(routes.map(route => route.path).sort());
  });

  it.each(Object.values(clustersRoutes).map(route => route.path))(
    '%s is for people who have signed in',
    async path => {
      const { app } = startRouter(shop());
      const anonymous = await request(app)
        .get(path)
        .set('Authorization', mockCredentials.none.header());
      expect(anonymous.status).toBe(401);
      expect(anonymous.body.error.name).toBe('AuthenticationError');
      const plugin = await request(app)
        .get(path)
        .set('Authorization', mockCredentials.service.header());
      expect(plugin.status).toBe(403);
      expect(plugin.body.error.name).toBe('NotAllowedError');
    },
  );
});

describe('parameters', () => {
  const ROWS = '/rows?resource=v1/pods';

  it.each([
    ['/rows', 'Missing query parameter "resource"'],
    ['/rows?resource=pods', 'Invalid query parameter "resource": must be group/version/plural'],
    [`${ROWS}&limit=0`, 'Invalid query parameter "limit"'],
    [`${ROWS}&limit=1001`, 'Invalid query parameter "limit"'],
    [`${ROWS}&limit=many`, 'Invalid query parameter "limit"'],
    [`${ROWS}&offset=-1`, 'Invalid query parameter "offset"'],
    [`${ROWS}&search=${'x'.repeat(201)}`, 'Invalid query parameter "search"'],
    [`${ROWS}&search=a&search=b`, 'Invalid query parameter "search": it may be given only once'],
    [`${ROWS}&namespace=shop`, 'Unknown query parameter "namespace"'],
    [`${ROWS}&filter[health]=ok`, 'Unknown query parameter "filter[health]"'],
    ['/rows/stream?resource=v1', 'Invalid query parameter "resource"'],
    ['/clusters?x=1', 'Unknown query parameter "x"'],
    ['/resources', 'Missing query parameter "cluster"'],
    ['/summary?cluster=', 'Invalid query parameter "cluster"'],
    ['/objects?cluster=dev&resource=v1/pods', 'Missing query parameter "name"'],
    [`/logs?${CART}&tailLines=0`, 'Invalid query parameter "tailLines"'],
    [`/logs?${CART}&follow=maybe`, 'Invalid query parameter "follow"'],
    [`/logs?${CART}&sinceSeconds=1.5`, 'Invalid query parameter "sinceSeconds"'],
    ['/helm/history?cluster=dev&namespace=shop', 'Missing query parameter "name"'],
    ['/helm/history?cluster=dev&namespace=shop&name=a,b', 'Invalid query parameter "name"'],
    ['/search', 'Missing query parameter "q"'],
    ['/search?q=a&limit=51', 'Invalid query parameter "limit"'],
  ])('%s is refused by name', async (path, message) => {
    const { app } = startRouter(shop());
    const { status, body } = await request(app).get(path);
    expect(status).toBe(400);
    expect(body.error).toMatchObject({
      name: 'InputError',
      message: expect.stringContaining(message),
    });
    expect(body.response).toEqual({ statusCode: 400 });
  });

  it('names everything that is wrong at once', async () => {
    const { app } = startRouter(shop());
    const { body } = await request(app).get('/rows?limit=0&colour=red');
    expect(body.error.message).toMatch(/"resource".*"limit".*"colour"/);
  });

  it.each(['clusters=dev,prod', 'clusters=dev&clusters=prod', 'clusters=%20dev,,prod'])(
    'takes the list %s',
    async clusters => {
      const kube = new FakeKubeService(['dev', 'prod', 'edge']);
      for (const name of ['dev', 'prod', 'edge']) kube.add('v1/pods', [pod], name);
      const { app } = startRouter(kube);
      const { body } = await request(app).get(`${ROWS}&${clusters}`);
      expect(body.items.map((item: { cluster: string }) => item.cluster)).toEqual(['dev', 'prod']);
    },
  );

  it('asks all clusters where the list is absent or empty', async () => {
    const kube = new FakeKubeService(['dev', 'prod']).add('v1/pods', [pod], 'prod');
    const { app } = startRouter(kube);
    expect((await request(app).get(ROWS)).body.total).toBe(1);
    expect((await request(app).get(`${ROWS}&clusters=`)).body.total).toBe(1);
  });
});

describe('what may not be seen', () => {
  it("is refused in the API server's own words", async () => {
    const kube = shop();
    kube.deny = ({ verb }) => verb === 'get';
    const { app } = startRouter(kube);
    const { status, body } = await request(app).get(`/objects?${CART}`);
    expect(status).toBe(403);
    expect(body.error).toMatchObject({
      name: 'NotAllowedError',
      message: expect.stringContaining('cannot get resource "pods"'),
    });
  });

  it.each(['objects', 'events', 'related', 'why', 'logs'])(
    '/%s knows no such object',
    async path => {
      const { app } = startRouter(shop());
      const query = 'cluster=dev&resource=v1/pods&namespace=shop&name=ghost';
      const { status, body } = await request(app).get(`/${path}?${query}`);
      expect(status).toBe(404);
      expect(body.error).toMatchObject({
        name: 'NotFoundError',
        message: 'pods "ghost" not found',
      });
    },
  );

  it('knows no such cluster', async () => {
    const { app } = startRouter(shop());
    expect((await request(app).get('/resources?cluster=mars')).status).toBe(404);
    expect((await request(app).get('/summary?cluster=mars')).status).toBe(404);
  });

  it("asks as the person who is signed in, whatever the request's headers say", async () => {
    const kube = shop();
    const seen: unknown[] = [];
    kube.deny = (_, viewer) => {
      seen.push(viewer);
      return false;
    };
    const { app } = startRouter(kube);
    await request(app).get(`/objects?${CART}`).set({
      'Impersonate-User': 'admin',
      'Impersonate-Group': 'system:masters',
      'X-Remote-User': 'root',
    });
    expect(seen).toEqual([
      {
        userEntityRef: 'user:default/mock',
        ownershipEntityRefs: ['user:default/mock', 'group:default/shop-team'],
      },
    ]);
  });
});

describe('clusters', () => {
  it('shows one that cannot be reached with the reason and the next try', async () => {
    const connection = {
      state: 'unreachable',
      reason: 'connection refused',
      since: 1,
      nextRetryAt: 9,
    } as const;
    const kube = new FakeKubeService(['dev', clusterState('edge', { connection })]);
    const { body } = await request(startRouter(kube).app).get('/clusters');
    expect(body.items[1]).toMatchObject({ name: 'edge', connection });
  });
});
