import type { Repository } from '@kubemate/plugin-repositories-common';
import { textParam } from '@kubemate/ui';

/** The list as it stands in the address. */
export const LIST_PARAMS = { search: textParam(), sort: textParam('name') };

const SORTS: Readonly<Record<string, (repository: Repository) => string | number>> = {
  name: ({ owner, name }) => `${owner}/${name}`,
  visibility: ({ visibility }) => visibility,
  pushed: ({ pushedAt = 0 }) => pushedAt,
  pulls: ({ openPullRequests }) => openPullRequests,
};

/** The repositories that match, in the order asked for. */
export function selectRepositories(
  repositories: readonly Repository[],
  { search, sort }: { readonly search: string; readonly sort: string },
): readonly Repository[] {
  const words = search.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const text = ({ owner, name, description = '' }: Repository) =>
    `${owner}/${name} ${description}`.toLocaleLowerCase();
  const descending = sort.startsWith('-');
  const by = SORTS[descending ? sort.slice(1) : sort] ?? SORTS.name;
  const order = (a: Repository, b: Repository) => {
    const [left, right] = [by?.(a) ?? '', by?.(b) ?? ''];
    if (left === right) return text(a).localeCompare(text(b), 'en');
    return (left < right ? -1 : 1) * (descending ? -1 : 1);
  };
  return repositories.filter(each => words.every(word => text(each).includes(word))).sort(order);
}
