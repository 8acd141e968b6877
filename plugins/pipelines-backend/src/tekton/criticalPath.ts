interface Span {
  readonly id: string;
  readonly startedAt?: number;
  readonly finishedAt?: number;
}

/**
 * The chain of tasks that the run's duration is made of: from the one that ended last (or still runs), back to the predecessor that ended last, and so
 * on. A run is no faster for a change to any other task.
 */
export function criticalPath(
  nodes: readonly Span[],
  edges: readonly { readonly from: string; readonly to: string }[],
): ReadonlySet<string> {
  const path = new Set<string>();
  let last = latest(nodes.filter(({ startedAt }) => startedAt !== undefined));
  while (last !== undefined && !path.has(last.id)) {
    path.add(last.id);
    const before = predecessorsOf(last.id, edges);
    last = latest(nodes.filter(({ id, startedAt }) => startedAt !== undefined && before.has(id)));
  }
  return path;
}

/** Skipped tasks took no time: what they waited for counts in their place. */
function predecessorsOf(
  id: string,
  edges: readonly { readonly from: string; readonly to: string }[],
): ReadonlySet<string> {
  const found = new Set<string>();
  const open = [id];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const { from, to } of edges) {
      if (to !== at || found.has(from)) continue;
      found.add(from);
      open.push(from);
    }
  }
  return found;
}

function latest(nodes: readonly Span[]): Span | undefined {
  return nodes.reduce<Span | undefined>(
    (best, node) => (best === undefined || endOf(node) > endOf(best) ? node : best),
    undefined,
  );
}

function endOf({ finishedAt = Infinity }: Span): number {
  return finishedAt;
}
