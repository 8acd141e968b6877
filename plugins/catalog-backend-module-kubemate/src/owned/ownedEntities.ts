import {
  ANNOTATION_LOCATION,
  ANNOTATION_ORIGIN_LOCATION,
  ANNOTATION_VIEW_URL,
} from '@backstage/catalog-model';
import { KUBERNETES_ANNOTATIONS } from '@kubemate/kube-common';
import type { TenantDirectory } from '@kubemate/plugin-tenants-common';
import { CLUSTER_ANNOTATION } from '../clusterEntity';
import { RESTRICTED, type RestrictedEntity } from '../restricted/restrictedEntity';
import { clusterRef, entityName, namespaceRef, tenantRef } from './entityNames';

export const LOCATION = 'kubemate:owned';
export const NAMESPACE_ANNOTATION = 'kubemate.io/namespace';
export const PIPELINE_ANNOTATION = 'kubemate.io/pipeline';
/** Who answers for a namespace that no tenant has: the name of a group in the catalog's default namespace. */
export const OWNER_LABELS = ['kubemate.io/owner', 'team'] as const;
const OWNER_ANNOTATION = 'kubemate.io/labelled-owner';
const NAME = /^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;

/** What the catalog must know of a namespace on a cluster. */
export interface NamespaceFact {
  readonly cluster: string;
  readonly namespace: string;
  /** A group, as its labels say. */
  readonly labelledOwner?: string;
}

/** What the catalog must know of a Pipeline of Tekton. */
export interface PipelineFact {
  readonly cluster: string;
  readonly namespace: string;
  readonly name: string;
  readonly description?: string;
  /** The component that it is labelled with. */
  readonly component?: string;
}

type Tenant = TenantDirectory['items'][number];

export interface OwnedFacts {
  readonly tenants: readonly Tenant[];
  readonly namespaces: Iterable<NamespaceFact>;
  readonly pipelines: Iterable<PipelineFact>;
  /** Where people open the portal. */
  readonly appUrl: string | undefined;
}

/** Whom something belongs to, and who may know of it. */
interface Holder {
  readonly owner: string;
  readonly readers: readonly string[];
  readonly tenant?: Tenant;
}

/**
 * Tenants, the namespaces that somebody answers for, and the pipelines in those. A namespace is its tenant's; one that no tenant has is the group's that its labels
 * name. One that nobody answers for is not in the catalog: there it would say nothing.
 */
export function ownedEntities({
  tenants,
  namespaces,
  pipelines,
  appUrl,
}: OwnedFacts): RestrictedEntity[] {
  const byPlace = new Map(
    tenants.flatMap(tenant =>
      tenant.placements.flatMap(({ cluster, namespaces: names }) =>
        names.map(name => [placeOf(cluster, name), tenant] as const),
      ),
    ),
  );
  const holders = new Map<string, Holder>();
  const entities = tenants.map(tenant => tenantEntity(tenant, appUrl));
  for (const fact of namespaces) {
    const place = placeOf(fact.cluster, fact.namespace);
    const holder = holderOf(byPlace.get(place), fact.labelledOwner);
    if (holder === undefined) continue;
    holders.set(place, holder);
    entities.push(namespaceEntity(fact, holder, appUrl));
  }
  for (const fact of pipelines) {
    const holder = holders.get(placeOf(fact.cluster, fact.namespace));
    if (holder !== undefined) entities.push(pipelineEntity(fact, holder, appUrl));
  }
  return entities;
}

function placeOf(cluster: string, namespace: string): string {
  return JSON.stringify([cluster, namespace]);
}

function holderOf(tenant: Tenant | undefined, labelled: string | undefined): Holder | undefined {
  if (tenant !== undefined) return { owner: tenant.owner, readers: tenant.readers, tenant };
  if (labelled === undefined || !NAME.test(labelled)) return undefined;
  const owner = `group:default/${labelled.toLocaleLowerCase('en-US')}`;
  return { owner, readers: [owner] };
}

function tenantEntity(tenant: Tenant, appUrl: string | undefined): RestrictedEntity {
  const { name, title, description, state, owner, readers } = tenant;
  const isArchived = state === 'archived';
  return entity({
    holder: { owner, readers },
    metadata: {
      ...{ namespace: 'tenants', name: entityName(name), title, description },
      tags: isArchived ? ['archived'] : [],
      annotations: { 'kubemate.io/tenant': name },
    },
    spec: { type: 'kubernetes-tenant', lifecycle: isArchived ? 'archived' : 'active' },
    url: linkTo(appUrl, 'tenants', name),
  });
}

