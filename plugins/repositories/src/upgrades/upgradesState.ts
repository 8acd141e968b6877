import type { TemplatedRepository } from '@kubemate/plugin-repositories-common';
import { listParam, textParam } from '@kubemate/ui';

/** The list as it stands in the address. */
export const UPGRADES_PARAMS = {
  search: textParam(),
  template: listParam(),
  state: listParam(),
  sort: textParam('-behind'),
};

export interface UpgradesState {
  readonly search: string;
  readonly template: readonly string[];
  readonly state: readonly string[];
  readonly sort: string;
}

/** What most needs somebody to look at it has the highest number. */
const URGENCY = { current: 0, unrecorded: 1, unknown: 2, broken: 3, behind: 4 } as const;

const SORTS: Readonly<Record<string, (each: TemplatedRepository) => string | number>> = {
  name: ({ owner, name }) => `${owner}/${name}`,
  template: ({ template, templateTitle = template }) => templateTitle,
  version: ({ version = '' }) => version,
  behind: ({ state, behind = 0 }) => URGENCY[state] * 1000 + behind,
  changed: ({ changedByHand }) => changedByHand,
};

/** The repositories that match, in the order asked for. */
export function selectTemplated(
  items: readonly TemplatedRepository[],
  { search, template, state, sort }: UpgradesState,
): readonly TemplatedRepository[] {
  const words = search.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const text = ({ owner, name }: TemplatedRepository) => `${owner}/${name}`.toLocaleLowerCase();
  const isDescending = sort.startsWith('-');
  const by = SORTS[isDescending ? sort.slice(1) : sort] ?? SORTS.name;
  const order = (a: TemplatedRepository, b: TemplatedRepository) => {
    const [left, right] = [by?.(a) ?? '', by?.(b) ?? ''];
    if (left === right) return text(a).localeCompare(text(b), 'en');
    return (left < right ? -1 : 1) * (isDescending ? -1 : 1);
  };
  return items
    .filter(each => words.every(word => text(each).includes(word)))
    .filter(each => template.length === 0 || template.includes(each.template))
    .filter(each => state.length === 0 || state.includes(each.state))
    .sort(order);
}
