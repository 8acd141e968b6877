import * as kinds from '../commonKinds';
import type { TypeName } from './Reference';

const CONTROLLER_REVISIONS = { group: 'apps', plural: 'controllerrevisions' };
export const NETWORK_POLICIES = { group: 'networking.k8s.io', plural: 'networkpolicies' };
export const DISRUPTION_BUDGETS = { group: 'policy', plural: 'poddisruptionbudgets' };
export const GATEWAYS = { group: 'gateway.networking.k8s.io', plural: 'gateways' };
export const HTTP_ROUTES = { group: 'gateway.networking.k8s.io', plural: 'httproutes' };
export const GRPC_ROUTES = { group: 'gateway.networking.k8s.io', plural: 'grpcroutes' };
export const TRAEFIK_ROUTES = { group: 'traefik.io', plural: 'ingressroutes' };
const ROLE_BINDINGS = { group: 'rbac.authorization.k8s.io', plural: 'rolebindings' };

/** Kinds that select pods by their labels. */
export const SELECTING: readonly TypeName[] = [
  kinds.SERVICES,
  DISRUPTION_BUDGETS,
  NETWORK_POLICIES,
];

/** What a built-in controller makes for an object of the kind, by `group/plural` of the owner. */
const OWNED: Readonly<Record<string, readonly TypeName[]>> = {
  'apps/deployments': [kinds.REPLICA_SETS],
  'apps/replicasets': [kinds.PODS],
  'apps/statefulsets': [kinds.PODS, CONTROLLER_REVISIONS],
  'apps/daemonsets': [kinds.PODS, CONTROLLER_REVISIONS],
  'batch/jobs': [kinds.PODS],
  'batch/cronjobs': [kinds.JOBS],
  '/replicationcontrollers': [kinds.PODS],
  '/services': [kinds.ENDPOINT_SLICES],
};

/** What the operators of custom resources commonly make. */
const OWNED_BY_CUSTOM: readonly TypeName[] = [
  kinds.DEPLOYMENTS,
  kinds.STATEFUL_SETS,
  kinds.DAEMON_SETS,
  kinds.JOBS,
  kinds.PODS,
  kinds.SERVICES,
  kinds.CONFIG_MAPS,
  kinds.VOLUME_CLAIMS,
];

/** Kinds to look through for objects that name one of this kind, by `group/plural`. */
const REFERRERS: Readonly<Record<string, readonly TypeName[]>> = {
  '/services': [kinds.INGRESSES, HTTP_ROUTES, GRPC_ROUTES, TRAEFIK_ROUTES, kinds.STATEFUL_SETS],
  '/configmaps': [kinds.PODS],
  '/secrets': [kinds.PODS, kinds.INGRESSES, TRAEFIK_ROUTES, kinds.SERVICE_ACCOUNTS],
  '/persistentvolumeclaims': [kinds.PODS],
  '/serviceaccounts': [kinds.PODS, ROLE_BINDINGS],
  'gateway.networking.k8s.io/gateways': [HTTP_ROUTES, GRPC_ROUTES],
  'rbac.authorization.k8s.io/roles': [ROLE_BINDINGS],
  'apps/deployments': [kinds.AUTOSCALERS],
  'apps/statefulsets': [kinds.AUTOSCALERS],
  'apps/replicasets': [kinds.AUTOSCALERS],
};

function keyOf({ group, plural }: TypeName): string {
  return `${group}/${plural}`;
}

/** Kinds whose objects may be owned by one of this kind. */
export function ownedKinds(owner: TypeName & { readonly custom: boolean }): readonly TypeName[] {
  return OWNED[keyOf(owner)] ?? (owner.custom ? OWNED_BY_CUSTOM : []);
}

/** Kinds whose objects may name one of this kind. */
export function referringKinds(target: TypeName): readonly TypeName[] {
  return REFERRERS[keyOf(target)] ?? [];
}
