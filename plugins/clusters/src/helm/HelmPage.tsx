import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { HelmRelease } from '@kubemate/plugin-clusters-common';
import {
  Age,
  DataAge,
  DeniedState,
  EmptyState,
  FailureState,
  FilterBar,
  listParam,
  LoadingState,
  MultiSelect,
  Page,
  PageContent,
  PageHeader,
  Section,
  StatusChip,
  textParam,
  useDocumentTitle,
  useUrlState,
} from '@kubemate/ui';
import Card from '@mui/material/Card';
import Link from '@mui/material/Link';
import Stack from '@mui/material/Stack';
import type { Theme } from '@mui/material/styles';
import Typography from '@mui/material/Typography';
import useMediaQuery from '@mui/material/useMediaQuery';
import { Link as RouterLink } from 'react-router-dom';
import { useClusterList } from '../api/queries';
import { PlainTable } from '../cells/PlainTable';
import { FailureChips } from '../explorer/FailureChips';
import { useLinks } from '../links/useLinks';
import { clustersTranslationRef } from '../translations/clustersTranslationRef';
import { useHelmReleases } from './helmQueries';
import { matchesRelease, STATUS_HEALTH } from './helmStatus';

const PARAMS = { search: textParam(), clusters: listParam() };

/** What was installed with Helm, over all clusters. */
export function HelmPage() {
  const { t } = useTranslationRef(clustersTranslationRef);
  const [{ search, clusters }, update] = useUrlState(PARAMS);
  const query = useHelmReleases(clusters);
  const known = useClusterList().data?.items ?? [];
  useDocumentTitle(t('helm.title'));
  return (
    <Page>
      <PageHeader
        title={t('helm.title')}
        actions={
          <DataAge
            asOf={query.dataUpdatedAt || undefined}
            connection={query.isError ? 'offline' : 'live'}
          />
        }
      />
      <PageContent>
        <FilterBar
          search={search}
          onSearchChange={text => update({ search: text })}
          searchPlaceholder={t('helm.search')}
          onClear={() => update({ search: '', clusters: [] })}
        >
          <MultiSelect
            label={t('helm.clusters')}
            options={known.map(({ name, title }) => ({ value: name, title }))}
            value={clusters}
            onChange={chosen => update({ clusters: [...chosen] })}
          />
        </FilterBar>
        <Releases query={query} search={search} />
      </PageContent>
    </Page>
  );
}

function Releases({
  query,
  search,
}: {
  query: ReturnType<typeof useHelmReleases>;
  search: string;
}) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const isNarrow = useMediaQuery<Theme>(theme => theme.breakpoints.down('md'));
  if (query.isPending) return <LoadingState lines={8} />;
  if (query.data === undefined)
    return (
      <FailureState
        title={t('helm.loadFailed')}
        error={query.error}
        onRetry={() => void query.refetch()}
      />
    );
  const { items, failures } = query.data;
  const denied = failures.filter(({ state }) => state === 'denied');
  if (items.length === 0 && failures.length > 0 && denied.length === failures.length)
    return <DeniedState title={t('helm.denied')} reason={denied[0]?.reason ?? ''} />;
  const found = items.filter(release => matchesRelease(release, search.trim()));
  return (
    <>
      <FailureChips failures={failures} />
      {found.length === 0 ? (
        <EmptyState
          title={t(items.length === 0 ? 'helm.empty' : 'helm.emptyFiltered')}
          description={t(items.length === 0 ? 'helm.emptyHint' : 'helm.emptyFilteredHint')}
        />
      ) : isNarrow ? (
        <Stack gap={1.5}>
          {found.map(release => (
            <ReleaseCard key={keyOf(release)} release={release} />
          ))}
        </Stack>
      ) : (
        <ReleaseTable releases={found} />
      )}
    </>
  );
}

function keyOf({ cluster, namespace, name }: HelmRelease): string {
  return `${cluster}/${namespace}/${name}`;
}

function ReleaseTable({ releases }: { releases: readonly HelmRelease[] }) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const links = useLinks();
  const head = [
    t('helm.name'),
    t('helm.status'),
    t('helm.namespace'),
    t('helm.cluster'),
    t('helm.chart'),
    t('helm.appVersion'),
    t('helm.revision'),
    t('helm.updated'),
  ];
  return (
    <Section title={t('helm.shown', { count: releases.length })} flush>
      <PlainTable
        label={t('helm.title')}
        head={head}
        align="middle"
        rows={releases.map(release => ({
          key: keyOf(release),
          cells: [
            <Link key="name" component={RouterLink} to={links.release(release)}>
              {release.name}
            </Link>,
            <StatusChip
              key="status"
              variant="plain"
              health={STATUS_HEALTH[release.status]}
              label={t(`helm.states.${release.status}`)}
            />,
            release.namespace,
            release.cluster,
            `${release.chart} ${release.chartVersion}`,
            release.appVersion ?? '—',
            release.revision,
            <Age key="updated" at={release.updated} />,
          ],
        }))}
      />
    </Section>
  );
}

function ReleaseCard({ release }: { release: HelmRelease }) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const links = useLinks();
  const { name, namespace, cluster, chart, chartVersion, appVersion, revision } = release;
  const facts = [`${chart} ${chartVersion}`, ...(appVersion === undefined ? [] : [appVersion])];
  return (
    <Card component="article" sx={{ p: 2, gap: 0.5 }}>
      <Stack direction="row" gap={1} alignItems="center" flexWrap="wrap">
        <Link component={RouterLink} to={links.release(release)} variant="h3" color="text.primary">
          {name}
        </Link>
        <StatusChip
          health={STATUS_HEALTH[release.status]}
          label={t(`helm.states.${release.status}`)}
        />
      </Stack>
      <Typography variant="body2" color="text.secondary">
        {[cluster, namespace].join(' · ')}
      </Typography>
      <Typography variant="body2">{facts.join(' · ')}</Typography>
      <Typography variant="caption" color="text.secondary">
        {t('helm.revision')} {revision} · <Age at={release.updated} />
      </Typography>
    </Card>
  );
}
