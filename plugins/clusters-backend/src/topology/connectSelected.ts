import { matchesLabels } from '@kubemate/kube-common';
import type { LabelSelector } from '@kubemate/kube-common';
import type { TopologyEdge } from '@kubemate/plugin-clusters-common';
import type { DraftNode, TopologyGraph } from './TopologyGraph';

type Labels = Readonly<Record<string, string>>;

/** What selectors may find in one namespace. */
interface Place {
  /** Outermost controllers with the labels of their pods. */
  readonly workloads: { readonly id: string; readonly labels: Labels }[];
  /** Pods by their labels, which the pods of one workload share. */
  readonly pods: Map<Labels | undefined, string[]>;
}

const SELECTS: Readonly<Record<string, TopologyEdge['type']>> = {
  Service: 'selects',
  PodDisruptionBudget: 'protects',
  NetworkPolicy: 'allows',
};

/**
 * Connects what selects pods with the workloads that the pods are of, or with the pods themselves where these have none on
 * the map. One edge to a workload says the same as one to each of its pods, and holds while it is scaled to zero.
 */
export function connectSelected(graph: TopologyGraph): void {
  const places = new Map<string, Place>();
  for (const node of graph.nodes.values()) note(node, { graph, places });
  for (const node of [...graph.nodes.values()]) {
    const place = places.get(node.namespace ?? '');
    const type = SELECTS[node.kind];
    if (place === undefined || type === undefined || node.links === undefined) continue;
    const { selector, peers } = node.links;
    if (selector !== undefined)
      for (const to of selected(selector, { place, graph }))
        graph.connect(type, { from: node.id, to });
    for (const peer of peers)
      for (const from of selected(peer, { place, graph }))
        graph.connect('allows', { from, to: node.id });
  }
}

function note(
  { id, namespace = '', kind, row, links }: DraftNode,
  { graph, places }: { graph: TopologyGraph; places: Map<string, Place> },
): void {
  const place: Place = places.get(namespace) ?? { workloads: [], pods: new Map() };
  places.set(namespace, place);
  if (kind === 'Pod') {
    const known = place.pods.get(row?.labels);
    if (known === undefined) place.pods.set(row?.labels, [id]);
    else known.push(id);
  } else if (links?.podLabels !== undefined && graph.topOf(id) === id) {
    place.workloads.push({ id, labels: links.podLabels });
  }
}

function selected(
  selector: LabelSelector,
  { place, graph }: { place: Place; graph: TopologyGraph },
): ReadonlySet<string> {
  const found = new Set(
    place.workloads.filter(({ labels }) => matchesLabels(selector, labels)).map(({ id }) => id),
  );
  for (const [labels, pods] of place.pods) {
    if (!matchesLabels(selector, labels)) continue;
    for (const pod of pods) {
      const top = graph.topOf(pod);
      const workload = graph.nodes.get(top);
      // A pod that was relabelled is not what its workload would make: it is meant by itself.
      const byItself = top === pod || workload?.links?.podLabels !== undefined;
      if (!found.has(top)) found.add(byItself ? pod : top);
    }
  }
  return found;
}
