import type { KubeObject } from '@kubemate/kube-common';
import * as kinds from '../commonKinds';
import { podReferences } from './podReferences';
import type { ReferringPodSpec } from './podReferences';
import { podTemplate } from './podTemplate';
import { refer, uniqueReferences } from './Reference';
import type { Named, Reference } from './Reference';

// Each kind's own way to name other objects, by `group/Kind`; https://kubernetes.io/docs/reference/kubernetes-api/

type WithSpec<T> = KubeObject & { readonly spec?: T };

const INGRESS_CLASS = {
  group: 'networking.k8s.io',
  plural: 'ingressclasses',
  kind: 'IngressClass',
};
const STORAGE_CLASS = { group: 'storage.k8s.io', plural: 'storageclasses', kind: 'StorageClass' };
const GATEWAY = { group: 'gateway.networking.k8s.io', plural: 'gateways', kind: 'Gateway' };
const RBAC = 'rbac.authorization.k8s.io';
const ROLE = { group: RBAC, plural: 'roles', kind: 'Role' };
const CLUSTER_ROLE = { group: RBAC, plural: 'clusterroles', kind: 'ClusterRole' };

interface Backend {
  readonly service?: Named;
}

interface IngressSpec {
  readonly defaultBackend?: Backend;
  readonly ingressClassName?: string;
  readonly tls?: readonly { readonly secretName?: string }[];
  readonly rules?: readonly {
    readonly http?: { readonly paths?: readonly { readonly backend?: Backend }[] };
  }[];
}

function ingressReferences({ spec }: WithSpec<IngressSpec>): Reference[] {
  const backends = (spec?.rules ?? []).flatMap(({ http }) =>
    (http?.paths ?? []).map(({ backend }) => backend),
  );
  return [
    ...[spec?.defaultBackend, ...backends].flatMap(backend =>
      refer('routes-to', kinds.SERVICES, backend?.service),
    ),
    ...(spec?.tls ?? []).flatMap(({ secretName }) =>
      refer('uses', kinds.SECRETS, { name: secretName }),
    ),
    ...refer('uses', INGRESS_CLASS, { name: spec?.ingressClassName }),
  ];
}

interface RouteRef extends Named {
  readonly group?: string;
  readonly kind?: string;
}

interface RouteSpec {
  readonly parentRefs?: readonly RouteRef[];
  readonly rules?: readonly { readonly backendRefs?: readonly RouteRef[] }[];
}

function routeReferences({ spec }: WithSpec<RouteSpec>): Reference[] {
  const backends = (spec?.rules ?? []).flatMap(({ backendRefs }) => backendRefs ?? []);
  return [
    ...(spec?.parentRefs ?? [])
      .filter(({ kind = 'Gateway' }) => kind === 'Gateway')
      .flatMap(parent => refer('routed-by', GATEWAY, parent)),
    ...backends
      .filter(({ group = '', kind = 'Service' }) => group === '' && kind === 'Service')
      .flatMap(backend => refer('routes-to', kinds.SERVICES, backend)),
  ];
}

interface TraefikRouteSpec {
  readonly tls?: { readonly secretName?: string };
  readonly routes?: readonly { readonly services?: readonly RouteRef[] }[];
}

/** https://doc.traefik.io/traefik/reference/routing-configuration/kubernetes/crd/http/ingressroute/ */
function traefikReferences({ spec }: WithSpec<TraefikRouteSpec>): Reference[] {
  const services = (spec?.routes ?? []).flatMap(route => route.services ?? []);
  return [
    ...services
      .filter(({ kind = 'Service' }) => kind === 'Service')
      .flatMap(service => refer('routes-to', kinds.SERVICES, service)),
    ...refer('uses', kinds.SECRETS, { name: spec?.tls?.secretName }),
  ];
}

interface Binding extends KubeObject {
  readonly roleRef?: { readonly kind?: string; readonly name?: string };
  readonly subjects?: readonly (Named & { readonly kind?: string })[];
}

