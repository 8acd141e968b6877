import type { MapPlace, ObjectTarget } from '../links/useLinks';
import { NAMESPACES } from '../kinds/wellKnown';
import { nodeIdOf } from './nodeTarget';

/** Types whose objects are nodes, as `nodeIdOf` writes them. */
const TYPES: ReadonlySet<string> = new Set([
  'pods',
  'services',
  'configmaps',
  'secrets',
  'serviceaccounts',
  'persistentvolumeclaims',
  'deployments.apps',
  'statefulsets.apps',
  'daemonsets.apps',
  'replicasets.apps',
  'jobs.batch',
  'cronjobs.batch',
  'ingresses.networking.k8s.io',
  'networkpolicies.networking.k8s.io',
  'gateways.gateway.networking.k8s.io',
  'httproutes.gateway.networking.k8s.io',
  'grpcroutes.gateway.networking.k8s.io',
  'ingressroutes.traefik.io',
  'horizontalpodautoscalers.autoscaling',
  'poddisruptionbudgets.policy',
]);

/** Where an object is on the map: its namespace, with its node selected; undefined for what is in no namespace. */
export function mapPlaceOf(target: ObjectTarget): MapPlace | undefined {
  const { cluster, resource, namespace, name } = target;
  if (resource.group === NAMESPACES.group && resource.plural === NAMESPACES.plural)
    return { cluster, namespaces: [name] };
  if (namespace === undefined) return undefined;
  const node = nodeIdOf({ resource, namespace, name });
  const isNode = TYPES.has(node.slice(0, node.indexOf('/')));
  return { cluster, namespaces: [namespace], ...(isNode && { node }) };
}
