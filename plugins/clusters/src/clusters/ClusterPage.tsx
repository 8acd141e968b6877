import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { ClusterSummary } from '@kubemate/plugin-clusters-common';
import {
  Age,
  choiceParam,
  DataAge,
  describeError,
  EmptyState,
  ErrorState,
  HealthBar,
  KeyValueList,
  LabelChips,
  LoadingState,
  Page,
  PageContent,
  PageHeader,
  PartialBanner,
  Section,
  Sparkline,
  useDocumentTitle,
  useUrlState,
} from '@kubemate/ui';
import Stack from '@mui/material/Stack';
import { useNavigate, useParams } from 'react-router-dom';
import { useClusterSummary } from '../api/queries';
import { FailureChips } from '../explorer/FailureChips';
import { EntityLink } from '../identity/EntityLink';
import { PODS } from '../kinds/wellKnown';
import { useLinks } from '../links/useLinks';
import { ClusterManagement } from '../registry/ClusterManagement';
import { RegistrationFacts } from '../registry/RegistrationFacts';
import { clustersTranslationRef } from '../translations/clustersTranslationRef';
import { ApiResources } from './ApiResources';
import { Capabilities } from './Capabilities';
import { ClusterCapacity } from './ClusterCapacity';
import { ClusterNamespaces } from './ClusterNamespaces';
import { ClusterNodes } from './ClusterNodes';
import { ClusterChip, UnreachableReason } from './ClusterState';

const TABS = ['overview', 'nodes', 'namespaces', 'apis'] as const;
const PARAMS = { tab: choiceParam(TABS) };

/** One cluster: what it has, its nodes and namespaces, what its API serves. */
export function ClusterPage() {
  const { cluster: name = '' } = useParams();
  const { t } = useTranslationRef(clustersTranslationRef);
  const links = useLinks();
  const [{ tab }] = useUrlState(PARAMS);
  const query = useClusterSummary(name);
  const summary = query.data;
  const title = summary?.cluster.title ?? name;
  useDocumentTitle(t(`clusters.tabs.${tab}`), title);
  const fills = tab === 'nodes' || tab === 'namespaces';
  return (
    <Page>
      <PageHeader
        title={title}
        breadcrumbs={[{ title: t('clusters.title'), to: links.clusters() }]}
        status={summary && <ClusterChip cluster={summary.cluster} />}
        subtitle={summary?.cluster.version}
        actions={
          <>
            <DataAge asOf={summary?.cluster.asOf} connection={connectionOf(query)} />
            {summary?.cluster.source === 'registered' && (
              <ClusterManagement cluster={summary.cluster} />
            )}
          </>
        }
        tabs={TABS.map(id => ({
          id,
          title: t(`clusters.tabs.${id}`),
          to: links.cluster(name, id),
        }))}
        activeTab={tab}
      />
      <PageContent layout={fills ? 'fill' : 'scroll'}>
        <ClusterBody name={name} tab={tab} />
      </PageContent>
    </Page>
  );
}

function connectionOf({ isPending, data }: ReturnType<typeof useClusterSummary>) {
  if (isPending) return 'connecting';
  return data?.cluster.connection.state === 'ready' ? 'live' : 'offline';
}

function ClusterBody({ name, tab }: { name: string; tab: (typeof TABS)[number] }) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const query = useClusterSummary(name);
  if (query.isPending) return <LoadingState />;
  if (query.data === undefined) {
    const { kind, message } = describeError(query.error);
    if (kind === 'not-found')
      return (
        <EmptyState
          title={t('clusters.unknown', { name })}
          description={t('clusters.unknownHint')}
        />
      );
    return (
      <ErrorState
        title={t('clusters.loadFailed')}
        error={new Error(message)}
        onRetry={() => void query.refetch()}
      />
    );
  }
  if (tab === 'nodes') return <ClusterNodes cluster={name} />;
  if (tab === 'namespaces') return <ClusterNamespaces key="namespaces" cluster={name} />;
  if (tab === 'apis')
    return <ApiResources cluster={name} apiGroups={query.data.cluster.apiGroups} />;
  return <ClusterOverview summary={query.data} />;
}

function ClusterOverview({ summary }: { summary: ClusterSummary }) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const links = useLinks();
  const navigate = useNavigate();
  const { cluster, nodes } = summary;
  const { connection } = cluster;
  const latest = cluster.latencies.at(-1);
  const facts = [
    {
      key: 'nodes',
      label: t('clusters.nodes'),
      value:
        nodes === null
          ? '—'
          : [
              t('clusters.nodesReady', { ready: String(nodes.ready), total: String(nodes.total) }),
              ...(nodes.gpu > 0 ? [t('clusters.nodesGpu', { gpu: String(nodes.gpu) })] : []),
            ].join(', '),
    },
    { key: 'namespaces', label: t('clusters.namespaces'), value: summary.namespaces },
    { key: 'server', label: t('clusters.server'), value: cluster.server },
    { key: 'source', label: t('clusters.source'), value: t(`clusters.sourceOf.${cluster.source}`) },
    {
      key: 'identity',
      label: t('clusters.identity'),
      value: t(`clusters.identityOf.${cluster.identity}`),
    },
    {
      key: 'latency',
      label: t('clusters.latency'),
      value: (
        <Stack direction="row" alignItems="center" gap={1.5}>
          <Sparkline
            values={cluster.latencies}
            label={t('clusters.latency')}
            format={ms => t('clusters.latencyNow', { ms: ms.toFixed(0) })}
            width={160}
          />
          {latest !== undefined && t('clusters.latencyNow', { ms: latest.toFixed(0) })}
        </Stack>
      ),
    },
    { key: 'age', label: t('clusters.dataAge'), value: <Age at={cluster.asOf} /> },
    {
      key: 'capabilities',
      label: t('clusters.addons'),
      value: <Capabilities apiGroups={cluster.apiGroups} />,
    },
    ...(cluster.owner === undefined
      ? []
      : [
          {
            key: 'owner',
            label: t('clusters.owner'),
            value: <EntityLink entityRef={cluster.owner} />,
          },
        ]),
    { key: 'labels', label: t('clusters.labels'), value: <LabelChips labels={cluster.labels} /> },
  ];
  return (
    <>
      {connection.state === 'unreachable' && (
        <PartialBanner
          severity="failed"
          title={t('clusters.state.unreachable')}
          items={[{ key: 'reason', text: <UnreachableReason connection={connection} /> }]}
        />
      )}
      <FailureChips failures={summary.failures} />
      <Section title={t('clusters.capacity')}>
        <ClusterCapacity summary={summary} withPods />
      </Section>
      <Section title={t('clusters.health')}>
        <HealthBar
          label={t('clusters.pods')}
          counts={summary.pods}
          legend
          onSelect={health =>
            navigate(links.explorer({ resource: PODS, clusters: [cluster.name], health: [health] }))
          }
        />
      </Section>
      <Section title={t('clusters.about')}>
        <KeyValueList items={facts} />
      </Section>
      {cluster.source === 'registered' && <RegistrationFacts name={cluster.name} />}
    </>
  );
}
