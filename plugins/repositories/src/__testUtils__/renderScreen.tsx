import { identityApiRef } from '@backstage/frontend-plugin-api';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import type { OperationsApi } from '@kubemate/operations-common';
import type {
  PullRequestDetail,
  Repository,
  RepositoriesApi,
  RepositoryDetail,
} from '@kubemate/plugin-repositories-common';
import {
  KubemateThemeProvider,
  operationsApiRef,
  ReceiptTray,
  receiptTrayApiRef,
} from '@kubemate/ui';
import { fakeOperations } from '@kubemate/ui/testUtils';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { repositoriesApiRef } from '../api/repositoriesApiRef';
import { RepositoriesRoutes } from '../RepositoriesRoutes';
import { repositoriesRouteRef } from '../routes';

const never = () => new Promise<never>(() => {});

/** A repository of shop-team that the person may change. */
export function repository(rest: Partial<Repository> = {}): Repository {
  return {
    ...{ owner: 'shop-team', name: 'cart', group: 'group:default/shop-team' },
    ...{ visibility: 'internal', defaultBranch: 'main', protectDefaultBranch: false },
    cloneUrl: 'http://portal.example/api/repositories/git/shop-team/cart.git',
    createdAt: 1,
    createdBy: 'user:default/dana',
    pushedAt: Date.now() - 60_000,
    openPullRequests: 1,
    may: { write: true, merge: true, configure: true, delete: true },
    ...rest,
  };
}

export function detail(rest: Partial<RepositoryDetail> = {}): RepositoryDetail {
  const branch = { head: 'a'.repeat(40), subject: 'Begin', author: 'dana', at: 1 };
  return {
    ...repository(),
    branches: [
      { name: 'feature/one', ...branch },
      { name: 'main', ...branch },
    ],
    ...rest,
  };
}

export function pullRequest(rest: Partial<PullRequestDetail> = {}): PullRequestDetail {
  return {
    ...{ number: 7, title: 'Five carts', body: 'For the **sale**.', state: 'open' },
    ...{ head: 'feature/one', base: 'main', author: 'user:default/dana', createdAt: 1 },
    ...{ commits: [], diffIsCut: false, mergeable: 'clean', conflicts: [] },
    files: [{ path: 'app.yaml', added: 1, removed: 1 }],
    diff: 'diff --git a/app.yaml b/app.yaml\n--- a/app.yaml\n+++ b/app.yaml\n@@ -1 +1 @@\n-replicas: 2\n+replicas: 5\n',
    ...rest,
  };
}

export interface ScreenOptions {
  api?: Partial<RepositoriesApi>;
  operations?: Partial<OperationsApi>;
  /** In the place of the plugin's pages. */
  element?: ReactNode;
}

/** Draws what stands at an address as the app would, on fake APIs. */
export function renderScreen(at: string, { api, operations, element }: ScreenOptions = {}) {
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const operationsApi = fakeOperations(operations);
  const fake: RepositoriesApi = {
    ...{ listRepositories: never, getRepository: never, readFiles: never, listCommits: never },
    ...{ getCommit: never, listPullRequests: never, getPullRequest: never },
    ...{ listTemplated: never, getTemplated: never },
    ...{ getTemplatedOnHost: never, listFilesOnHost: never },
    listAccessTokens: never,
    ...{ listWebhooks: never, listDeliveries: never, getDelivery: never },
    ...api,
  };
  return renderInTestApp(
    <KubemateThemeProvider mode="light">
      <QueryClientProvider client={queries}>
        {element ?? <RepositoriesRoutes />}
      </QueryClientProvider>
    </KubemateThemeProvider>,
    {
      apis: [
        [repositoriesApiRef, fake] as const,
        [operationsApiRef, operationsApi] as const,
        [receiptTrayApiRef, new ReceiptTray(operationsApi)] as const,
        [
          identityApiRef,
          {
            getBackstageIdentity: async () => ({
              type: 'user' as const,
              userEntityRef: 'user:default/dana',
              ownershipEntityRefs: ['user:default/dana', 'group:default/shop-team'],
            }),
            getProfileInfo: async () => ({}),
            getCredentials: async () => ({}),
            signOut: async () => {},
          },
        ] as const,
      ],
      initialRouteEntries: [at],
      mountPath: '/repositories',
      mountedRoutes: { '/repositories': repositoriesRouteRef },
    },
  );
}
