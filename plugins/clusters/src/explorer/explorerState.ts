import type { Health, ResourceId } from '@kubemate/kube-common';
import { formatResourceSlug, parseResourceSlug } from '../links/resourceSlug';

/** What the explorer shows, all of it in the URL: a link is the view. */
export interface ExplorerState {
  readonly resource: ResourceId;
  /** All where empty. */
  readonly clusters: readonly string[];
  /** All where empty. */
  readonly namespaces: readonly string[];
  readonly search: string;
  /** Any where empty. */
  readonly health: readonly Health[];
  /** Conditions on columns in the API's syntax, `restarts>3,node=a`. */
  readonly filter: string;
  readonly labelSelector: string;
  /** Column id, descending with a leading minus; the API's default order where absent. */
  readonly sort?: string;
  /** Column ids in the order shown; the type's own default where absent. */
  readonly columns?: readonly string[];
}

export const DEFAULT_RESOURCE: ResourceId = { group: '', version: 'v1', plural: 'pods' };

const HEALTHS: readonly Health[] = ['failed', 'warning', 'progressing', 'unknown', 'ok', 'idle'];

/** Parameters this page owns. Others in the URL are left alone. */
const KEYS = [
  'resource',
  'clusters',
  'namespaces',
  'search',
  'health',
  'filter',
  'labels',
  'sort',
  'columns',
] as const;

export function parseExplorerState(params: URLSearchParams): ExplorerState {
  const health = list(params.get('health'));
  const sort = params.get('sort') ?? '';
  const columns = list(params.get('columns'));
  return {
    resource: parseResourceSlug(params.get('resource') ?? '') ?? DEFAULT_RESOURCE,
    clusters: list(params.get('clusters')),
    namespaces: list(params.get('namespaces')),
    search: params.get('search') ?? '',
    health: HEALTHS.filter(name => health.includes(name)),
    filter: params.get('filter') ?? '',
    labelSelector: params.get('labels') ?? '',
    ...(sort === '' ? {} : { sort }),
    ...(columns.length === 0 ? {} : { columns }),
  };
}

/** The URL's parameters for a state; what is at its default is left out, so links stay short. */
export function formatExplorerState(
  state: Partial<ExplorerState>,
  base: URLSearchParams = new URLSearchParams(),
): URLSearchParams {
  const params = new URLSearchParams(base);
  for (const key of KEYS) params.delete(key);
  const values: Record<(typeof KEYS)[number], string | undefined> = {
    resource: state.resource && formatResourceSlug(state.resource),
    clusters: state.clusters?.join(','),
    namespaces: state.namespaces?.join(','),
    search: state.search,
    health: state.health?.join(','),
    filter: state.filter,
    labels: state.labelSelector,
    sort: state.sort,
    columns: state.columns?.join(','),
  };
  for (const key of KEYS) {
    const value = values[key];
    if (value !== undefined && value !== '') params.set(key, value);
  }
  return params;
}

/** Conditions that depend on columns do not survive a change of the resource type; places and words do. */
export function withResource(state: ExplorerState, resource: ResourceId): ExplorerState {
  const { clusters, namespaces, search, health, labelSelector } = state;
  return { resource, clusters, namespaces, search, health, filter: '', labelSelector };
}

/** True where anything but the resource type and the places narrows the rows. */
export function isFiltered(state: ExplorerState): boolean {
  return (
    state.search !== '' ||
    state.health.length > 0 ||
    state.filter !== '' ||
    state.labelSelector !== '' ||
    state.namespaces.length > 0 ||
    state.clusters.length > 0
  );
}

/** The state as a question to the row API, without the window. */
export function toRowQuery(state: ExplorerState) {
  const health = state.health.length === 0 ? '' : `health=${state.health.join('|')}`;
  const filter = [health, state.filter.trim()].filter(part => part !== '').join(',');
  return {
    resource: state.resource,
    ...(state.clusters.length === 0 ? {} : { clusters: state.clusters }),
    ...(state.namespaces.length === 0 ? {} : { namespaces: state.namespaces }),
    ...(state.search.trim() === '' ? {} : { search: state.search.trim() }),
    ...(state.labelSelector.trim() === '' ? {} : { labelSelector: state.labelSelector.trim() }),
    ...(filter === '' ? {} : { filter }),
    ...(state.sort === undefined ? {} : { sort: state.sort }),
  };
}

/** A question to the row API over all rows, without a window. */
export type RowQuestion = ReturnType<typeof toRowQuery>;

function list(text: string | null): string[] {
  return (text ?? '').split(',').filter(part => part !== '');
}
