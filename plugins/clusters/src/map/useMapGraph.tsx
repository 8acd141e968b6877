import type { TopologyGraph } from '@kubemate/ui';
import { useMemo } from 'react';
import { KindIcon } from '../kinds/KindIcon';
import { matchesSearch, type TopologyPart } from './filterTopology';
import { worstHealth, type NodeGroup } from './groupNodes';
import { columnOf, EDGE_LINES, type EdgeType } from './mapKinds';
import type { MapState } from './mapState';
import type { MapWords } from './useMapWords';

export interface MapGraphOptions {
  readonly part: TopologyPart;
  readonly groups: readonly NodeGroup[];
  readonly words: MapWords;
  readonly state: Pick<MapState, 'search' | 'folded'>;
}

/** The topology as it is drawn. Equal for equal input, so that what did not change is not drawn again. */
export function useMapGraph({ part, groups, words, state }: MapGraphOptions): TopologyGraph {
  const { search } = state;
  const folded = useMemo(() => new Set(state.folded), [state.folded]);
  return useMemo(() => {
    const groupOf = new Map(groups.flatMap(group => group.nodes.map(node => [node.id, group])));
    const severalNamespaces = new Set(groups.map(({ namespace }) => namespace)).size > 1;
    return {
      items: groups.flatMap(group =>
        group.nodes.map(node => ({
          id: node.id,
          column: columnOf(node.kind),
          group: group.id,
          title: node.name,
          subtitle: words.subtitle(node),
          health: node.health,
          label: words.label(node),
          icon: <KindIcon kind={node.kind} size={16} />,
          ghost: node.state !== 'found',
          faded: search !== '' && !matchesSearch(node, search),
        })),
      ),
      links: part.edges.map(({ from, to, type }) => ({
        from,
        to,
        line: EDGE_LINES[type],
        quiet: isQuiet(type, groupOf.get(from), groupOf.get(to)),
      })),
      groups: groups.map(group => ({
        id: group.id,
        title: words.group(group, severalNamespaces),
        subtitle: words.count(group),
        health: worstHealth(group.nodes),
        folded: folded.has(group.id),
      })),
    };
  }, [part, groups, words, search, folded]);
}

/**
 * A policy for all pods has a line to each of them, and a gateway one to each namespace: those of the selected one are
 * enough.
 */
function isQuiet(type: EdgeType, from: NodeGroup | undefined, to: NodeGroup | undefined): boolean {
  return from !== to && (type === 'allows' || from?.namespace !== to?.namespace);
}
