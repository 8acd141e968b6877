import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { EventListener, Trigger } from '@kubemate/plugin-pipelines-common';
import {
  EmptyState,
  FailureState,
  LoadingState,
  Page,
  PageContent,
  PartialBanner,
  useDocumentTitle,
} from '@kubemate/ui';
import { RiFlashlightLine } from '@remixicon/react';
import { useState } from 'react';
import { useTriggers } from '../api/queries';
import { PipelinesHeader } from '../runs/PipelinesHeader';
import { PlaceFailures } from '../runs/PlaceFailures';
import { QueryAge } from '../live/QueryAge';
import { pipelinesTranslationRef } from '../translations/pipelinesTranslationRef';
import { ListenerSection } from './ListenerSection';
import { ReplayDialog } from './ReplayDialog';

interface Replaying {
  readonly listener: EventListener;
  readonly trigger: Trigger;
  readonly group?: string;
  readonly opener: HTMLElement;
}

/** What starts runs by events: what is let through, what it starts, and what it has started. */
export function TriggersPage() {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const query = useTriggers();
  useDocumentTitle(t('tabs.triggers'), t('title'));
  return (
    <Page>
      <PipelinesHeader tab="triggers" actions={<QueryAge query={query} />} />
      <PageContent>
        <Listeners query={query} />
      </PageContent>
    </Page>
  );
}

function Listeners({ query }: { query: ReturnType<typeof useTriggers> }) {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const [replaying, setReplaying] = useState<Replaying>();
  const { data, error } = query;
  if (data === undefined && error !== null) {
    return (
      <FailureState
        title={t('triggers.failed')}
        deniedTitle={t('triggers.denied')}
        error={error}
        onRetry={() => void query.refetch()}
      />
    );
  }
  if (data === undefined) return <LoadingState lines={6} />;
  return (
    <>
      <PlaceFailures failures={data.failures} />
      {data.items.length === 0 && (
        <EmptyState
          icon={<RiFlashlightLine size={32} />}
          title={t('triggers.empty')}
          description={t('triggers.emptyHint')}
        />
      )}
      {data.items.map(listener => (
        <ListenerSection
          key={`${listener.place}/${listener.folder}/${listener.name}`}
          listener={listener}
          onReplay={replayed => setReplaying({ listener, ...replayed })}
        />
      ))}
      {data.isCut && <PartialBanner severity="info" title={t('triggers.cut')} />}
      {replaying !== undefined && (
        <ReplayDialog {...replaying} onClose={() => setReplaying(undefined)} />
      )}
    </>
  );
}
