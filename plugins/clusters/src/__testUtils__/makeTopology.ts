import type { Topology, TopologyEdge, TopologyNode } from '@kubemate/plugin-clusters-common';

/** A node of the namespace `shop`: `Deployment/cart`. */
export function makeNode(name: string, rest: Partial<TopologyNode> = {}): TopologyNode {
  const [kind = '', own = ''] = name.split('/');
  const plural = `${kind.toLowerCase()}s`;
  return {
    id: name,
    resource: kind === 'Deployment' ? `apps/v1/${plural}` : `v1/${plural}`,
    kind,
    namespace: 'shop',
    name: own,
    state: 'found',
    health: 'ok',
    created: 0,
    app: 'cart',
    ...rest,
  };
}

/** `Service/cart selects Deployment/cart` */
export function makeEdge(text: string): TopologyEdge {
  const [from = '', type = '', to = ''] = text.split(' ');
  // The tests write the words of the contract.
  return { from, type: type as TopologyEdge['type'], to };
}

export function makeTopology(
  nodes: readonly TopologyNode[],
  edges: readonly string[] = [],
  rest: Partial<Topology> = {},
): Topology {
  return {
    version: `${nodes.length}`,
    unchanged: false,
    nodes: [...nodes],
    edges: edges.map(makeEdge),
    denied: [],
    failures: [],
    truncated: null,
    asOf: Date.now(),
    ...rest,
  };
}
