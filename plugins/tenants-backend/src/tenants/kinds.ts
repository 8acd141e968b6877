import type { ResourceId } from '@kubemate/kube-common';

const id = (group: string, plural: string): ResourceId => ({ group, version: 'v1', plural });
const RBAC = 'rbac.authorization.k8s.io';

/** The kinds a tenant is made of on a cluster. */
export const KINDS = {
  Namespace: id('', 'namespaces'),
  ResourceQuota: id('', 'resourcequotas'),
  LimitRange: id('', 'limitranges'),
  ServiceAccount: id('', 'serviceaccounts'),
  RoleBinding: id(RBAC, 'rolebindings'),
  NetworkPolicy: id('networking.k8s.io', 'networkpolicies'),
  ValidatingAdmissionPolicy: id('admissionregistration.k8s.io', 'validatingadmissionpolicies'),
  ValidatingAdmissionPolicyBinding: id(
    'admissionregistration.k8s.io',
    'validatingadmissionpolicybindings',
  ),
} as const;

export type TenantKind = keyof typeof KINDS;

/** Of the kinds that stand in namespaces. */
export const NAMESPACED: readonly TenantKind[] = [
  'ResourceQuota',
  'LimitRange',
  'RoleBinding',
  'NetworkPolicy',
  'ServiceAccount',
];

export const CLUSTER_WIDE: readonly TenantKind[] = [
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding',
];

export function isTenantKind(kind: string): kind is TenantKind {
  return Object.hasOwn(KINDS, kind);
}

export const TENANT_LABEL = 'kubemate.io/tenant';
export const ENVIRONMENT_LABEL = 'kubemate.io/environment';
export const MANAGED_LABEL = 'app.kubernetes.io/managed-by';
export const MANAGER = 'kubemate-tenants';
