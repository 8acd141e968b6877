import { renderInTestApp } from '@backstage/frontend-test-utils';
import type { OperationsApi } from '@kubemate/operations-common';
import type { PipelinesApi } from '@kubemate/plugin-pipelines-common';
import {
  KubemateThemeProvider,
  operationsApiRef,
  ReceiptTray,
  receiptTrayApiRef,
} from '@kubemate/ui';
import { fakeOperations } from '@kubemate/ui/testUtils';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { pipelinesApiRef } from '../api/pipelinesApiRef';
import { PipelinesRoutes } from '../PipelinesRoutes';
import { pipelinesRouteRef } from '../routes';
import { definition, run, runDetail } from './runs';

/** Events, and then silence: a stream that stays open. */
export async function* streamOf<E>(...events: readonly E[]): AsyncGenerator<E> {
  yield* events;
  await new Promise(() => {});
}

/** One run of the shop, or what the test says. */
function fakePipelinesApi(given: Partial<PipelinesApi>): PipelinesApi {
  const page = { items: [run()], total: 1, failures: [], asOf: Date.now() };
  return {
    listRuns: async () => page,
    watchRuns: () => streamOf({ type: 'page', page } as const),
    getRun: async () => runDetail(),
    watchRun: () => streamOf({ type: 'run', run: runDetail() } as const),
    streamRunLogs: () => streamOf(),
    listDefinitions: async () => ({ items: [definition()], failures: [] }),
    getDefinition: async () => definition(),
    ...given,
  };
}

/** Draws what stands at an address as the app would, on fake APIs. */
export function renderScreen(
  at: string,
  options: { api?: Partial<PipelinesApi>; operations?: Partial<OperationsApi> } = {},
) {
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const operations = fakeOperations(options.operations);
  return renderInTestApp(
    <KubemateThemeProvider mode="light">
      <QueryClientProvider client={queries}>
        <PipelinesRoutes />
      </QueryClientProvider>
    </KubemateThemeProvider>,
    {
      apis: [
        [pipelinesApiRef, fakePipelinesApi(options.api ?? {})] as const,
        [operationsApiRef, operations] as const,
        [receiptTrayApiRef, new ReceiptTray(operations)] as const,
      ],
      initialRouteEntries: [at],
      mountPath: '/pipelines',
      mountedRoutes: { '/pipelines': pipelinesRouteRef },
    },
  );
}
