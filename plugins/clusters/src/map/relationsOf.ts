import type { TopologyNode } from '@kubemate/plugin-clusters-common';
import type { TopologyPart } from './filterTopology';
import type { EdgeType } from './mapKinds';

/** What a node has to do with another. */
export interface NodeRelation {
  readonly type: EdgeType;
  /** `out`: it selects the other; `in`: it is selected by it. */
  readonly way: 'out' | 'in';
  readonly other: TopologyNode;
}

/** Every relation of a node, incoming first, as the map reads from left to right. */
export function relationsOf(id: string, { nodes, edges }: TopologyPart): readonly NodeRelation[] {
  const byId = new Map(nodes.map(node => [node.id, node]));
  const find = (way: NodeRelation['way']) =>
    edges.flatMap(({ from, to, type }): NodeRelation[] => {
      const [own, otherId] = way === 'in' ? [to, from] : [from, to];
      const other = byId.get(otherId);
      return own === id && other !== undefined ? [{ type, way, other }] : [];
    });
  return [...find('in'), ...find('out')];
}
