import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Cluster } from '@kubemate/plugin-clusters-common';
import {
  DataAge,
  EmptyState,
  LoadingState,
  Page,
  PageContent,
  PageHeader,
  useDocumentTitle,
  useUrlState,
} from '@kubemate/ui';
import type { Theme } from '@mui/material/styles';
import useMediaQuery from '@mui/material/useMediaQuery';
import { useEffect } from 'react';
import { useClusterList } from '../api/queries';
import { useLinks } from '../links/useLinks';
import { clustersTranslationRef } from '../translations/clustersTranslationRef';
import { ClusterChoice } from './ClusterChoice';
import { MapBody } from './MapBody';
import { MapToolbar } from './MapToolbar';
import { MAP_PARAMS, type MapState } from './mapState';
import { useTopology } from './useTopology';

/** How the objects of namespaces hang together, live. */
export function MapPage() {
  const { t } = useTranslationRef(clustersTranslationRef);
  const links = useLinks();
  const [state, update] = useUrlState<MapState>(MAP_PARAMS);
  const clusters = useClusterList();
  const query = useTopology(state);
  const isNarrow = useMediaQuery<Theme>(theme => theme.breakpoints.down('md'));
  useDocumentTitle(t('map.title'), state.cluster);
  useSomeCluster(state.cluster, clusters.data?.items, cluster => update({ cluster }));
  const items = clusters.data?.items ?? [];
  const shown = query.data;
  return (
    <Page>
      <PageHeader
        title={t('map.title')}
        breadcrumbs={
          state.cluster === ''
            ? []
            : [{ title: state.cluster, to: links.cluster(state.cluster, 'namespaces') }]
        }
        subtitle={shown && t('map.objects', { count: shown.nodes.length })}
        actions={
          <>
            {shown && <DataAge asOf={shown.asOf} connection={query.isError ? 'offline' : 'live'} />}
            <ClusterChoice
              clusters={items}
              value={state.cluster}
              onChange={cluster =>
                update({ cluster, namespaces: [], node: '', folded: [] }, { history: 'push' })
              }
            />
          </>
        }
      />
      <PageContent layout={isNarrow ? 'scroll' : 'fill'}>
        <MapToolbar state={state} update={update} topology={shown} />
        {clusters.data !== undefined && items.length === 0 ? (
          <EmptyState title={t('map.noClusters')} description={t('map.noClustersHint')} />
        ) : state.cluster === '' ? (
          <LoadingState lines={8} />
        ) : (
          <MapBody query={query} state={state} update={update} />
        )}
      </PageContent>
    </Page>
  );
}

/** A map is one of one cluster: where the address names none, the first that answers is put there. */
function useSomeCluster(
  cluster: string,
  clusters: readonly Cluster[] | undefined,
  choose: (cluster: string) => void,
): void {
  const ready = clusters?.find(({ connection }) => connection.state === 'ready');
  const first = (ready ?? clusters?.[0])?.name;
  useEffect(() => {
    if (cluster === '' && first !== undefined) choose(first);
    // `choose` is new at each render and does the same.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [cluster, first]);
}