function bindingReferences({ roleRef, subjects = [] }: Binding): Reference[] {
  return [
    ...refer('uses', roleRef?.kind === 'ClusterRole' ? CLUSTER_ROLE : ROLE, roleRef),
    ...subjects
      .filter(({ kind }) => kind === 'ServiceAccount')
      .flatMap(subject => refer('uses', kinds.SERVICE_ACCOUNTS, subject)),
  ];
}

interface ClaimSpec {
  readonly volumeName?: string;
  readonly storageClassName?: string;
}

interface StatefulSpec {
  readonly serviceName?: string;
  readonly replicas?: number;
  readonly volumeClaimTemplates?: readonly { readonly metadata?: Named }[];
}

/** Claims of more ordinals than this are not named one by one. */
const MAX_ORDINALS = 20;

function statefulSetReferences({ metadata: { name }, spec }: WithSpec<StatefulSpec>): Reference[] {
  const ordinals = Array.from(
    { length: Math.min(spec?.replicas ?? 1, MAX_ORDINALS) },
    (_, at) => at,
  );
  return [
    ...refer('uses', kinds.SERVICES, { name: spec?.serviceName }),
    ...(spec?.volumeClaimTemplates ?? []).flatMap(({ metadata }) =>
      ordinals.flatMap(ordinal =>
        // A claim comes with its pod, so before a rollout has reached it there is none.
        refer('mounts', kinds.VOLUME_CLAIMS, {
          name: metadata?.name && `${metadata.name}-${name}-${ordinal}`,
          optional: true,
        }),
      ),
    ),
  ];
}

const READERS: Readonly<Record<string, (object: KubeObject) => Reference[]>> = {
  Pod: object => {
    const { spec }: WithSpec<ReferringPodSpec> = object;
    return spec === undefined ? [] : podReferences(spec, { podName: object.metadata.name });
  },
  'networking.k8s.io/Ingress': ingressReferences,
  'gateway.networking.k8s.io/HTTPRoute': routeReferences,
  'gateway.networking.k8s.io/GRPCRoute': routeReferences,
  'traefik.io/IngressRoute': traefikReferences,
  'rbac.authorization.k8s.io/RoleBinding': bindingReferences,
  'rbac.authorization.k8s.io/ClusterRoleBinding': bindingReferences,
  'apps/StatefulSet': statefulSetReferences,
  PersistentVolumeClaim: ({ spec }: WithSpec<ClaimSpec>) => [
    ...refer('uses', kinds.VOLUMES, { name: spec?.volumeName }),
    ...refer('uses', STORAGE_CLASS, { name: spec?.storageClassName }),
  ],
  PersistentVolume: ({ spec }: WithSpec<{ claimRef?: Named; storageClassName?: string }>) => [
    ...refer('used-by', kinds.VOLUME_CLAIMS, spec?.claimRef),
    ...refer('uses', STORAGE_CLASS, { name: spec?.storageClassName }),
  ],
  ServiceAccount: ({ secrets = [] }: KubeObject & { readonly secrets?: readonly Named[] }) =>
    secrets.flatMap(({ name }) => refer('uses', kinds.SECRETS, { name })),
};

/** Every object that an object names in its spec, owners aside. */
export function objectReferences(object: KubeObject): Reference[] {
  const { apiVersion, kind } = object;
  const group = apiVersion.includes('/') ? `${apiVersion.slice(0, apiVersion.indexOf('/'))}/` : '';
  try {
    const template = podTemplate(object)?.spec;
    return uniqueReferences([
      ...(READERS[`${group}${kind}`]?.(object) ?? []),
      ...(template ? podReferences(template) : []),
    ]);
  } catch (error) {
    // What a custom resource calls `template` may be anything; then it names no objects that we know of.
    if (error instanceof TypeError) return [];
    throw error;
  }
}
