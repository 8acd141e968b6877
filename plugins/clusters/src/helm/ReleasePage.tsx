import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { HelmReleaseRef, HelmRevision } from '@kubemate/plugin-clusters-common';
import {
  ActionButton,
  choiceParam,
  DeniedState,
  describeError,
  EmptyState,
  ErrorState,
  LoadingState,
  Page,
  PageContent,
  PageHeader,
  StatusChip,
  useDocumentTitle,
  useUrlState,
} from '@kubemate/ui';
import { RiHistoryLine } from '@remixicon/react';
import { useRef, useState, type ReactNode } from 'react';
import { useParams } from 'react-router-dom';
import { useLinks } from '../links/useLinks';
import { clustersTranslationRef } from '../translations/clustersTranslationRef';
import { CompareTab } from './CompareTab';
import { useHelmHistory } from './helmQueries';
import { STATUS_HEALTH } from './helmStatus';
import { RevisionList } from './RevisionList';
import { RevisionTab } from './RevisionTab';
import { RollbackReleaseDialog } from './RollbackReleaseDialog';

const TABS = ['history', 'values', 'manifest', 'compare'] as const;
const PARAMS = { tab: choiceParam(TABS) };

/** One Helm release: its history, what it was given, what it put into the cluster, and the way back. */
export function ReleasePage() {
  const { cluster = '', namespace = '', name = '' } = useParams();
  const { t } = useTranslationRef(clustersTranslationRef);
  const links = useLinks();
  const [{ tab }] = useUrlState(PARAMS);
  const release = { cluster, namespace, name };
  const query = useHelmHistory(release);
  const newest = query.data?.items[0];
  const button = useRef<HTMLButtonElement>(null);
  // Undefined: closed. Null: open, and nothing chosen yet.
  const [rollback, setRollback] = useState<number | null>();
  useDocumentTitle(t(`helm.tabs.${tab}`), name);
  const only = (query.data?.items.length ?? 0) < 2;
  return (
    <Page>
      <PageHeader
        title={name}
        breadcrumbs={[{ title: t('helm.title'), to: links.helm() }]}
        status={
          newest && (
            <StatusChip
              health={STATUS_HEALTH[newest.status]}
              label={t(`helm.states.${newest.status}`)}
            />
          )
        }
        subtitle={[
          cluster,
          namespace,
          ...(newest === undefined ? [] : [`${newest.chart} ${newest.chartVersion}`]),
        ].join(' · ')}
        actions={
          newest && (
            <ActionButton
              ref={button}
              variant="contained"
              startIcon={<RiHistoryLine size={16} />}
              disabledReason={only ? t('helm.rollbackOnly') : undefined}
              onClick={() => setRollback(null)}
            >
              {t('helm.rollback')}
            </ActionButton>
          )
        }
        tabs={TABS.map(id => ({
          id,
          title: t(`helm.tabs.${id}`),
          to: links.release(release, id),
        }))}
        activeTab={tab}
      />
      <PageContent>
        <Body query={query} name={name}>
          {revisions => {
            if (tab === 'history')
              return <RevisionList revisions={revisions} onRollback={setRollback} />;
            if (tab === 'compare') return <CompareTab release={release} revisions={revisions} />;
            return <RevisionTab key={tab} what={tab} release={release} revisions={revisions} />;
          }}
        </Body>
      </PageContent>
      {rollback !== undefined && query.data !== undefined && (
        <RollbackReleaseDialog
          release={release}
          revisions={query.data.items}
          chosen={rollback ?? undefined}
          opener={button.current}
          onClose={() => setRollback(undefined)}
        />
      )}
    </Page>
  );
}

function Body(props: {
  query: ReturnType<typeof useHelmHistory>;
  name: HelmReleaseRef['name'];
  children(revisions: readonly HelmRevision[]): ReactNode;
}) {
  const { query, name, children } = props;
  const { t } = useTranslationRef(clustersTranslationRef);
  if (query.isPending) return <LoadingState lines={8} />;
  if (query.data !== undefined) return <>{children(query.data.items)}</>;
  const { kind, message } = describeError(query.error);
  if (kind === 'denied') return <DeniedState title={t('helm.denied')} reason={message} />;
  if (kind === 'not-found')
    return <EmptyState title={t('helm.gone', { name })} description={t('helm.goneHint')} />;
  return (
    <ErrorState
      title={t('helm.historyFailed')}
      error={new Error(message)}
      onRetry={() => void query.refetch()}
    />
  );
}
