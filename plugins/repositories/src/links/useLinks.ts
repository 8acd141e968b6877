import { useRouteRef } from '@backstage/frontend-plugin-api';
import type { RepositoryPlace } from '@kubemate/plugin-repositories-common';
import { useMemo } from 'react';
import {
  accessTokensRouteRef,
  commitRouteRef,
  entityRouteRef,
  pullRequestRouteRef,
  repositoriesRouteRef,
  repositoryRouteRef,
  upgradeRouteRef,
  upgradesRouteRef,
} from '../routes';

export type RepositoryTab = 'files' | 'commits' | 'branches' | 'pulls' | 'settings';

/** What of a repository an address shows. */
export interface View {
  readonly tab?: RepositoryTab;
  readonly ref?: string;
  readonly path?: string;
  readonly state?: string;
  readonly webhook?: string;
  readonly delivery?: string;
}

/** Addresses that the screens lead to. */
export interface Links {
  repositories(): string;
  repository(place: RepositoryPlace, view?: View): string;
  accessTokens(): string;
  commit(place: RepositoryPlace, commit: string): string;
  pullRequest(place: RepositoryPlace, number: number): string;
  upgrades(): string;
  /** `url`: of one on another git host. */
  upgrade(place: RepositoryPlace & { readonly url?: string }): string;
  /** Absent where there is no catalog. */
  entity(ref: string): string | undefined;
}

export function useLinks(): Links {
  const repositories = useRouteRef(repositoriesRouteRef);
  const repository = useRouteRef(repositoryRouteRef);
  const tokens = useRouteRef(accessTokensRouteRef);
  const commit = useRouteRef(commitRouteRef);
  const pull = useRouteRef(pullRequestRouteRef);
  const upgrades = useRouteRef(upgradesRouteRef);
  const upgrade = useRouteRef(upgradeRouteRef);
  const entity = useRouteRef(entityRouteRef);
  return useMemo(
    () => ({
      repositories: () => repositories?.() ?? '/',
      repository: ({ owner, name }, view = {}) => {
        const { tab, ...rest } = view;
        const query = new URLSearchParams({
          ...(tab && tab !== 'files' ? { tab } : {}),
          ...Object.fromEntries(Object.entries(rest).filter(([, value]) => Boolean(value))),
        });
        const path = repository?.({ owner, name }) ?? '/';
        return query.size === 0 ? path : `${path}?${query}`;
      },
      accessTokens: () => tokens?.() ?? '/',
      commit: ({ owner, name }, id) => commit?.({ owner, name, commit: id }) ?? '/',
      pullRequest: ({ owner, name }, number) =>
        pull?.({ owner, name, number: String(number) }) ?? '/',
      upgrades: () => upgrades?.() ?? '/',
      upgrade: ({ owner, name, url }) =>
        url === undefined
          ? (upgrade?.({ owner, name }) ?? '/')
          : `${upgrades?.() ?? ''}/on-host?${new URLSearchParams({ repository: url })}`,
      entity: ref => {
        const [, kind, namespace, name] = /^([^:]+):([^/]+)\/(.+)$/.exec(ref) ?? [];
        if (kind === undefined || namespace === undefined || name === undefined) return undefined;
        return entity?.({ kind, namespace, name });
      },
    }),
    [repositories, repository, tokens, commit, pull, upgrades, upgrade, entity],
  );
}
