import type { TopologyEdge, TopologyNode } from '@kubemate/plugin-clusters-common';
import type { BuiltTopology } from './buildTopology';
import { noPods } from './TopologyGraph';
import type { DraftNode, TopologyGraph } from './TopologyGraph';
import { TOPOLOGY_KINDS } from './topologyKinds';

/** Where many selectors meet many workloads, more edges than this tell nobody anything. */
const MAX_EDGES = 10_000;

type PodCount = ReturnType<typeof noPods>;

const IMPORTANCE = new Map(TOPOLOGY_KINDS.map(({ kind }, at) => [kind, at]));

/**
 * At most `maxNodes` nodes. Pods are counted in their workloads first; where that does not suffice, the nodes of the least
 * important kinds are left out.
 */
export function foldTopology(
  graph: TopologyGraph,
  { apps, maxNodes }: { apps: ReadonlyMap<string, string>; maxNodes: number },
): BuiltTopology {
  const finish = (draft: DraftNode, pods?: PodCount) =>
    toNode(draft, { app: apps.get(draft.id), pods });
  const drafts = [...graph.nodes.values()];
  if (drafts.length <= maxNodes)
    return {
      nodes: drafts.map(draft => finish(draft)),
      edges: graph.edges.slice(0, MAX_EDGES),
      truncated: null,
    };
  const counts = new Map<string, PodCount>();
  const kept: DraftNode[] = [];
  let podsFolded = 0;
  for (const draft of drafts) {
    const top = draft.kind === 'Pod' ? graph.topOf(draft.id) : draft.id;
    if (top === draft.id) {
      kept.push(draft);
      continue;
    }
    const pods = counts.get(top) ?? noPods();
    pods[draft.health] += 1;
    counts.set(top, pods);
    podsFolded += 1;
  }
  const shown = mostImportant(kept, maxNodes);
  const ids = new Set(shown.map(({ id }) => id));
  return {
    nodes: shown.map(draft => finish(draft, counts.get(draft.id))),
    edges: graph.edges.filter(edge => hasBothEnds(edge, ids)).slice(0, MAX_EDGES),
    truncated: { podsFolded, leftOut: kept.length - shown.length },
  };
}

function hasBothEnds({ from, to }: TopologyEdge, ids: ReadonlySet<string>): boolean {
  return ids.has(from) && ids.has(to);
}

function mostImportant(drafts: readonly DraftNode[], count: number): readonly DraftNode[] {
  if (drafts.length <= count) return drafts;
  const rank = ({ kind }: DraftNode) => IMPORTANCE.get(kind) ?? IMPORTANCE.size;
  return [...drafts].sort((a, b) => rank(a) - rank(b)).slice(0, count);
}

function toNode(
  { type: _, row: __, links: ___, ...node }: DraftNode,
  { app, pods }: { app?: string; pods?: PodCount },
): TopologyNode {
  return { ...node, ...(app !== undefined && { app }), ...(pods !== undefined && { pods }) };
}
