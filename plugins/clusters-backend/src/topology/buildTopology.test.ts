import { projectorFor } from '@kubemate/kube-common';
import type { KubeObject } from '@kubemate/kube-common';
import { object } from '../__testUtils__/objects';
import { buildTopology } from './buildTopology';
import { objectLinks } from './objectLinks';
import type { KindRows } from './TopologyGraph';
import { TOPOLOGY_KINDS, typeKey } from './topologyKinds';

interface Options {
  readonly namespaces?: readonly string[];
  readonly maxNodes?: number;
  /** Kinds that the viewer may not list. */
  readonly hidden?: readonly string[];
}

/** The map of objects, as of a viewer who may list every kind that is not hidden. */
function topology(objects: readonly KubeObject[], options: Options = {}) {
  const { hidden = [], namespaces, maxNodes = 2_000 } = options;
  const kinds = TOPOLOGY_KINDS.map((type): KindRows => {
    const own = hidden.includes(type.kind) ? [] : objects.filter(({ kind }) => kind === type.kind);
    const { project } = projectorFor(type);
    return {
      type,
      resource: typeKey(type),
      rows: own.map(item => project(item, 'dev')),
      links: new Map(
        own.map(item => [item.metadata.uid, objectLinks(item, { typeOf: () => undefined })]),
      ),
      mayList: () => !hidden.includes(type.kind),
    };
  });
  return buildTopology({ kinds, namespaces, maxNodes });
}

