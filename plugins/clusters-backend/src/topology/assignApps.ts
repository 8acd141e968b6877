import type { TopologyGraph } from './TopologyGraph';

const PART_OF = 'app.kubernetes.io/part-of';
/** https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/, and what was usual before it. */
const NAMES = ['app.kubernetes.io/name', 'app', 'k8s-app'];

/**
 * Which application each node belongs to: by its own labels, else by its controller's, else by that of everything it has to
 * do with where that is one. What several applications share belongs to none.
 *
 * `part-of` counts where a namespace holds several of them; where all is part of one thing, that says no more than the
 * namespace does, and the name counts.
 */
export function assignApps(graph: TopologyGraph): ReadonlyMap<string, string> {
  const apps = new Map<string, string>();
  const wholes = wholesByNamespace(graph);
  const nodes = [...graph.nodes.values()];
  for (const { id, namespace = '', row, links } of nodes) {
    // A workload that does not say what it is says it of its pods.
    const labels = { ...links?.podLabels, ...row?.labels };
    const name = NAMES.map(label => labels[label]).find(value => value);
    const isDivided = (wholes.get(namespace)?.size ?? 0) > 1;
    const app = isDivided ? labels[PART_OF] || name : name || labels[PART_OF];
    if (app) apps.set(id, app);
  }
  for (const { id } of nodes) {
    const app = apps.get(graph.topOf(id));
    if (app !== undefined) apps.set(id, app);
  }
  // Twice: the secret of a route is two steps away from the workload.
  spread(graph, apps);
  spread(graph, apps);
  return apps;
}

function wholesByNamespace(graph: TopologyGraph): ReadonlyMap<string, ReadonlySet<string>> {
  const wholes = new Map<string, Set<string>>();
  for (const { namespace = '', row } of graph.nodes.values()) {
    const whole = row?.labels?.[PART_OF];
    if (!whole) continue;
    const known = wholes.get(namespace);
    if (known === undefined) wholes.set(namespace, new Set([whole]));
    else known.add(whole);
  }
  return wholes;
}

/** Gives what has no application that of its neighbours, where they agree and are in the same namespace. */
function spread(graph: TopologyGraph, apps: Map<string, string>): void {
  const near = new Map<string, Set<string>>();
  const note = (id: string, other: string) => {
    const app = apps.get(other);
    if (apps.has(id) || app === undefined) return;
    if (graph.nodes.get(id)?.namespace !== graph.nodes.get(other)?.namespace) return;
    const known = near.get(id);
    if (known === undefined) near.set(id, new Set([app]));
    else known.add(app);
  };
  for (const { from, to } of graph.edges) {
    note(from, to);
    note(to, from);
  }
  for (const [id, [app, ...others]] of near) {
    if (app !== undefined && others.length === 0) apps.set(id, app);
  }
}
