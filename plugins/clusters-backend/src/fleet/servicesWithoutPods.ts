import { matchesLabels, parseLabelSelector } from '@kubemate/kube-common';
import type { LabelSelector, Row } from '@kubemate/kube-common';
import * as kinds from '../commonKinds';

/**
 * Services whose selector finds no pod at all: a label that was renamed on one side. Where pods are found but none is
 * ready, those pods are the trouble; where their workload is scaled to zero, there is none.
 */
export function servicesWithoutPods(rows: ReadonlyMap<string, readonly Row[]>): Row[] {
  const services = (rows.get(kinds.SERVICES.resource) ?? []).flatMap(row => {
    const selector = selectorCell(row);
    return selector === undefined ? [] : [{ row, selector }];
  });
  const places = new Set(services.map(({ row }) => placeOf(row)));
  const labels = groupLabels(rows.get(kinds.PODS.resource) ?? [], places, row => row.labels);
  const workloads = [kinds.DEPLOYMENTS, kinds.STATEFUL_SETS, kinds.DAEMON_SETS];
  const idle = workloads.flatMap(({ resource }) =>
    (rows.get(resource) ?? []).filter(row => row.health === 'idle'),
  );
  const idleLabels = groupLabels(idle, places, templateLabels);
  return services
    .filter(({ row, selector }) => {
      const place = placeOf(row);
      const all = [...(labels.get(place) ?? []), ...(idleLabels.get(place) ?? [])];
      return !all.some(set => matchesLabels(selector, set));
    })
    .map(({ row }) => row);
}

type Labels = Readonly<Record<string, string>>;

function placeOf({ cluster, namespace }: Row): string {
  return `${cluster}\n${namespace ?? ''}`;
}

/** The different sets of labels in each namespace; the pods of one workload share theirs but for a hash or two. */
function groupLabels(
  rows: readonly Row[],
  places: ReadonlySet<string>,
  labelsOf: (row: Row) => Labels | undefined,
): ReadonlyMap<string, readonly Labels[]> {
  const groups = new Map<string, Set<Labels>>();
  for (const row of rows) {
    const place = placeOf(row);
    const labels = labelsOf(row);
    if (labels === undefined || !places.has(place)) continue;
    const group = groups.get(place);
    if (group === undefined) groups.set(place, new Set([labels]));
    else group.add(labels);
  }
  return new Map([...groups].map(([place, group]) => [place, [...group]]));
}

function selectorCell({ cells }: Row): LabelSelector | undefined {
  if (typeof cells.selector !== 'string' || cells.selector === '') return undefined;
  const parsed = parseLabelSelector(cells.selector);
  return parsed.ok ? parsed.selector : undefined;
}

/** The labels that a workload's pods would have, as far as its selector names them. */
function templateLabels(row: Row): Labels | undefined {
  const terms = selectorCell(row) ?? [];
  return Object.fromEntries(
    terms.flatMap(({ key, operator, values: [value] }) =>
      operator === 'In' && value !== undefined ? [[key, value]] : [],
    ),
  );
}
