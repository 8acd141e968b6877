import type { Proposal } from '@kubemate/plugin-clusters-common';
import { listParam, flagParam, textParam } from '@kubemate/ui';

/** The list as it stands in the address. */
export const DISCOVER_PARAMS = {
  search: textParam(),
  reasons: listParam(),
  owners: listParam(),
  clusters: listParam(),
  /** Namespaces that nobody answers for, too. */
  unowned: flagParam(),
  sort: textParam('name'),
  /** The proposal that is looked at. */
  adopt: textParam(),
};

export interface DiscoverState {
  readonly search: string;
  readonly reasons: readonly string[];
  readonly owners: readonly string[];
  readonly clusters: readonly string[];
  readonly unowned: boolean;
  readonly sort: string;
}

const SORTS: Readonly<Record<string, (proposal: Proposal) => string | number>> = {
  name: ({ name }) => name,
  reason: ({ reason }) => reason,
  owner: ({ owner = '\uffff' }) => owner,
  workloads: ({ workloads }) => workloads.length,
};

/** The proposals that match, in the order asked for. */
export function selectProposals(
  proposals: readonly Proposal[],
  { search, reasons, owners, clusters, unowned, sort }: DiscoverState,
): readonly Proposal[] {
  const words = search.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const isDescending = sort.startsWith('-');
  const by = SORTS[isDescending ? sort.slice(1) : sort] ?? SORTS.name;
  const order = (a: Proposal, b: Proposal) => {
    const [left, right] = [by?.(a) ?? '', by?.(b) ?? ''];
    if (left === right) return a.id.localeCompare(b.id, 'en');
    return (left < right ? -1 : 1) * (isDescending ? -1 : 1);
  };
  return proposals
    .filter(({ owner }) => unowned || owner !== undefined)
    .filter(each => words.every(word => textOf(each).includes(word)))
    .filter(({ reason }) => reasons.length === 0 || reasons.includes(reason))
    .filter(({ owner }) => owners.length === 0 || (owner !== undefined && owners.includes(owner)))
    .filter(
      ({ workloads }) =>
        clusters.length === 0 || workloads.some(({ cluster }) => clusters.includes(cluster)),
    )
    .sort(order);
}

function textOf({ name, label = '', partOf = '', workloads }: Proposal): string {
  const places = workloads.map(each => `${each.cluster}/${each.namespace}/${each.name}`);
  return [name, label, partOf, ...places].join(' ').toLocaleLowerCase();
}
