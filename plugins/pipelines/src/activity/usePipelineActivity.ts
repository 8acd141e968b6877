import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  describeError,
  mergeActivity,
  type ActivityFinds,
  type ActivityItem,
  type ActivityScope,
} from '@kubemate/ui';
import { useQueries, type UseQueryResult } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import { pipelinesApiRef } from '../api/pipelinesApiRef';
import { useEnvironments } from '../api/promotionQueries';
import { promotionsApiRef } from '../api/promotionsApiRef';
import { useLinks } from '../links/useLinks';
import { pipelinesTranslationRef } from '../translations/pipelinesTranslationRef';
import { ENDED, promotionItem, releaseItem, runItem, type Say } from './activityItems';

const STEP = 50;
const MAX_RUNS = 500;
const MAX_PROMOTIONS = 200;
const REFRESH_MS = 15_000;
/** A system's or a team's first components; each is a question of its own. */
const MAX_COMPONENTS = 20;

/** What is kept of answers. A new object only where something in it is new. */
function combine<T>(results: readonly UseQueryResult<T>[]) {
  return {
    pages: results.map(({ data }) => data),
    pending: results.some(({ isPending, isError }) => isPending && !isError),
    errors: results.flatMap(({ error }) => (error === null ? [] : [describeError(error)])),
  };
}

/** Promotions, rollbacks, deploys by other ways, and how runs ended, of the components that a timeline is about. */
export function usePipelineActivity(scope: ActivityScope): ActivityFinds {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const links = useLinks();
  const [size, setSize] = useState(STEP);
  const more = useCallback(() => setSize(now => now + STEP), []);
  const components = useMemo(() => scope.components.slice(0, MAX_COMPONENTS), [scope]);
  const runs = useRunPages(components, size);
  const promotions = usePromotionPages(components, size);
  const releases = useReleaseLists(components.length === 1 ? components : []);
  return useMemo(() => {
    const say = ((key: string, values: Readonly<Record<string, string>>) =>
      (t as Say)(`activity.${key}`, values)) satisfies Say;
    const sources = [
      ...runs.pages.map(page =>
        findsOf(
          (page?.items ?? []).map(run => runItem(run, say, links)),
          {
            more: page?.nextCursor !== undefined && size < MAX_RUNS ? more : undefined,
          },
        ),
      ),
      ...promotions.pages.map(page =>
        findsOf(
          (page?.items ?? []).map(each => promotionItem(each, say, links)),
          {
            more: page?.nextCursor !== undefined && size < MAX_PROMOTIONS ? more : undefined,
          },
        ),
      ),
      findsOf(
        releases.pages.flatMap(list =>
          (list ?? []).flatMap(release => releaseItem(release, say, links) ?? []),
        ),
        {},
      ),
    ];
    const gaps = [runs, promotions, releases]
      .flatMap(({ errors }) => errors)
      .map(({ kind, message }) => ({
        kind: kind === 'denied' ? ('denied' as const) : ('failed' as const),
        text: t('activity.gap', { reason: message }),
      }));
    return {
      ...mergeActivity(sources),
      state: runs.pending || promotions.pending ? 'loading' : 'ready',
      gaps: [...new Map(gaps.map(gap => [gap.text, gap])).values()],
    };
  }, [t, links, size, more, runs, promotions, releases]);
}

function findsOf(
  items: readonly ActivityItem[],
  { more }: Pick<ActivityFinds, 'more'>,
): ActivityFinds {
  const sorted = [...items].sort((a, b) => b.at - a.at);
  return { state: 'ready', gaps: [], items: sorted, ...(more === undefined ? {} : { more }) };
}

type Components = ActivityScope['components'];

function useRunPages(components: Components, limit: number) {
  const api = useApi(pipelinesApiRef);
  return useQueries({
    queries: components
      .flatMap(({ runs }) => runs ?? [])
      .map(component => ({
        queryKey: ['pipelines', 'activity', 'runs', component, limit],
        queryFn: ({ signal }: { signal: AbortSignal }) =>
          api.listRuns({ component, phases: [...ENDED], sort: '-finished', limit }, { signal }),
        refetchInterval: REFRESH_MS,
        placeholderData: keep,
      })),
    combine,
  });
}

function usePromotionPages(components: Components, size: number) {
  const api = useApi(promotionsApiRef);
  const limit = Math.min(size, MAX_PROMOTIONS);
  return useQueries({
    queries: components.map(({ ref }) => ({
      queryKey: ['pipelines', 'activity', 'promotions', ref, limit],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        api.listPromotions({ component: ref, limit }, { signal }),
      refetchInterval: REFRESH_MS,
      placeholderData: keep,
    })),
    combine,
  });
}

/** A component that is in no environment has none; that it is not there is no failure of its timeline. */
function useReleaseLists(components: Components) {
  const api = useApi(promotionsApiRef);
  const environments = useEnvironments().data ?? [];
  return useQueries({
    queries: components.flatMap(({ ref }) =>
      environments.map(({ name: environment }) => ({
        queryKey: ['pipelines', 'activity', 'releases', ref, environment],
        queryFn: async ({ signal }: { signal: AbortSignal }) => {
          try {
            return await api.listReleases(ref, { environment }, { signal });
          } catch (error) {
            if (describeError(error).kind === 'not-found') return [];
            throw error;
          }
        },
        refetchInterval: REFRESH_MS,
      })),
    ),
    combine,
  });
}

/** While more is asked for, what there was stays. */
function keep<T>(before: T | undefined): T | undefined {
  return before;
}
