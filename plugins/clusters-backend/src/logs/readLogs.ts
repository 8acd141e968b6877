import type { KubeService, LogEvent, LogRequest, RowEvent, Viewer } from '@kubemate/kube-node';
import type { ObjectRef } from '@kubemate/kube-common';
import { MergedStream } from './MergedStream';
import { MAX_PODS, podsOf } from './podsOf';

export interface LogQuery extends ObjectRef, Omit<LogRequest, 'pods'> {
  readonly namespace: string;
}

interface Context {
  readonly kube: KubeService;
  readonly viewer: Viewer;
  readonly signal: AbortSignal;
}

/**
 * The log lines of a pod, or of every pod of a workload; a stream that follows also takes up pods that start later,
 * as they do in a rollout.
 */
export async function* readLogs(query: LogQuery, context: Context): AsyncGenerator<LogEvent> {
  const { kube, viewer, signal } = context;
  const { cluster, namespace, container, previous, follow, sinceSeconds, tailLines } = query;
  const { pods, left, labelSelector } = await podsOf(query, context);
  const merged = new MergedStream<LogEvent>();
  const open = (names: readonly string[]) =>
    merged.add(
      kube.logs(
        {
          pods: names.map(name => ({ cluster, namespace, name })),
          container,
          previous,
          follow,
          sinceSeconds,
          tailLines,
        },
        viewer,
        { signal },
      ),
    );
  if (pods.length > 0) open(pods);
  if (left > 0) merged.add(leftOut(`${left} more pods are not shown`));
  if (follow && !previous && labelSelector !== undefined) {
    merged.add(newPods({ query, labelSelector, known: new Set(pods), open }, context));
  }
  yield* merged;
}

async function* leftOut(reason: string): AsyncGenerator<LogEvent> {
  yield { type: 'problem', pod: '', reason };
}

interface NewPodOptions {
  readonly query: LogQuery;
  readonly labelSelector: string;
  readonly known: Set<string>;
  readonly open: (names: readonly string[]) => void;
}

/** Opens the logs of pods as they appear. Yields only where there are too many. */
async function* newPods(
  { query, labelSelector, known, open }: NewPodOptions,
  { kube, viewer, signal }: Context,
): AsyncGenerator<LogEvent> {
  const rows = kube.watchRows(
    {
      clusters: [query.cluster],
      resource: { group: '', version: 'v1', plural: 'pods' },
      namespaces: [query.namespace],
      labelSelector,
      sort: 'age',
      limit: MAX_PODS,
    },
    viewer,
    { signal },
  );
  for await (const { event } of rows) {
    const fresh = namesIn(event).filter(name => !known.has(name));
    const taken = fresh.slice(0, MAX_PODS * 2 - known.size);
    for (const name of taken) known.add(name);
    if (taken.length > 0) open(taken);
    if (taken.length < fresh.length) {
      yield { type: 'problem', pod: '', reason: 'Too many pods have started: open the logs again' };
      return;
    }
  }
}

function namesIn(event: RowEvent): string[] {
  if (event.type === 'page') return event.page.items.map(row => row.name);
  if (event.type === 'delta') return event.delta.inserted.map(({ row }) => row.name);
  return [];
}
