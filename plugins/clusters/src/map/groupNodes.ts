import { HEALTH_ORDER } from '@kubemate/ui';
import type { Health } from '@kubemate/kube-common';
import type { TopologyNode } from '@kubemate/plugin-clusters-common';
import type { TopologyPart } from './filterTopology';

/** Nodes of one application of one namespace. */
export interface NodeGroup {
  /** `shop/cart`; `shop/` for what belongs to none, `/` for what is elsewhere. */
  readonly id: string;
  readonly namespace?: string;
  readonly app?: string;
  readonly nodes: readonly TopologyNode[];
}

const ELSEWHERE = '/';

/** The groups of a map by namespace and name; what several applications share comes after them, what is elsewhere last. */
export function groupNodes({ nodes, edges }: TopologyPart): readonly NodeGroup[] {
  const byId = new Map(nodes.map(node => [node.id, node]));
  const neighbours = new Map<string, Set<string>>();
  for (const { from, to } of edges) {
    for (const [id, other] of [
      [from, to],
      [to, from],
    ] as const) {
      const node = byId.get(other);
      if (node === undefined || node.state === 'outside') continue;
      const known = neighbours.get(id);
      if (known === undefined) neighbours.set(id, new Set([groupOf(node)]));
      else known.add(groupOf(node));
    }
  }
  const groups = new Map<string, TopologyNode[]>();
  for (const node of nodes) {
    const [only, ...others] = neighbours.get(node.id) ?? [];
    // What is elsewhere and serves one application stands with it: the gateway of a route.
    const outside = others.length === 0 ? (only ?? ELSEWHERE) : ELSEWHERE;
    const id = node.state === 'outside' ? outside : groupOf(node);
    const known = groups.get(id);
    if (known === undefined) groups.set(id, [node]);
    else known.push(node);
  }
  return [...groups].map(([id, own]) => toGroup(id, own)).sort(compare);
}

function groupOf({ namespace = '', app = '' }: TopologyNode): string {
  return `${namespace}/${app}`;
}

function toGroup(id: string, nodes: readonly TopologyNode[]): NodeGroup {
  const slash = id.indexOf('/');
  const namespace = id.slice(0, slash) || undefined;
  return { id, namespace, app: id.slice(slash + 1) || undefined, nodes };
}

function compare(a: NodeGroup, b: NodeGroup): number {
  const last = (value: string | undefined) => (value === undefined ? 1 : 0);
  return (
    last(a.namespace) - last(b.namespace) ||
    (a.namespace ?? '').localeCompare(b.namespace ?? '') ||
    last(a.app) - last(b.app) ||
    (a.app ?? '').localeCompare(b.app ?? '')
  );
}

/** The worst health among nodes. */
export function worstHealth(nodes: readonly TopologyNode[]): Health {
  const present = new Set(nodes.map(({ health }) => health));
  // That something cannot be read is no trouble of the group.
  const known = HEALTH_ORDER.filter(health => health !== 'unknown');
  return known.find(health => present.has(health)) ?? 'unknown';
}
