import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { formatResourceId, parseResourceId } from '@kubemate/kube-common';
import { RUNNING_KINDS, type Fleet } from '@kubemate/plugin-clusters-common';
import { describeError, type ActivityFinds, type ActivityScope } from '@kubemate/ui';
import { useQueries, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useMemo } from 'react';
import { clustersApiRef } from '../api/clustersApiRef';
import { useLinks } from '../links/useLinks';
import { clustersTranslationRef } from '../translations/clustersTranslationRef';
import { attentionItem, eventItem } from './eventItem';

const REFRESH_MS = 20_000;
/** Workloads whose events are looked at; each is a question to its cluster. */
const MAX_WORKLOADS = 16;
const RUNNING = new Set(RUNNING_KINDS.map(formatResourceId));

function combine<T>(results: readonly UseQueryResult<T>[]) {
  return {
    answers: results.flatMap(({ data }) => data ?? []),
    pending: results.some(({ isPending, isError }) => isPending && !isError),
    errors: results.flatMap(({ error }) => (error === null ? [] : [describeError(error)])),
  };
}

/** What clusters warn of and how they scaled, of workloads; and of whole namespaces and clusters what needs somebody now. */
export function useClusterActivity(scope: ActivityScope): ActivityFinds {
  const { t } = useTranslationRef(clustersTranslationRef);
  const links = useLinks();
  const events = useWorkloadEvents(scope);
  const fleet = useAttention(scope);
  return useMemo(() => {
    const items = [
      ...events.answers.flatMap(({ cluster, list }) =>
        list.items.flatMap(event => eventItem(event, cluster, links) ?? []),
      ),
      ...attentionAt(fleet.data, scope).map(item => attentionItem(item, links)),
    ];
    const errors = [
      ...events.errors,
      ...(fleet.error === null ? [] : [describeError(fleet.error)]),
    ];
    const failures = events.answers
      .flatMap(({ list }) => list.failures)
      .map(({ cluster, reason }) => ({
        kind: 'failed' as const,
        message: `${cluster}: ${reason}`,
      }));
    const gaps = [...errors, ...failures].map(({ kind, message }) => ({
      kind: kind === 'denied' ? ('denied' as const) : ('failed' as const),
      text: t('entity.activityGap', { reason: message }),
    }));
    return {
      state: events.pending || fleet.isLoading ? 'loading' : 'ready',
      items: items.sort((a, b) => b.at - a.at),
      gaps: [...new Map(gaps.map(gap => [gap.text, gap])).values()],
    };
  }, [t, links, scope, events, fleet.data, fleet.error, fleet.isLoading]);
}

function useWorkloadEvents({ objects }: ActivityScope) {
  const api = useApi(clustersApiRef);
  const workloads = objects.flatMap(({ cluster, resource = '', namespace, name }) => {
    const id = RUNNING.has(resource) ? parseResourceId(resource) : undefined;
    if (id === undefined || cluster === undefined) return [];
    return [{ cluster, resource: id, namespace, name }];
  });
  return useQueries({
    queries: workloads.slice(0, MAX_WORKLOADS).map(workload => ({
      queryKey: ['clusters', 'activity', 'events', workload],
      queryFn: async ({ signal }: { signal: AbortSignal }) => ({
        cluster: workload.cluster,
        list: await api.listEvents({ ...workload, owned: true }, { signal }),
      }),
      refetchInterval: REFRESH_MS,
    })),
    combine,
  });
}

function useAttention({ places }: ActivityScope) {
  const api = useApi(clustersApiRef);
  return useQuery({
    queryKey: ['clusters', 'activity', 'fleet'],
    queryFn: ({ signal }) => api.getFleet({ signal }),
    refetchInterval: REFRESH_MS,
    enabled: places.length > 0,
  });
}

function attentionAt(fleet: Fleet | undefined, { places }: ActivityScope) {
  return (fleet?.attention ?? []).filter(({ row }) =>
    places.some(
      ({ cluster, namespace }) =>
        row.cluster === cluster && (namespace === undefined || row.namespace === namespace),
    ),
  );
}
