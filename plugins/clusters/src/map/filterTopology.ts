import type { Topology, TopologyEdge, TopologyNode } from '@kubemate/plugin-clusters-common';

export type TopologyPart = Pick<Topology, 'nodes' | 'edges'>;

export interface TopologyFilter {
  /** Kinds that are shown. */
  readonly kinds: ReadonlySet<string>;
  /** Only what is in trouble, and what leads there. */
  readonly trouble: boolean;
  /** Shown whatever its kind, and however well it is. */
  readonly selected?: string;
}

/** Whether somebody should look at it. */
export function isTrouble({ health }: Pick<TopologyNode, 'health'>): boolean {
  return health === 'failed' || health === 'warning';
}

/** The part of a topology that is looked at. Where a controller is not shown, its owner has an edge to what it made. */
export function filterTopology(
  { nodes, edges }: TopologyPart,
  { kinds, trouble, selected }: TopologyFilter,
): TopologyPart {
  const ofKind = nodes.filter(({ id, kind }) => kinds.has(kind) || id === selected);
  const shown = new Set(ofKind.map(({ id }) => id));
  const bridged = bridge(edges, shown);
  if (!trouble) return { nodes: ofKind, edges: bridged };
  const kept = leadingTo(
    new Set(ofKind.filter(node => isTrouble(node) || node.id === selected).map(({ id }) => id)),
    bridged,
  );
  return {
    nodes: ofKind.filter(({ id }) => kept.has(id)),
    edges: bridged.filter(({ from, to }) => kept.has(from) && kept.has(to)),
  };
}

function bridge(edges: readonly TopologyEdge[], shown: ReadonlySet<string>): TopologyEdge[] {
  const owners = new Map(
    edges.flatMap(({ type, from, to }) => (type === 'owns' ? [[to, from]] : [])),
  );
  const shownOwner = (id: string) => {
    let owner: string | undefined = id;
    // Owners end: the server has no circles of them.
    while (owner !== undefined && !shown.has(owner)) owner = owners.get(owner);
    return owner;
  };
  return edges.flatMap(edge => {
    if (!shown.has(edge.to)) return [];
    if (shown.has(edge.from)) return [edge];
    const from = edge.type === 'owns' ? shownOwner(edge.from) : undefined;
    return from === undefined ? [] : [{ ...edge, from }];
  });
}

/** The nodes, and all from which an edge leads to them; policies apart, which lead everywhere. */
function leadingTo(ids: ReadonlySet<string>, edges: readonly TopologyEdge[]): ReadonlySet<string> {
  const sources = new Map<string, string[]>();
  for (const { from, to, type } of edges) {
    if (type === 'allows') continue;
    const known = sources.get(to);
    if (known === undefined) sources.set(to, [from]);
    else known.push(from);
  }
  const found = new Set(ids);
  // A set takes in what is added while it is gone through.
  for (const id of found) for (const source of sources.get(id) ?? []) found.add(source);
  return found;
}

/** Whether every word stands in the kind, the name, the application or the reason. */
export function matchesSearch(node: TopologyNode, search: string): boolean {
  const { kind, name, app = '', reason = '', namespace = '' } = node;
  const text = [kind, name, app, reason, namespace].join(' ').toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every(word => text.includes(word));
}
