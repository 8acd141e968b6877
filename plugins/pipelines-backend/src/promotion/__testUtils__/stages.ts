import type { ResourceId } from '@kubemate/kube-common';
import { HTTP_ROUTES, SERVICES } from '../canary/nextObjects';
import { WORKLOADS } from '../environments/workloads';
import type { WorkloadKind } from '../environments/workloads';

export const CLUSTER = 'live';
export const TOKEN = 'portal-token';
export const ADMIN = { userEntityRef: 'user:default/admin', ownershipEntityRefs: [] };
export const STAGES = ['dev', 'staging', 'prod'] as const;
export type Stage = (typeof STAGES)[number];

const rbac = (plural: string) => ({ group: 'rbac.authorization.k8s.io', version: 'v1', plural });

export const COMPONENT = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: 'cart',
    namespace: 'default',
    annotations: { 'backstage.io/kubernetes-id': 'cart' },
  },
  spec: { type: 'service', system: 'shop' },
  relations: [{ type: 'ownedBy', targetRef: 'group:default/team' }],
};

export const imageOf = (tag: string) => `registry.example.com/shop/cart:${tag}`;

export function withImage(tag: string) {
  return { spec: { template: { spec: { containers: [{ name: 'cart', image: imageOf(tag) }] } } } };
}

export async function makeStage(
  create: (resource: ResourceId, object: object, namespace?: string) => Promise<unknown>,
  stage: Stage,
  kind: WorkloadKind = 'Deployment',
) {
  const namespace = `shop-${stage}`;
  await create(
    { group: '', version: 'v1', plural: 'namespaces' },
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } },
  );
  const api = { apiVersion: 'rbac.authorization.k8s.io/v1' };
  const rules = [
    { apiGroups: ['apps'], resources: ['*'], verbs: ['*'] },
    { apiGroups: [''], resources: ['pods'], verbs: ['get', 'list', 'watch'] },
    { apiGroups: [''], resources: ['services'], verbs: ['*'] },
    { apiGroups: ['gateway.networking.k8s.io'], resources: ['httproutes'], verbs: ['*'] },
  ];
  await create(
    rbac('roles'),
    { ...api, kind: 'Role', metadata: { name: 'team', namespace }, rules },
    namespace,
  );
  const subject = (type: 'User' | 'Group', name: string) => ({
    ...{ kind: type, name: `kubemate:${name}`, apiGroup: 'rbac.authorization.k8s.io' },
  });
  await create(
    rbac('rolebindings'),
    {
      ...{ ...api, kind: 'RoleBinding', metadata: { name: 'team', namespace } },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'team' },
      subjects: [subject('User', 'dana'), subject('User', 'lea'), subject('User', 'paul')],
    },
    namespace,
  );
  const labels = { app: 'cart', 'backstage.io/kubernetes-id': 'cart' };
  await create(
    WORKLOADS[kind],
    {
      apiVersion: 'apps/v1',
      kind,
      metadata: { name: 'cart', namespace, labels },
      spec: {
        ...(kind === 'DaemonSet' ? {} : { replicas: stage === 'prod' ? 3 : 1 }),
        ...(kind === 'StatefulSet' ? { serviceName: 'cart' } : {}),
        // Node after node takes as long as there are nodes.
        ...(kind === 'DaemonSet'
          ? { updateStrategy: { rollingUpdate: { maxUnavailable: '100%' } } }
          : {}),
        selector: { matchLabels: { app: 'cart' } },
        template: {
          metadata: { labels: { app: 'cart' } },
          spec: {
            terminationGracePeriodSeconds: 0,
            containers: [
              {
                ...{ name: 'cart', image: imageOf(stage === 'dev' ? '2' : '1') },
                env: [{ name: 'LOG_LEVEL', value: stage === 'prod' ? 'warn' : 'info' }],
              },
            ],
          },
        },
      },
    },
    namespace,
  );
}

/** The type of the Gateway API, as far as the API server goes. */
export const HTTP_ROUTE_TYPE = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: {
    name: 'httproutes.gateway.networking.k8s.io',
    annotations: {
      'api-approved.kubernetes.io': 'https://github.com/kubernetes-sigs/gateway-api/pull/3328',
    },
  },
  spec: {
    group: 'gateway.networking.k8s.io',
    scope: 'Namespaced',
    names: { kind: 'HTTPRoute', plural: 'httproutes', singular: 'httproute' },
    versions: [
      {
        ...{ name: 'v1', served: true, storage: true },
        schema: {
          openAPIV3Schema: {
            type: 'object',
            properties: { spec: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
          },
        },
      },
    ],
  },
};

const CRDS: ResourceId = {
  group: 'apiextensions.k8s.io',
  version: 'v1',
  plural: 'customresourcedefinitions',
};

type Create = (resource: ResourceId, object: object, namespace?: string) => Promise<unknown>;

/** The way that requests take to `cart`: a route, and a Service. */
export async function makeFront(create: Create, stage: Stage) {
  const namespace = `shop-${stage}`;
  await create(
    SERVICES,
    {
      ...{ apiVersion: 'v1', kind: 'Service', metadata: { name: 'cart', namespace } },
      spec: { selector: { app: 'cart' }, ports: [{ name: 'http', port: 80, targetPort: 8080 }] },
    },
    namespace,
  );
  await create(
    HTTP_ROUTES,
    {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'HTTPRoute',
      metadata: { name: 'shop', namespace },
      spec: {
        parentRefs: [{ name: 'public' }],
        rules: [
          {
            matches: [{ path: { type: 'PathPrefix', value: '/cart' } }],
            backendRefs: [{ name: 'cart', port: 80 }],
          },
        ],
      },
    },
    namespace,
  );
}

/** The API server serves a new type some moments after it is made. */
export async function makeRouteType(create: Create, isServed: () => Promise<unknown>) {
  await create(CRDS, HTTP_ROUTE_TYPE);
  for (;;) {
    try {
      await isServed();
      return;
    } catch {
      await new Promise(resolve => setTimeout(resolve, 100));
    }
  }
}
