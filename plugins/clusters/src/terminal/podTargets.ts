import type { ClusterObject, TableRow } from '@kubemate/plugin-clusters-common';
import { Fields } from '../object/Fields';

/** Where a command can run. */
export interface ContainerChoice {
  readonly name: string;
  readonly kind: 'container' | 'init' | 'debug';
  readonly running: boolean;
}

/** The containers of a pod that a terminal can be opened in; those that run first. */
export function containerChoices(pod: ClusterObject | undefined): readonly ContainerChoice[] {
  const fields = new Fields(pod);
  const lists = [
    ['containers', 'containerStatuses', 'container'],
    ['ephemeralContainers', 'ephemeralContainerStatuses', 'debug'],
    ['initContainers', 'initContainerStatuses', 'init'],
  ] as const;
  const all = lists.flatMap(([spec, status, kind]) => {
    const running = new Set(
      fields
        .at('status', status)
        .items.filter(item => item.at('state', 'running').exists)
        .map(item => item.at('name').text),
    );
    return fields.at('spec', spec).items.flatMap((item): ContainerChoice[] => {
      const name = item.at('name').text;
      return name === undefined ? [] : [{ name, kind, running: running.has(name) }];
    });
  });
  // An init container that is done has nothing to look into.
  return all
    .filter(({ kind, running }) => kind !== 'init' || running)
    .sort((a, b) => Number(b.running) - Number(a.running));
}

/** The label selector of a workload's pods as text, for those that have one. */
export function podSelectorOf(object: ClusterObject | undefined): string | undefined {
  const selector = new Fields(object).at('spec', 'selector');
  // A ReplicationController's selector is the labels themselves.
  const labels = selector.at('matchLabels').exists ? selector.at('matchLabels').map : selector.map;
  const terms = Object.entries(labels).filter(([, value]) => typeof value === 'string');
  if (terms.length === 0) return undefined;
  return terms.map(([key, value]) => `${key}=${value}`).join(',');
}

/** Pods that run, newest first. */
export function runningPods(rows: readonly TableRow[]): readonly string[] {
  return rows
    .filter(row => row.cells.status === 'Running')
    .sort((a, b) => b.created - a.created)
    .map(row => row.name);
}

/** How a debug container does: what it waits for, that it runs, or that it has ended already. */
export function debugContainerState(
  pod: ClusterObject,
  name: string,
): { readonly state: 'waiting' | 'running' | 'ended'; readonly reason?: string } {
  const status = new Fields(pod)
    .at('status', 'ephemeralContainerStatuses')
    .items.find(item => item.at('name').text === name);
  if (status === undefined) return { state: 'waiting' };
  const state = status.at('state');
  if (state.at('running').exists) return { state: 'running' };
  const part = state.at('terminated').exists ? 'terminated' : 'waiting';
  const reason = [state.at(part, 'reason').text, state.at(part, 'message').text]
    .filter(text => text !== undefined && text !== '')
    .join(': ');
  return {
    state: part === 'terminated' ? 'ended' : 'waiting',
    ...(reason === '' ? {} : { reason }),
  };
}
