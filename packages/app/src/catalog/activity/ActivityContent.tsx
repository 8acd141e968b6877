import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { useEntity } from '@backstage/plugin-catalog-react';
import {
  ACTIVITY_KINDS,
  ErrorState,
  listParam,
  LoadingState,
  mergeActivity,
  PartialBanner,
  QueryWrapper,
  SourceBoundary,
  useUrlState,
  type ActivityFinds,
  type ActivityKind,
  type ActivityScope,
  type ActivitySource,
} from '@kubemate/ui';
import Box from '@mui/material/Box';
import { Suspense, useCallback, useMemo, useState } from 'react';
import { shellTranslationRef } from '../../translations/shellTranslationRef';
import { ActivityTimeline } from './ActivityTimeline';
import { KindFilter } from './KindFilter';
import { useActivityScope } from './useActivityScope';

const PARAMS = { kinds: listParam() };

/** Everything that happened to an entity, in one timeline: what plugins know of it, each as far as the person may see it. */
export function ActivityContent({ sources }: { sources: readonly ActivitySource[] }) {
  return (
    <QueryWrapper>
      <Resolved sources={sources} />
    </QueryWrapper>
  );
}

function Resolved({ sources }: { sources: readonly ActivitySource[] }) {
  const { t } = useTranslationRef(shellTranslationRef);
  const { entity } = useEntity();
  const { state, scope, failures, error, retry } = useActivityScope(entity);
  if (state === 'loading') return <LoadingState lines={8} />;
  if (error !== undefined)
    return <ErrorState title={t('activity.failed')} error={error} onRetry={retry} />;
  const away = failures.map(({ cluster, reason }) => `${cluster}: ${reason}`);
  return <Activity sources={sources} scope={scope} away={away} />;
}

interface ActivityProps {
  sources: readonly ActivitySource[];
  scope: ActivityScope;
  away: readonly string[];
}

const WAITING: ActivityFinds = { state: 'loading', items: [], gaps: [] };

function Activity({ sources, scope, away }: ActivityProps) {
  const { t } = useTranslationRef(shellTranslationRef);
  const [state, update] = useUrlState(PARAMS);
  const [found, setFound] = useState<ReadonlyMap<string, ActivityFinds>>(new Map());
  const note = useCallback(
    (id: string, finds: ActivityFinds) => setFound(now => new Map(now).set(id, finds)),
    [],
  );
  const finds = sources.map(({ id }) => found.get(id) ?? WAITING);
  const merged = mergeActivity(finds);
  const chosen = ACTIVITY_KINDS.filter(kind => state.kinds.includes(kind));
  const items = merged.items.filter(({ kind }) => chosen.length === 0 || chosen.includes(kind));
  const gaps = [...finds.flatMap(each => each.gaps.map(({ text }) => text)), ...away];
  const counts = useMemo(() => countKinds(merged.items.map(({ kind }) => kind)), [merged.items]);
  return (
    <Box sx={{ display: 'flex', flexDirection: 'column', gap: 1.5, minWidth: 0 }}>
      {sources.map(source => (
        <SourceReader key={source.id} source={source} scope={scope} onFinds={note} />
      ))}
      <KindFilter
        counts={counts}
        chosen={chosen}
        onChange={kinds => update({ kinds }, { history: 'push' })}
      />
      {gaps.length > 0 && (
        <PartialBanner
          severity="info"
          title={t('activity.partial')}
          items={gaps.map(text => ({ key: text, text }))}
        />
      )}
      <ActivityTimeline
        items={items}
        loading={finds.some(each => each.state === 'loading')}
        filtered={chosen.length > 0}
        onClear={() => update({ kinds: [] }, { history: 'push' })}
        onMore={merged.more}
      />
    </Box>
  );
}

function SourceReader(props: {
  source: ActivitySource;
  scope: ActivityScope;
  onFinds(id: string, finds: ActivityFinds): void;
}) {
  const { source, scope, onFinds } = props;
  const { t } = useTranslationRef(shellTranslationRef);
  const { id, title, Reader } = source;
  const tell = useCallback((finds: ActivityFinds) => onFinds(id, finds), [id, onFinds]);
  const onFailure = () =>
    tell({
      state: 'ready',
      items: [],
      gaps: [{ kind: 'failed', text: t('activity.sourceFailed', { source: title }) }],
    });
  return (
    <SourceBoundary onFailure={onFailure}>
      <Suspense fallback={null}>
        <Reader scope={scope} onFinds={tell} />
      </Suspense>
    </SourceBoundary>
  );
}

function countKinds(kinds: readonly ActivityKind[]): ReadonlyMap<ActivityKind, number> {
  const counts = new Map<ActivityKind, number>();
  for (const kind of kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return counts;
}
