import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Row } from '@kubemate/kube-common';
import type { Topology } from '@kubemate/plugin-clusters-common';
import { FilterBar } from '@kubemate/ui';
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import { RiAlertLine, RiListCheck, RiNodeTree } from '@remixicon/react';
import { useMemo } from 'react';
import { useNamespaces } from '../explorer/useNamespaces';
import { clustersTranslationRef } from '../translations/clustersTranslationRef';
import { MapLegend } from './MapLegend';
import { MAP_KINDS, STANDARD_KINDS } from './mapKinds';
import { SHOW_ALL, type MapState, type UpdateMap } from './mapState';

export interface MapToolbarProps {
  state: MapState;
  update: UpdateMap;
  topology: Topology | undefined;
}

/** A step that Back undoes. */
const PUSH = { history: 'push' } as const;
const NO_ROWS: ReadonlyMap<number, Row> = new Map();

/** What part of which cluster is shown, and how. */
export function MapToolbar({ state, update, topology }: MapToolbarProps) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const seen = useMemo(
    () => [...new Set(topology?.nodes.flatMap(({ namespace }) => namespace ?? []))],
    [topology?.nodes],
  );
  const only = useMemo(() => (state.cluster === '' ? [] : [state.cluster]), [state.cluster]);
  const chosen = useMemo(() => [...state.namespaces, ...seen], [state.namespaces, seen]);
  const namespaces = useNamespaces({ clusters: only, rows: NO_ROWS, chosen });
  const counts = useMemo(() => countKinds(topology), [topology]);
  const kinds = MAP_KINDS.filter(kind => counts.has(kind) || state.kinds.includes(kind));
  const isFiltered = state.kinds.length > 0 || state.search !== '' || state.trouble;
  return (
    <FilterBar
      search={state.search}
      onSearchChange={search => update({ search })}
      searchPlaceholder={t('map.search')}
      selects={[
        {
          label: t('map.namespaces'),
          options: namespaces.map(name => ({ value: name, title: name })),
          value: state.namespaces,
          onChange: value => update({ namespaces: value, node: '', folded: [] }, PUSH),
        },
        {
          label: t('map.kinds'),
          options: kinds.map(kind => ({
            value: kind,
            title: kind,
            count: counts.get(kind) ?? 0,
          })),
          // The standard kinds stand as chosen, so that one more is one press away.
          value:
            state.kinds.length > 0 ? state.kinds : STANDARD_KINDS.filter(kind => counts.has(kind)),
          onChange: value => update({ kinds: isStandard(value, counts) ? [] : value }),
        },
      ]}
      onClear={isFiltered ? () => update(SHOW_ALL) : undefined}
    >
      <ToggleButton
        value="trouble"
        selected={state.trouble}
        onChange={() => update({ trouble: !state.trouble })}
        sx={{ gap: 0.75, height: 32 }}
      >
        <RiAlertLine size={16} aria-hidden />
        {t('map.trouble')}
      </ToggleButton>
      <ToggleButtonGroup
        exclusive
        value={state.view}
        onChange={(_, view: MapState['view'] | null) => view !== null && update({ view })}
        aria-label={t('map.view')}
        sx={{ height: 32 }}
      >
        <ToggleButton value="map" sx={{ gap: 0.75 }}>
          <RiNodeTree size={16} aria-hidden />
          {t('map.asMap')}
        </ToggleButton>
        <ToggleButton value="list" sx={{ gap: 0.75 }}>
          <RiListCheck size={16} aria-hidden />
          {t('map.asList')}
        </ToggleButton>
      </ToggleButtonGroup>
      <MapLegend />
    </FilterBar>
  );
}

function countKinds(topology: Topology | undefined): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { kind } of topology?.nodes ?? []) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return counts;
}

/** Whether what is chosen is what is shown anyway, which the address need not say. */
function isStandard(value: readonly string[], counts: ReadonlyMap<string, number>): boolean {
  const standard = STANDARD_KINDS.filter(kind => counts.has(kind));
  return value.length === standard.length && standard.every(kind => value.includes(kind));
}
