import type { ResourceId } from '@kubemate/kube-common';

export const PODS: ResourceId = { group: '', version: 'v1', plural: 'pods' };
export const NODES: ResourceId = { group: '', version: 'v1', plural: 'nodes' };
export const NAMESPACES: ResourceId = { group: '', version: 'v1', plural: 'namespaces' };
export const DEPLOYMENTS: ResourceId = { group: 'apps', version: 'v1', plural: 'deployments' };
