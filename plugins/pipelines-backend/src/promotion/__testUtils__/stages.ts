import type { ResourceId } from '@kubemate/kube-common';
import { WORKLOADS } from '../environments/workloads';

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
  ];
  await create(
    rbac('roles'),
    { ...api, kind: 'Role', metadata: { name: 'team', namespace }, rules },
    namespace,
  );
  const subject = (kind: 'User' | 'Group', name: string) => ({
    ...{ kind, name: `kubemate:${name}`, apiGroup: 'rbac.authorization.k8s.io' },
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
    WORKLOADS.Deployment,
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'cart', namespace, labels },
      spec: {
        replicas: stage === 'prod' ? 3 : 1,
        selector: { matchLabels: { app: 'cart' } },
        template: {
          metadata: { labels: { app: 'cart' } },
          spec: {
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
