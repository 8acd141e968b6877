import { formatResourceId, type ResourceId, type Row } from '@kubemate/kube-common';
import {
  RUNNING_KINDS,
  type Failure,
  type KubernetesSelection,
} from '@kubemate/plugin-clusters-common';
import { useMemo } from 'react';
import { useSharedRowsFeed } from '../explorer/useSharedRowsFeed';

// Three, as hooks cannot be called in a loop.
const KINDS = RUNNING_KINDS.map(({ group, version, plural }) => ({
  ...{ group, version, plural },
})) as [ResourceId, ResourceId, ResourceId];

export interface RunningRow {
  readonly resource: ResourceId;
  readonly row: Row;
}

export interface Running {
  readonly state: 'loading' | 'ready' | 'failed';
  /** By cluster, then namespace, then name. */
  readonly rows: readonly RunningRow[];
  /** The clusters that could not answer, or not fully, each once. */
  readonly failures: readonly Failure[];
  readonly error?: unknown;
  retry(): void;
}

/** What of an entity runs now, over all clusters, live. */
export function useRunning(selection: Partial<KubernetesSelection>): Running {
  const [deployments, statefulSets, daemonSets] = KINDS;
  const first = useKind(deployments, selection);
  const second = useKind(statefulSets, selection);
  const third = useKind(daemonSets, selection);
  return useMemo(() => {
    const feeds = [first, second, third];
    const rows = feeds.flatMap(({ resource, live }) =>
      [...live.rows.values()].map(row => ({ resource, row })),
    );
    const failures = feeds
      .flatMap(({ live }) => live.failures)
      .filter(failure => failure.state !== 'not-served');
    const failed = feeds.find(({ live }) => live.state === 'failed');
    const loading = feeds.some(({ live }) => live.state === 'loading');
    const pending = loading ? 'loading' : 'ready';
    return {
      state: failed === undefined ? pending : 'failed',
      rows: rows.sort((a, b) => placeOf(a).localeCompare(placeOf(b))),
      failures: [...new Map(failures.map(failure => [failure.cluster, failure])).values()],
      error: failed?.live.error,
      retry: () => feeds.forEach(({ live }) => live.retry()),
    };
  }, [first, second, third]);
}

function useKind(resource: ResourceId, selection: Partial<KubernetesSelection>) {
  const live = useSharedRowsFeed(
    useMemo(() => ({ resource, ...selection, sort: 'cluster' }), [resource, selection]),
  );
  return useMemo(() => ({ resource, live }), [resource, live]);
}

function placeOf({ resource, row }: RunningRow): string {
  return [row.cluster, row.namespace ?? '', row.name, formatResourceId(resource)].join('/');
}
