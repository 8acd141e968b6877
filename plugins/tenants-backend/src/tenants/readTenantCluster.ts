import { isError } from '@backstage/errors';
import type { KubeObject } from '@kubemate/kube-common';
import type { KubeService, Viewer } from '@kubemate/kube-node';
import type { TenantSpec } from '@kubemate/plugin-tenants-common';
import { CLUSTER_WIDE, KINDS, MANAGED_LABEL, MANAGER, NAMESPACED, TENANT_LABEL } from './kinds';
import type { TenantKind } from './kinds';

const LIMIT = 500;

/** What is on one cluster for a tenant, as far as the viewer may see it. */
export interface TenantOnCluster {
  readonly cluster: string;
  /** By {@link keyOf}; objects of the namespaces that are not the tenant's are among them. */
  readonly objects: ReadonlyMap<string, KubeObject>;
  /** Kinds in namespaces that could not be looked at, by {@link placeOf}: what is there is unknown, not missing. */
  readonly unknown: ReadonlyMap<string, string>;
  readonly admissionPolicies: boolean;
}

export interface ObjectKey {
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
}

export function keyOf({ kind, namespace = '', name }: ObjectKey): string {
  return `${kind}/${namespace}/${name}`;
}

export function placeOf(kind: string, namespace = ''): string {
  return `${kind}/${namespace}`;
}

/**
 * Reads all that a tenant is made of on one cluster, as the viewer and from the API server.
 * @throws ServiceUnavailableError where the cluster cannot be asked
 */
export async function readTenantCluster(
  tenant: TenantSpec,
  { cluster, kube, viewer }: { cluster: string; kube: KubeService; viewer: Viewer },
): Promise<TenantOnCluster> {
  const objects = new Map<string, KubeObject>();
  const unknown = new Map<string, string>();
  const served = await kube.resources(cluster, viewer);
  const serves = (kind: TenantKind) =>
    served.some(
      ({ group, plural }) => group === KINDS[kind].group && plural === KINDS[kind].plural,
    );
  const add = (object: KubeObject, kind: TenantKind) => {
    const { name, namespace } = object.metadata;
    objects.set(keyOf({ kind, namespace, name }), object);
  };
  const namespaces = tenant.placements
    .filter(placement => placement.cluster === cluster)
    .flatMap(placement => placement.namespaces);
  const listed = (kind: TenantKind, namespace?: string) =>
    attempt({ unknown, place: placeOf(kind, namespace) }, async () => {
      const labelSelector = namespace === undefined ? managedBy(tenant.name) : undefined;
      const target = { cluster, resource: KINDS[kind], namespace, labelSelector, limit: LIMIT };
      for (const object of await kube.list(target, viewer)) add(object, kind);
    });
  const mayList = () =>
    kube.may({ cluster, verb: 'list', resource: KINDS.ValidatingAdmissionPolicyBinding }, viewer);
  const named = (name: string) =>
    attempt({ unknown, place: placeOf('Namespace', name) }, async () => {
      const object = await kube.get({ cluster, resource: KINDS.Namespace, name }, viewer);
      add(object, 'Namespace');
    });
  const admissionPolicies = CLUSTER_WIDE.every(serves);
  // Most people may not read these; without registries there is nothing of them to miss.
  const isWanted = admissionPolicies && (tenant.registries.length > 0 || (await mayList()));
  await Promise.all([
    ...namespaces.map(named),
    ...namespaces.flatMap(namespace => NAMESPACED.map(kind => listed(kind, namespace))),
    ...(isWanted ? CLUSTER_WIDE.map(kind => listed(kind)) : []),
  ]);
  return { cluster, objects, unknown, admissionPolicies };
}

async function attempt(
  { unknown, place }: { unknown: Map<string, string>; place: string },
  read: () => Promise<void>,
): Promise<void> {
  try {
    await read();
  } catch (error) {
    if (!isError(error)) throw error;
    if (error.name === 'NotFoundError') return;
    if (error.name !== 'NotAllowedError') throw error;
    unknown.set(place, error.message);
  }
}

function managedBy(tenant: string): string {
  return `${MANAGED_LABEL}=${MANAGER},${TENANT_LABEL}=${tenant}`;
}
