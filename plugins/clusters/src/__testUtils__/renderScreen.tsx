import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import type { ClustersApi } from '@kubemate/plugin-clusters-common';
import type { OperationsApi } from '@kubemate/operations-common';
import {
  KubemateThemeProvider,
  operationsApiRef,
  ReceiptTray,
  receiptTrayApiRef,
} from '@kubemate/ui';
import { fakeOperations } from '@kubemate/ui/testUtils';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { clustersApiRef } from '../api/clustersApiRef';
import { podApiRef, type PodScreensApi } from '../api/podApiRef';
import {
  clustersRouteRef,
  explorerRouteRef,
  helmRouteRef,
  homeRouteRef,
  logsRouteRef,
  mapRouteRef,
  operationsRouteRef,
} from '../routes';
import { fakeClustersApi } from './fakeClustersApi';
import { fakePodApi } from './fakePodApi';

export interface ScreenOptions {
  /** Address, with parameters. */
  at?: string;
  /** Where the screen's own routes are mounted. */
  mountPath?: string;
  api?: Partial<ClustersApi>;
  pods?: Partial<PodScreensApi>;
  operations?: Partial<OperationsApi>;
}

/** Draws a screen as the app would, on a fake API. */
export function renderScreen(screen: ReactElement, options: ScreenOptions = {}) {
  const { at = '/', mountPath, api, pods } = options;
  const operations = fakeOperations(options.operations);
  const tray = new ReceiptTray(operations);
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const storage = mockApis.storage();
  const rendered = renderInTestApp(
    <KubemateThemeProvider mode="light">
      <QueryClientProvider client={queries}>{screen}</QueryClientProvider>
    </KubemateThemeProvider>,
    {
      apis: [
        [clustersApiRef, fakeClustersApi(api)] as const,
        [podApiRef, fakePodApi(pods)] as const,
        [operationsApiRef, operations] as const,
        [receiptTrayApiRef, tray] as const,
        storage,
      ],
      initialRouteEntries: [at],
      ...(mountPath === undefined ? {} : { mountPath }),
      mountedRoutes: {
        '/': homeRouteRef,
        '/clusters': clustersRouteRef,
        '/explore': explorerRouteRef,
        '/logs': logsRouteRef,
        '/map': mapRouteRef,
        '/operations': operationsRouteRef,
        '/helm': helmRouteRef,
      },
    },
  );
  return { ...rendered, storage, tray };
}
