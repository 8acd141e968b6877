import type { Health, Row } from '@kubemate/kube-common';
import type { TopologyEdge, TopologyNode } from '@kubemate/plugin-clusters-common';
import type { ObjectLinks } from './objectLinks';
import type { TopologyKind } from './topologyKinds';

/** The objects of one kind that a viewer may list, and what their specs say of others. */
export interface KindRows {
  readonly type: TopologyKind;
  /** `apps/v1/deployments`; absent where the cluster does not serve the kind. */
  readonly resource?: string;
  readonly rows: readonly Row[];
  /** By uid; none for kinds whose rows suffice. */
  readonly links: ReadonlyMap<string, ObjectLinks>;
  /** Whether the viewer may list the kind there: what is not among the rows does not exist then. */
  mayList(namespace: string): boolean;
}

/** A node while the graph is made. */
export interface DraftNode extends Omit<TopologyNode, 'app' | 'pods'> {
  readonly type: TopologyKind;
  readonly row?: Row;
  readonly links?: ObjectLinks;
}

/** Nodes and edges while they are found, each once. */
export class TopologyGraph {
  readonly nodes = new Map<string, DraftNode>();
  readonly #edges = new Map<string, TopologyEdge>();
  readonly #owners = new Map<string, string>();

  get edges(): readonly TopologyEdge[] {
    return [...this.#edges.values()];
  }

  add(node: DraftNode): void {
    if (!this.nodes.has(node.id)) this.nodes.set(node.id, node);
  }

  /** Both ends must be nodes. */
  connect(type: TopologyEdge['type'], { from, to }: { from: string; to: string }): void {
    if (from === to || !this.nodes.has(from) || !this.nodes.has(to)) return;
    this.#edges.set(`${from} ${type} ${to}`, { from, to, type });
    if (type === 'owns') this.#owners.set(to, from);
  }

  /** The outermost controller of a node, or the node itself. */
  topOf(id: string): string {
    const seen = new Set<string>();
    let top = id;
    for (;;) {
      const owner = this.#owners.get(top);
      if (owner === undefined || seen.has(owner)) return top;
      seen.add(owner);
      top = owner;
    }
  }
}

/** The node of an object that the viewer may list. */
export function foundNode(
  id: string,
  {
    type,
    resource,
    row,
    links,
  }: Pick<KindRows, 'type' | 'resource'> & Pick<DraftNode, 'links'> & { row: Row },
): DraftNode {
  const detail = type.detail === undefined ? undefined : row.cells[type.detail];
  return {
    id,
    type,
    row,
    links,
    resource,
    kind: type.kind,
    namespace: row.namespace,
    name: row.name,
    state: 'found',
    health: row.health,
    ...(row.reason !== undefined && { reason: row.reason }),
    ...(typeof detail === 'string' && detail !== '' && { detail }),
    created: row.created,
  };
}

/** Counts of nothing. */
export function noPods(): Record<Health, number> {
  return { ok: 0, progressing: 0, warning: 0, failed: 0, idle: 0, unknown: 0 };
}
