import type { RunDetail, TaskNode } from '@kubemate/plugin-pipelines-common';

/** The task that the address names; else the one that people come for: what failed, what runs, or what ran last. */
export function chosenTask({ graph, failure }: RunDetail, named: string): TaskNode | undefined {
  const { nodes } = graph;
  const byId = (id: string | undefined) => nodes.find(node => node.id === id);
  const newest = [...nodes]
    .filter(({ startedAt }) => startedAt !== undefined)
    .sort((a, b) => (b.startedAt ?? 0) - (a.startedAt ?? 0));
  return (
    byId(named) ??
    byId(failure?.task) ??
    nodes.find(({ phase }) => phase === 'failed' || phase === 'timed-out') ??
    newest.find(({ phase }) => phase === 'running') ??
    newest[0]
  );
}
