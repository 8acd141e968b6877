import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Fleet } from '@kubemate/plugin-clusters-common';
import {
  DataAge,
  EmptyState,
  FailureState,
  LoadingState,
  Page,
  PageContent,
  PageHeader,
  PartialBanner,
  Section,
  useDocumentTitle,
} from '@kubemate/ui';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { RiCheckboxCircleLine } from '@remixicon/react';
import { Link as RouterLink } from 'react-router-dom';
import { useFleet } from '../api/queries';
import { ClusterCard } from '../clusters/ClusterCard';
import { useSavedViews } from '../explorer/savedViews';
import { useLinks } from '../links/useLinks';
import { KindIcon } from '../kinds/KindIcon';
import { recentKey, targetOf } from '../recent/recentObjects';
import { useRecentObjects } from '../recent/useRecentObjects';
import { clustersTranslationRef } from '../translations/clustersTranslationRef';
import { AttentionList } from './AttentionList';
import { LinkList } from './LinkList';

/** The fleet at a glance, and where a person left off. */
export function HomePage() {
  const { t } = useTranslationRef(clustersTranslationRef);
  const links = useLinks();
  const fleet = useFleet();
  useDocumentTitle(t('home.title'));
  const { data } = fleet;
  const ready = data?.clusters.filter(({ cluster }) => cluster.connection.state === 'ready');
  return (
    <Page>
      <PageHeader
        title={t('home.fleet')}
        subtitle={
          data &&
          t('home.summary', {
            ready: String(ready?.length ?? 0),
            total: String(data.clusters.length),
            attention: String(data.attentionTotal),
          })
        }
        actions={
          <>
            <DataAge asOf={data?.asOf} connection={connectionOf(fleet)} />
            <Button variant="outlined" component={RouterLink} to={links.explorer()}>
              {t('home.browseAll')}
            </Button>
          </>
        }
      />
      <PageContent>
        <HomeBody />
      </PageContent>
    </Page>
  );
}

function connectionOf({ isPending, isError }: { isPending: boolean; isError: boolean }) {
  if (isPending) return 'connecting';
  return isError ? 'offline' : 'live';
}

function HomeBody() {
  const { t } = useTranslationRef(clustersTranslationRef);
  const fleet = useFleet();
  if (fleet.isPending) return <LoadingState lines={8} />;
  if (fleet.data === undefined)
    return (
      <FailureState
        title={t('home.loadFailed')}
        error={fleet.error}
        onRetry={() => void fleet.refetch()}
      />
    );
  if (fleet.data.clusters.length === 0)
    return <EmptyState title={t('home.noClusters')} description={t('home.noClustersHint')} />;
  return <FleetView fleet={fleet.data} />;
}

function FleetView({ fleet }: { fleet: Fleet }) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const { attention, attentionTotal, failures } = fleet;
  // A cluster that is away has a card that says so; these are the ones that answer in part.
  const partial = failures.filter(failure => failure.state !== 'unreachable');
  return (
    <>
      {partial.length > 0 && (
        <PartialBanner
          severity="info"
          title={t('home.partial', { number: String(new Set(partial.map(f => f.cluster)).size) })}
          items={partial.map(({ cluster, reason }) => ({
            key: `${cluster}/${reason}`,
            text: `${cluster}: ${reason}`,
          }))}
        />
      )}
      <Box
        sx={{
          display: 'grid',
          gap: 2,
          gridTemplateColumns: 'repeat(auto-fill, minmax(min(280px, 100%), 1fr))',
        }}
      >
        {fleet.clusters.map(summary => (
          <ClusterCard key={summary.cluster.name} summary={summary} />
        ))}
      </Box>
      <Box
        sx={{
          display: 'grid',
          gap: 2,
          alignItems: 'start',
          gridTemplateColumns: { xs: 'minmax(0, 1fr)', lg: 'minmax(0, 2fr) minmax(280px, 1fr)' },
        }}
      >
        <Section
          title={t('home.attention')}
          flush
          actions={
            <Typography variant="caption" color="text.secondary" noWrap>
              {attentionTotal > attention.length
                ? t('home.attentionMore', {
                    shown: String(attention.length),
                    total: String(attentionTotal),
                  })
                : attentionTotal}
            </Typography>
          }
        >
          {attention.length === 0 ? (
            <EmptyState
              icon={<RiCheckboxCircleLine size={32} />}
              title={t('home.attentionEmpty')}
              description={t('home.attentionEmptyHint')}
            />
          ) : (
            <AttentionList items={attention} />
          )}
        </Section>
        <Box sx={{ display: 'grid', gap: 2, minWidth: 0 }}>
          <RecentSection />
          <ViewsSection />
        </Box>
      </Box>
    </>
  );
}

function RecentSection() {
  const { t } = useTranslationRef(clustersTranslationRef);
  const links = useLinks();
  const { items } = useRecentObjects();
  return (
    <Section title={t('home.recent')} flush>
      <LinkList
        empty={t('home.recentEmpty')}
        items={items.slice(0, 8).flatMap(recent => {
          const target = targetOf(recent);
          if (target === undefined) return [];
          const place = [recent.cluster, recent.namespace].filter(Boolean).join(' / ');
          return {
            key: recentKey(recent),
            to: links.object(target),
            title: recent.name,
            detail: `${recent.kind} · ${place}`,
            icon: <KindIcon kind={recent.kind} />,
          };
        })}
      />
    </Section>
  );
}

function ViewsSection() {
  const { t } = useTranslationRef(clustersTranslationRef);
  const links = useLinks();
  const { items } = useSavedViews();
  return (
    <Section title={t('home.views')} flush>
      <LinkList
        empty={t('home.viewsEmpty')}
        items={items.map(({ name, query }) => ({
          key: name,
          to: `${links.explorer()}?${query}`,
          title: name,
        }))}
      />
    </Section>
  );
}
