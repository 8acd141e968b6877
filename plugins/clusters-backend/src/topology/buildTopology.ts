import type { Row } from '@kubemate/kube-common';
import type { TopologyEdge, TopologyNode } from '@kubemate/plugin-clusters-common';
import type { Reference } from '../related/Reference';
import { assignApps } from './assignApps';
import { connectSelected } from './connectSelected';
import { currentRows } from './currentRows';
import { foldTopology } from './foldTopology';
import { foundNode, TopologyGraph } from './TopologyGraph';
import type { DraftNode, KindRows } from './TopologyGraph';
import { nodeId, typeKey } from './topologyKinds';

export interface TopologyInput {
  /** In the order of `TOPOLOGY_KINDS`. */
  readonly kinds: readonly KindRows[];
  /** Those of the map; all where absent. */
  readonly namespaces?: readonly string[];
  readonly maxNodes: number;
}

export interface BuiltTopology {
  readonly nodes: readonly TopologyNode[];
  readonly edges: readonly TopologyEdge[];
  readonly truncated: { readonly podsFolded: number; readonly leftOut: number } | null;
}

/** Every namespace has them and everything in it uses them, so that they say nothing. */
const COMMON = new Set(['serviceaccounts/default', 'configmaps/kube-root-ca.crt']);

/** The graph of what a viewer may list, without looking at anything else. */
export function buildTopology(input: TopologyInput): BuiltTopology {
  const graph = new TopologyGraph();
  const all = new Map(input.kinds.map(kind => [typeKey(kind.type), kind]));
  const rowsOf = (key: string) => all.get(key)?.rows ?? [];
  const current = currentRows({
    replicaSets: rowsOf('replicasets.apps'),
    jobs: rowsOf('jobs.batch'),
    pods: rowsOf('pods'),
  });
  for (const { type, resource, rows, links } of input.kinds) {
    if (!type.always) continue;
    for (const row of rows) {
      if (!current.includes(row)) continue;
      const id = nodeId(type, row.namespace, row.name);
      graph.add(foundNode(id, { type, resource, row, links: links.get(row.uid) }));
    }
  }
  connectOwners(graph, { all, rowsOf });
  connectNamed(graph, { all, namespaces: input.namespaces });
  connectSelected(graph);
  return foldTopology(graph, { apps: assignApps(graph), maxNodes: input.maxNodes });
}

const HASH = 'pod-template-hash';

interface OwnerSources {
  readonly all: ReadonlyMap<string, KindRows>;
  rowsOf(key: string): readonly Row[];
}

function connectOwners(graph: TopologyGraph, { all, rowsOf }: OwnerSources): void {
  const types = new Map([...all.values()].map(({ type }) => [type.kind, type]));
  const replicaSets = new Map(
    rowsOf('replicasets.apps').map(row => [`${row.namespace ?? ''}/${row.name}`, row]),
  );
  const idOf = (row: Row, owner: { kind: string; name: string }) => {
    const type = types.get(owner.kind);
    return type && nodeId(type, row.namespace, owner.name);
  };
  for (const { id, row } of [...graph.nodes.values()]) {
    if (row?.owner === undefined) continue;
    const direct = idOf(row, row.owner);
    if (direct !== undefined && graph.nodes.has(direct)) {
      graph.connect('owns', { from: direct, to: id });
      continue;
    }
    if (row.owner.kind !== 'ReplicaSet') continue;
    // A replica set that is folded away or hidden from the viewer: its pods belong to its deployment all the same.
    const owner =
      replicaSets.get(`${row.namespace ?? ''}/${row.owner.name}`)?.owner ?? deploymentOf(row);
    const from = owner && idOf(row, owner);
    if (from !== undefined) graph.connect('owns', { from, to: id });
  }
}

/** The deployment controller names a replica set after the deployment and the hash that its pods carry. */
function deploymentOf({ owner, labels }: Row): { kind: string; name: string } | undefined {
  const suffix = `-${labels?.[HASH] ?? ''}`;
  if (owner === undefined || suffix === '-' || !owner.name.endsWith(suffix)) return undefined;
  return { kind: 'Deployment', name: owner.name.slice(0, -suffix.length) };
}

interface NamedSources {
  readonly all: ReadonlyMap<string, KindRows>;
  readonly namespaces?: readonly string[];
}

function connectNamed(graph: TopologyGraph, sources: NamedSources): void {
  const rows = new Map<string, Row>();
  for (const { type, rows: found } of sources.all.values())
    if (!type.always) for (const row of found) rows.set(nodeId(type, row.namespace, row.name), row);
  for (const node of [...graph.nodes.values()]) {
    // What a controller makes carries its references, too; they are told once, at the outermost.
    if (node.links === undefined || graph.topOf(node.id) !== node.id) continue;
    for (const reference of node.links.references) {
      const to = targetOf(node, reference, { ...sources, rows, graph });
      if (to !== undefined) connectReference(graph, { node, reference, to });
    }
  }
}

function connectReference(
  graph: TopologyGraph,
  { node, reference, to }: { node: DraftNode; reference: Reference; to: string },
): void {
  const { relation, kind } = reference;
  const from = node.id;
  if (relation === 'routes-to') graph.connect('routes', { from, to });
  else if (relation === 'routed-by') graph.connect('routes', { from: to, to: from });
  else if (relation === 'mounts' || relation === 'scales') graph.connect(relation, { from, to });
  // The service that governs a stateful set selects its pods as well.
  else if (relation === 'uses' && kind !== 'Service') graph.connect('uses', { from, to });
}

/** The node that a reference means, added where it is not one yet; none for what a map does not show. */
function targetOf(
  node: DraftNode,
  { relation, resource, kind, name, namespace = node.namespace, optional }: Reference,
  sources: NamedSources & { rows: ReadonlyMap<string, Row>; graph: TopologyGraph },
): string | undefined {
  const { all, rows, graph, namespaces } = sources;
  const target = all.get(typeKey(resource));
  if (target === undefined || namespace === undefined) return undefined;
  const id = nodeId(target.type, namespace, name);
  if (graph.nodes.has(id)) return id;
  if (COMMON.has(`${typeKey(resource)}/${name}`)) return undefined;
  const { type } = target;
  const row = rows.get(id);
  if (row !== undefined) {
    graph.add(foundNode(id, { type, resource: target.resource, row, links: undefined }));
    return id;
  }
  const isOutside = namespaces !== undefined && !namespaces.includes(namespace);
  const isKnown = target.mayList(namespace);
  if (isKnown && !isOutside && optional) return undefined;
  const state = isOutside ? 'outside' : isKnown ? 'missing' : 'unreadable';
  // A pod does not start without what it mounts; a route is served without its certificate, somehow.
  const health = state !== 'missing' ? 'unknown' : relation === 'uses' ? 'warning' : 'failed';
  const { resource: served } = target;
  graph.add({ id, type, resource: served, kind, namespace, name, state, health });
  return id;
}
