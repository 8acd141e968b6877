import * as kinds from '../commonKinds';
import type { TypeName } from '../related/Reference';
import {
  DISRUPTION_BUDGETS,
  GATEWAYS,
  GRPC_ROUTES,
  HTTP_ROUTES,
  NETWORK_POLICIES,
  TRAEFIK_ROUTES,
} from '../related/relatedKinds';

/** A kind of the map. */
export interface TopologyKind extends TypeName {
  readonly kind: string;
  /** Every object of it is a node, rather than only those that another one names. */
  readonly always: boolean;
  /** What its objects have to do with others is in their spec, so that their rows do not suffice. */
  readonly linked: boolean;
  /** The cell that says most about one of its objects. */
  readonly detail?: string;
}

function always(type: TypeName & { readonly kind: string }, detail?: string): TopologyKind {
  const { group, plural, kind } = type;
  return { group, plural, kind, always: true, linked: true, detail };
}

function named(type: TypeName & { readonly kind: string }, detail?: string): TopologyKind {
  return { ...always(type, detail), always: false, linked: false };
}

/** What a map shows, most important first: where not everything fits, the last ones are left out. */
export const TOPOLOGY_KINDS: readonly TopologyKind[] = [
  always(kinds.DEPLOYMENTS, 'ready'),
  always(kinds.STATEFUL_SETS, 'ready'),
  always(kinds.DAEMON_SETS, 'ready'),
  always(kinds.CRON_JOBS, 'schedule'),
  always(kinds.JOBS, 'completions'),
  always(kinds.SERVICES, 'ports'),
  always(kinds.INGRESSES, 'hosts'),
  always({ ...HTTP_ROUTES, kind: 'HTTPRoute' }, 'hostnames'),
  always({ ...GRPC_ROUTES, kind: 'GRPCRoute' }, 'hostnames'),
  always({ ...TRAEFIK_ROUTES, kind: 'IngressRoute' }),
  { ...always({ ...GATEWAYS, kind: 'Gateway' }, 'class'), linked: false },
  { ...always(kinds.PODS, 'status'), linked: false },
  { ...always(kinds.REPLICA_SETS, 'ready'), linked: false },
  { ...always(kinds.VOLUME_CLAIMS, 'status'), linked: false },
  always(kinds.AUTOSCALERS, 'targets'),
  always({ ...DISRUPTION_BUDGETS, kind: 'PodDisruptionBudget' }, 'healthy'),
  always({ ...NETWORK_POLICIES, kind: 'NetworkPolicy' }, 'policyTypes'),
  named(kinds.CONFIG_MAPS),
  named(kinds.SECRETS, 'type'),
  named(kinds.SERVICE_ACCOUNTS),
];

/** Names a type, whichever its version. */
export function typeKey({ group, plural }: TypeName): string {
  return group === '' ? plural : `${plural}.${group}`;
}

/** Names an object of the map. */
export function nodeId(type: TypeName, namespace: string | undefined, name: string): string {
  return `${typeKey(type)}/${namespace ?? ''}/${name}`;
}
