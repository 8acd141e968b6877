import type { GraphEdge } from './TaskGraphModel';

/**
 * The layer of each task: one more than the deepest of what it waits for (longest-path layering). Edges that close a circle and
 * edges from or to nothing count for nothing: a broken definition is drawn as far as it goes.
 */
export function layerTasks(
  ids: readonly string[],
  edges: readonly GraphEdge[],
): ReadonlyMap<string, number> {
  const before = new Map<string, string[]>(ids.map(id => [id, []]));
  for (const { from, to } of edges) if (before.has(from)) before.get(to)?.push(from);
  const layers = new Map<string, number>();
  const open = new Set<string>();
  const layerOf = (id: string): number => {
    const known = layers.get(id);
    if (known !== undefined) return known;
    if (open.has(id)) return -1;
    open.add(id);
    const layer = 1 + Math.max(-1, ...(before.get(id) ?? []).map(layerOf));
    open.delete(id);
    layers.set(id, layer);
    return layer;
  };
  ids.forEach(layerOf);
  return layers;
}