function namespaceEntity(
  { cluster, namespace, labelledOwner }: NamespaceFact,
  holder: Holder,
  appUrl: string | undefined,
): RestrictedEntity {
  const { tenant } = holder;
  const environment = tenant?.placements.find(
    placement => placement.cluster === cluster && placement.namespaces.includes(namespace),
  )?.environment;
  return entity({
    holder,
    metadata: {
      namespace: 'kubernetes',
      name: entityName(cluster, namespace),
      title: `${namespace} · ${cluster}`,
      tags: environment === undefined ? [] : [environment],
      annotations: {
        [CLUSTER_ANNOTATION]: cluster,
        [NAMESPACE_ANNOTATION]: namespace,
        ...(labelledOwner === undefined ? {} : { [OWNER_ANNOTATION]: labelledOwner }),
      },
    },
    spec: {
      type: 'kubernetes-namespace',
      within: [clusterRef(cluster)],
      ...(tenant === undefined ? {} : { partOf: [tenantRef(tenant.name)] }),
    },
    url: linkTo(appUrl, 'explore', cluster, 'namespaces.v1', '_', namespace),
  });
}

function pipelineEntity(
  { cluster, namespace, name, description, component }: PipelineFact,
  holder: Holder,
  appUrl: string | undefined,
): RestrictedEntity {
  const isNamed = component !== undefined && NAME.test(component);
  return entity({
    holder,
    metadata: {
      namespace: 'pipelines',
      name: entityName(cluster, namespace, name),
      title: name,
      description,
      tags: ['tekton'],
      annotations: {
        [CLUSTER_ANNOTATION]: cluster,
        [NAMESPACE_ANNOTATION]: namespace,
        [PIPELINE_ANNOTATION]: name,
        ...(component === undefined ? {} : { [KUBERNETES_ANNOTATIONS.id]: component }),
      },
    },
    spec: {
      type: 'pipeline',
      partOf: [namespaceRef(cluster, namespace)],
      ...(isNamed ? { dependencyOf: [`component:default/${component}`] } : {}),
    },
    url: linkTo(appUrl, 'pipelines', 'definitions', cluster, namespace, name),
  });
}

function entity({
  holder: { owner, readers },
  metadata: { annotations, ...metadata },
  spec: { type, ...spec },
  url,
}: {
  readonly holder: Holder;
  readonly metadata: RestrictedEntity['metadata'];
  readonly spec: Pick<RestrictedEntity['spec'], 'type'> & Partial<RestrictedEntity['spec']>;
  readonly url: string | undefined;
}): RestrictedEntity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Resource',
    metadata: {
      ...metadata,
      annotations: {
        [ANNOTATION_LOCATION]: LOCATION,
        [ANNOTATION_ORIGIN_LOCATION]: LOCATION,
        ...annotations,
        ...(url === undefined ? {} : { [ANNOTATION_VIEW_URL]: url }),
      },
      links: url === undefined ? [] : [{ url, title: 'Kubemate' }],
    },
    spec: {
      ...{ ...spec, type, owner, visibility: RESTRICTED },
      readers: [...new Set(readers.map(ref => ref.toLocaleLowerCase('en-US')))].sort(),
    },
  };
}

export function linkTo(appUrl: string | undefined, ...path: readonly string[]): string | undefined {
  if (appUrl === undefined) return undefined;
  return [appUrl.replace(/\/+$/, ''), ...path.map(encodeURIComponent)].join('/');
}

/** The facts that an entity was made of, for what the catalog has of clusters that do not answer. */
export function factOf(annotations: Readonly<Record<string, string>>): {
  readonly namespace?: NamespaceFact;
  readonly pipeline?: PipelineFact;
} {
  const cluster = annotations[CLUSTER_ANNOTATION];
  const namespace = annotations[NAMESPACE_ANNOTATION];
  const name = annotations[PIPELINE_ANNOTATION];
  if (cluster === undefined || namespace === undefined) return {};
  if (name !== undefined)
    return {
      pipeline: { cluster, namespace, name, component: annotations[KUBERNETES_ANNOTATIONS.id] },
    };
  return { namespace: { cluster, namespace, labelledOwner: annotations[OWNER_ANNOTATION] } };
}
