import type { ResourceId } from '@kubemate/kube-common';
import type { HelmReleaseRef } from '@kubemate/plugin-clusters-common';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import { useMemo } from 'react';
import { formatExplorerState, type ExplorerState } from '../explorer/explorerState';
import {
  addClusterRouteRef,
  clusterRouteRef,
  clustersRouteRef,
  createObjectsRouteRef,
  explorerRouteRef,
  helmRouteRef,
  homeRouteRef,
  identityRouteRef,
  logsRouteRef,
  mapRouteRef,
  objectRouteRef,
  operationsRouteRef,
  releaseRouteRef,
} from '../routes';
import { formatResourceSlug } from './resourceSlug';

/** Names an object as the API does, the resource type as its parts. */
export interface ObjectTarget {
  readonly cluster: string;
  readonly resource: ResourceId;
  readonly namespace?: string;
  readonly name: string;
}

export type ReleaseTab = 'history' | 'values' | 'manifest' | 'compare';
export type ClusterTab = 'overview' | 'nodes' | 'namespaces' | 'apis';

/** Stands for the namespace of an object that has none; no namespace can have this name. */
export const NO_NAMESPACE = '_';

function createQuery(state: Pick<ExplorerState, 'clusters' | 'namespaces'> | undefined) {
  const only = (list: readonly string[] = []) => (list.length === 1 ? list[0] : undefined);
  const cluster = only(state?.clusters);
  const namespace = only(state?.namespaces);
  return new URLSearchParams({ ...(cluster && { cluster }), ...(namespace && { namespace }) });
}

/** What a map shows. */
export interface MapPlace {
  readonly cluster: string;
  readonly namespaces?: readonly string[];
  /** As `nodeIdOf` gives it. */
  readonly node?: string;
}

function mapQuery(place: MapPlace | undefined): URLSearchParams {
  if (place === undefined) return new URLSearchParams();
  const { cluster, namespaces = [], node } = place;
  return new URLSearchParams({
    cluster,
    ...(namespaces.length > 0 && { namespaces: namespaces.join(',') }),
    ...(node !== undefined && { node }),
  });
}

/** Addresses of every page of this plugin. */
export interface Links {
  home(): string;
  clusters(): string;
  addCluster(): string;
  cluster(name: string, tab?: ClusterTab): string;
  explorer(state?: Partial<ExplorerState>): string;
  /** `tab` is one of the page's own, or one that another plugin put there. */
  object(target: ObjectTarget, tab?: string): string;
  /** The logs of an object, or without one the page to choose it. */
  logs(target?: ObjectTarget): string;
  /** The map of a cluster or of some of its namespaces, with one node selected where it is named; without, the page to choose. */
  map(place?: MapPlace): string;
  /** Where objects are made from YAML, in the cluster and namespace shown where that is one. */
  create(state?: Pick<ExplorerState, 'clusters' | 'namespaces'>): string;
  operations(): string;
  identity(): string;
  helm(): string;
  release(release: HelmReleaseRef, tab?: ReleaseTab): string;
}

function withQuery(path: string, params: URLSearchParams): string {
  const query = params.toString();
  return query === '' ? path : `${path}?${query}`;
}

function tabQuery(tab: string | undefined): URLSearchParams {
  return new URLSearchParams(tab === undefined || tab === 'overview' ? {} : { tab });
}

/** The parameters of the logs page that name an object. */
export function logsQuery({ cluster, resource, namespace, name }: ObjectTarget): URLSearchParams {
  return new URLSearchParams({
    cluster,
    resource: formatResourceSlug(resource),
    namespace: namespace ?? '',
    name,
  });
}

export function useLinks(): Links {
  const home = useRouteRef(homeRouteRef);
  const clusters = useRouteRef(clustersRouteRef);
  const addCluster = useRouteRef(addClusterRouteRef);
  const cluster = useRouteRef(clusterRouteRef);
  const explorer = useRouteRef(explorerRouteRef);
  const object = useRouteRef(objectRouteRef);
  const logs = useRouteRef(logsRouteRef);
  const map = useRouteRef(mapRouteRef);
  const create = useRouteRef(createObjectsRouteRef);
  const operations = useRouteRef(operationsRouteRef);
  const identity = useRouteRef(identityRouteRef);
  const helm = useRouteRef(helmRouteRef);
  const release = useRouteRef(releaseRouteRef);
  return useMemo(
    () => ({
      // A page that an installation has switched off leads home.
      home: () => home?.() ?? '/',
      clusters: () => clusters?.() ?? '/',
      addCluster: () => addCluster?.() ?? '/',
      cluster: (name, tab) => withQuery(cluster?.({ cluster: name }) ?? '/', tabQuery(tab)),
      explorer: (state = {}) => withQuery(explorer?.() ?? '/', formatExplorerState(state)),
      object: ({ resource, namespace = NO_NAMESPACE, ...rest }, tab) => {
        const params = { ...rest, namespace, resource: formatResourceSlug(resource) };
        return withQuery(object?.(params) ?? '/', tabQuery(tab));
      },
      logs: target =>
        withQuery(logs?.() ?? '/', target ? logsQuery(target) : new URLSearchParams()),
      map: place => withQuery(map?.() ?? '/', mapQuery(place)),
      create: state => withQuery(create?.() ?? '/', createQuery(state)),
      operations: () => operations?.() ?? '/',
      identity: () => identity?.() ?? '/',
      helm: () => helm?.() ?? '/',
      release: ({ cluster: at, namespace, name }, tab) =>
        withQuery(
          release?.({ cluster: at, namespace, name }) ?? '/',
          tabQuery(tab === 'history' ? undefined : tab),
        ),
    }),
    [
      home,
      clusters,
      addCluster,
      cluster,
      explorer,
      object,
      logs,
      map,
      create,
      operations,
      identity,
      helm,
      release,
    ],
  );
}