function edges(objects: readonly KubeObject[], options?: Options): string[] {
  const short = (id: string) => id.replace(/^(\w+)[^/]*\/shop\//, '$1/');
  return topology(objects, options)
    .edges.map(({ from, type, to }) => `${short(from)} ${type} ${short(to)}`)
    .sort();
}

const cart = { app: 'cart' };

function workload(kind: string, fields: { name?: string; owner?: KubeObject; spec?: object } = {}) {
  const { name = 'cart', owner, spec } = fields;
  return object({
    apiVersion: kind === 'Job' || kind === 'CronJob' ? 'batch/v1' : 'apps/v1',
    kind,
    name,
    owner,
    labels: cart,
    spec: {
      replicas: 1,
      selector: { matchLabels: cart },
      template: { metadata: { labels: cart }, spec: { containers: [] } },
      ...spec,
    },
    status: { replicas: 1, readyReplicas: 1 },
  });
}

const deployment = workload('Deployment');
const replicaSet = workload('ReplicaSet', { name: 'cart-6f', owner: deployment });
const empty = object({
  ...{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'cart-5e', owner: deployment },
  spec: { replicas: 0 },
  status: { replicas: 0 },
});

function pod(name: string, fields: { owner?: KubeObject; labels?: Record<string, string> } = {}) {
  const { owner = replicaSet, labels = { ...cart, 'pod-template-hash': '6f' } } = fields;
  return object({ kind: 'Pod', name, owner, labels, spec: { containers: [] }, status: {} });
}

function service(name: string, selector?: Record<string, string>) {
  return object({ kind: 'Service', name, spec: { selector } });
}

describe('owners', () => {
  it('follow the controllers down to the pods, without the empty replica sets of earlier rollouts', () => {
    expect(edges([deployment, replicaSet, empty, pod('cart-6f-a')])).toEqual([
      'deployments/cart owns replicasets/cart-6f',
      'replicasets/cart-6f owns pods/cart-6f-a',
    ]);
  });

  it('lead from a pod to its deployment where the viewer may not list replica sets', () => {
    expect(edges([deployment, replicaSet, pod('a')], { hidden: ['ReplicaSet'] })).toEqual([
      'deployments/cart owns pods/a',
    ]);
  });

  it('leave out the finished jobs of a CronJob but the newest, and their pods', () => {
    const cron = object({ apiVersion: 'batch/v1', kind: 'CronJob', name: 'report', spec: {} });
    const job = (name: string, created: string) =>
      object({
        ...{ apiVersion: 'batch/v1', kind: 'Job', name, created, owner: cron, spec: {} },
        status: { succeeded: 1, conditions: [{ type: 'Complete', status: 'True' }] },
      });
    const jobs = [job('old', '2026-01-01T00:00:00Z'), job('new', '2026-01-02T00:00:00Z')];
    const pods = jobs.map(owner => pod(`${owner.metadata.name}-a`, { owner, labels: {} }));
    expect(edges([cron, ...jobs, ...pods])).toEqual([
      'cronjobs/report owns jobs/new',
      'jobs/new owns pods/new-a',
    ]);
  });
});

describe('selectors', () => {
  it.each([
    [
      'a workload by the labels of its pods',
      [deployment, service('cart', cart)],
      'cart selects deployments/cart',
    ],
    [
      'a workload that is scaled to zero',
      [workload('Deployment', { spec: { replicas: 0 } }), service('cart', cart)],
      'cart selects deployments/cart',
    ],
    [
      'a pod that no workload of the map made',
      [object({ kind: 'Pod', name: 'alone', labels: cart, spec: {} }), service('cart', cart)],
      'cart selects pods/alone',
    ],
  ])('find %s', (_, objects, edge) => {
    expect(edges(objects)).toContain(`services/${edge}`);
  });

  it('of a Service without any find nothing', () => {
    expect(edges([deployment, service('external')])).toEqual([]);
  });

  it('find a pod by itself where it was given labels that its workload does not give', () => {
    const debug = pod('cart-6f-a', {
      labels: { ...cart, 'pod-template-hash': '6f', debug: 'yes' },
    });
    expect(edges([deployment, replicaSet, debug, service('debug', { debug: 'yes' })])).toContain(
      'services/debug selects pods/cart-6f-a',
    );
  });

  it('of budgets protect, and those of network policies allow: from whom and to what', () => {
    const budget = object({
      ...{ apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', name: 'cart' },
      spec: { selector: { matchLabels: cart } },
    });
    const policy = object({
      ...{ apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', name: 'from-web' },
      spec: {
        podSelector: { matchLabels: cart },
        ingress: [
          {
            from: [{ podSelector: { matchLabels: { app: 'web' } } }, { ipBlock: { cidr: '::/0' } }],
          },
          { from: [{ namespaceSelector: {}, podSelector: { matchLabels: cart } }] },
        ],
      },
    });
    const web = object({
      ...{ apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
      spec: { template: { metadata: { labels: { app: 'web' } }, spec: { containers: [] } } },
    });
    expect(edges([deployment, web, budget, policy])).toEqual([
      'deployments/web allows networkpolicies/from-web',
      'networkpolicies/from-web allows deployments/cart',
      'poddisruptionbudgets/cart protects deployments/cart',
    ]);
  });
});

const mounting = workload('Deployment', {
  spec: {
    template: {
      metadata: { labels: cart },
      spec: {
        serviceAccountName: 'cart',
        volumes: [
          { name: 'a', configMap: { name: 'settings' } },
          { name: 'b', persistentVolumeClaim: { claimName: 'data' } },
          { name: 'c', configMap: { name: 'extra', optional: true } },
        ],
        containers: [{ name: 'web', envFrom: [{ secretRef: { name: 'db' } }] }],
      },
    },
  },
});
const settings = object({ kind: 'ConfigMap', name: 'settings' });

describe('names', () => {
  it('make nodes of what is named and of nothing else', () => {
    const other = object({ kind: 'ConfigMap', name: 'nobody-reads-it' });
    const { nodes } = topology([mounting, settings, other]);
    expect(nodes.map(({ kind, name, state }) => `${kind} ${name} ${state}`).sort()).toEqual([
      'ConfigMap settings found',
      'Deployment cart found',
      'PersistentVolumeClaim data missing',
      'Secret db missing',
      'ServiceAccount cart missing',
    ]);
  });

  it('of a kind that the viewer may not list stand as unreadable, without health', () => {
    const { nodes } = topology([mounting, object({ kind: 'Secret', name: 'db' })], {
      hidden: ['Secret'],
    });
    const secret = nodes.find(({ kind }) => kind === 'Secret');
    expect(secret).toMatchObject({ name: 'db', state: 'unreadable', health: 'unknown' });
    expect(secret).not.toHaveProperty('created');
  });

  it('do not betray what only an object that the viewer may not list would name', () => {
    expect(topology([mounting, settings], { hidden: ['Deployment'] }).nodes).toEqual([]);
  });

  it('lead from the gateway to the route, the service and the workload; from afar as well', () => {
    const route = object({
      ...{ apiVersion: 'gateway.networking.k8s.io/v1', kind: 'HTTPRoute', name: 'cart' },
      spec: {
        parentRefs: [{ name: 'public', namespace: 'infra' }],
        rules: [{ backendRefs: [{ name: 'cart', port: 80 }] }],
      },
    });
    const objects = [route, service('cart', cart), deployment];
    expect(edges(objects, { namespaces: ['shop'] })).toEqual([
      'gateways.gateway.networking.k8s.io/infra/public routes httproutes/cart',
      'httproutes/cart routes services/cart',
      'services/cart selects deployments/cart',
    ]);
    const { nodes } = topology(objects, { namespaces: ['shop'] });
    expect(nodes.find(({ kind }) => kind === 'Gateway')?.state).toBe('outside');
  });

  it('are read of a Traefik route', () => {
    const route = object({
      ...{ apiVersion: 'traefik.io/v1alpha1', kind: 'IngressRoute', name: 'cart' },
      spec: {
        routes: [
          {
            services: [
              { name: 'cart', port: 80 },
              { kind: 'TraefikService', name: 'x' },
            ],
          },
        ],
        tls: { secretName: 'cart-tls' },
      },
    });
    expect(edges([route, service('cart')])).toEqual([
      'ingressroutes/cart routes services/cart',
      'ingressroutes/cart uses secrets/cart-tls',
    ]);
  });
});

describe('applications', () => {
  const labelled = (kind: string, name: string, labels: Record<string, string>) =>
    object({
      apiVersion: 'apps/v1',
      kind,
      name,
      labels,
      spec: { selector: { matchLabels: labels } },
    });
  const NAME = 'app.kubernetes.io/name';
  const PART_OF = 'app.kubernetes.io/part-of';
  const apps = (objects: readonly KubeObject[]) =>
    Object.fromEntries(
      topology(objects)
        .nodes.filter(({ state }) => state === 'found')
        .map(({ name, app }) => [name, app]),
    );

  it('are told by name where the whole namespace is part of one thing', () => {
    const objects = ['cart', 'web'].map(name =>
      labelled('Deployment', name, { [NAME]: name, [PART_OF]: 'shop' }),
    );
    expect(apps(objects)).toEqual({ cart: 'cart', web: 'web' });
  });

  it('are told by what they are part of where there are several such things', () => {
    const objects = [
      labelled('Deployment', 'cart', { [NAME]: 'cart', [PART_OF]: 'shop' }),
      labelled('Deployment', 'ledger', { [NAME]: 'ledger', [PART_OF]: 'payments' }),
    ];
    expect(apps(objects)).toEqual({ cart: 'shop', ledger: 'payments' });
  });

  it('take in what only they use, and not what several share', () => {
    const other = {
      ...mounting,
      metadata: { ...mounting.metadata, name: 'web', uid: 'web', labels: { app: 'web' } },
    };
    const db = object({ kind: 'Secret', name: 'db' });
    expect(apps([mounting, db])).toMatchObject({ cart: 'cart', db: 'cart' });
    expect(apps([mounting, other, db])).toMatchObject({ cart: 'cart', web: 'web', db: undefined });
  });
});

describe('a map that is too large', () => {
  const pods = Array.from({ length: 20 }, (_, at) => pod(`cart-6f-${at}`));

  it('counts pods in their workload', () => {
    const { nodes, truncated } = topology([deployment, replicaSet, ...pods], { maxNodes: 10 });
    expect(truncated).toEqual({ podsFolded: 20, leftOut: 0 });
    expect(nodes.map(({ kind }) => kind)).toEqual(['Deployment', 'ReplicaSet']);
    expect(Object.values(nodes[0]?.pods ?? {}).reduce((sum, count) => sum + count, 0)).toBe(20);
  });

  it('leaves out the least important kinds where that does not suffice, and says so', () => {
    const {
      nodes,
      edges: left,
      truncated,
    } = topology([mounting, replicaSet, settings, ...pods], { maxNodes: 2 });
    expect(truncated).toEqual({ podsFolded: 20, leftOut: 4 });
    expect(nodes.map(({ kind }) => kind)).toEqual(['Deployment', 'ReplicaSet']);
    expect(left).toHaveLength(1);
  });

  it('is made in a moment, and the same each time', () => {
    const many = Array.from({ length: 300 }, (_, at) => {
      const labels = { app: `app-${at}` };
      const owner = object({
        ...{ apiVersion: 'apps/v1', kind: 'Deployment', name: `app-${at}`, labels },
        spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: {} } },
      });
      return [
        owner,
        service(`app-${at}`, labels),
        ...[0, 1, 2, 3].map(n => pod(`app-${at}-${n}`, { owner, labels })),
      ];
    }).flat();
    const started = performance.now();
    const first = topology(many);
    expect(performance.now() - started).toBeLessThan(3_000);
    expect(first.nodes).toHaveLength(1_800);
    expect(topology(many)).toEqual(first);
  });
});
