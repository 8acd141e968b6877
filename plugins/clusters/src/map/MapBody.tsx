import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Topology } from '@kubemate/plugin-clusters-common';
import {
  DeniedState,
  describeError,
  EmptyState,
  ErrorState,
  LoadingState,
  TopologyView,
} from '@kubemate/ui';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useCallback, useMemo } from 'react';
import { clustersTranslationRef } from '../translations/clustersTranslationRef';
import { filterTopology, matchesSearch } from './filterTopology';
import { groupNodes } from './groupNodes';
import { MapGaps } from './MapGaps';
import { MapList } from './MapList';
import { MapPanel } from './MapPanel';
import { STANDARD_KINDS } from './mapKinds';
import { SHOW_ALL, type MapState, type UpdateMap } from './mapState';
import { useMapGraph } from './useMapGraph';
import { useMapWords } from './useMapWords';
import type { useTopology } from './useTopology';

export interface MapBodyProps {
  query: ReturnType<typeof useTopology>;
  state: MapState;
  update: UpdateMap;
}

/** The map of a place, or what there is instead of one. */
export function MapBody({ query, state, update }: MapBodyProps) {
  const { t } = useTranslationRef(clustersTranslationRef);
  if (query.isPending) return <LoadingState label={t('map.loading')} lines={8} />;
  if (query.data === undefined) {
    const { kind, message } = describeError(query.error);
    if (kind === 'denied') return <DeniedState title={t('map.denied')} reason={message} />;
    return (
      <ErrorState
        title={
          kind === 'not-found' ? t('map.noCluster', { cluster: state.cluster }) : t('map.failed')
        }
        error={new Error(message)}
        onRetry={() => void query.refetch()}
      />
    );
  }
  return (
    <>
      <MapGaps topology={query.data} offline={query.isError} onRetry={() => void query.refetch()} />
      <ShownTopology topology={query.data} state={state} update={update} />
    </>
  );
}

function ShownTopology(props: { topology: Topology; state: MapState; update: UpdateMap }) {
  const { topology, state, update } = props;
  const { nodes, edges, denied } = topology;
  const { t } = useTranslationRef(clustersTranslationRef);
  const words = useMapWords();
  const part = useMemo(
    () =>
      filterTopology(
        { nodes, edges },
        {
          kinds: new Set(state.kinds.length > 0 ? state.kinds : STANDARD_KINDS),
          trouble: state.trouble,
          selected: state.node,
        },
      ),
    [nodes, edges, state.kinds, state.trouble, state.node],
  );
  const groups = useMemo(() => groupNodes(part), [part]);
  const graph = useMapGraph({ part, groups, words, state });
  const select = useCallback((id: string | undefined) => update({ node: id ?? '' }), [update]);
  const fold = useCallback(
    (group: string, folded: boolean) => {
      const others = state.folded.filter(id => id !== group);
      update({ folded: folded ? [...others, group] : others });
    },
    [update, state.folded],
  );
  if (part.nodes.length === 0)
    return <NothingShown denied={denied} hidden={nodes.length > 0} state={state} update={update} />;
  const selected = part.nodes.find(({ id }) => id === state.node);
  const { cluster, namespaces, kinds, trouble } = state;
  return (
    <Box
      sx={{
        position: 'relative',
        display: 'flex',
        flex: 1,
        minHeight: { xs: 460, md: 0 },
        border: 1,
        borderColor: 'divider',
        borderRadius: 1,
        overflow: 'hidden',
      }}
    >
      {state.view === 'list' ? (
        <MapList
          groups={groups}
          edges={part}
          words={words}
          selected={state.node}
          matches={node => state.search === '' || matchesSearch(node, state.search)}
          onSelect={select}
        />
      ) : (
        <TopologyView
          graph={graph}
          label={t('map.label')}
          subject={JSON.stringify([cluster, namespaces, kinds, trouble])}
          selected={selected?.id}
          onSelect={select}
          onFold={fold}
        />
      )}
      {selected !== undefined && (
        <MapPanel
          key={selected.id}
          node={selected}
          cluster={cluster}
          topology={topology}
          words={words}
          onSelect={select}
        />
      )}
    </Box>
  );
}

function NothingShown(props: {
  denied: readonly string[];
  /** There are objects, and the filter hides them. */
  hidden: boolean;
  state: MapState;
  update: UpdateMap;
}) {
  const { denied, hidden, state, update } = props;
  const { t } = useTranslationRef(clustersTranslationRef);
  if (hidden)
    return (
      <EmptyState
        title={t(state.trouble ? 'map.allWell' : 'map.allHidden')}
        description={t(state.trouble ? 'map.allWellHint' : 'map.allHiddenHint')}
        action={
          <Button variant="outlined" onClick={() => update(SHOW_ALL)}>
            {t('map.showAll')}
          </Button>
        }
      />
    );
  if (denied.includes('Pod') && denied.includes('Deployment'))
    return (
      <DeniedState
        title={t('map.denied')}
        reason={t('map.deniedReason', { kinds: denied.join(', ') })}
      />
    );
  return (
    <EmptyState
      title={t('map.empty')}
      description={t('map.emptyHint')}
      action={
        state.namespaces.length > 0 && (
          <Button variant="outlined" onClick={() => update({ namespaces: [] })}>
            {t('map.allNamespaces')}
          </Button>
        )
      }
    />
  );
}
