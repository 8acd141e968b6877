import { renderInTestApp } from '@backstage/frontend-test-utils';
import type { OperationsApi } from '@kubemate/operations-common';
import type { PipelinesApi, PromotionsApi } from '@kubemate/plugin-pipelines-common';
import {
  KubemateThemeProvider,
  operationsApiRef,
  ReceiptTray,
  receiptTrayApiRef,
} from '@kubemate/ui';
import { fakeOperations } from '@kubemate/ui/testUtils';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useLocation } from 'react-router-dom';
import { pipelinesApiRef } from '../api/pipelinesApiRef';
import { promotionsApiRef } from '../api/promotionsApiRef';
import { PipelinesRoutes } from '../PipelinesRoutes';
import { pipelinesRouteRef } from '../routes';
import { board, evidence, flow, overlays, promotion, release, request } from './boards';
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
    listWaiting: async () => ({ items: [], isCut: false, failures: [] }),
    listTriggers: async () => ({ items: [], isCut: false, failures: [] }),
    getRun: async () => runDetail(),
    watchRun: () => streamOf({ type: 'run', run: runDetail() } as const),
    streamRunLogs: () => streamOf(),
    listDefinitions: async () => ({ items: [definition()], failures: [] }),
    getDefinition: async () => definition(),
    getOutcomes: async () => ({ runs: [], tasks: [] }),
    listPresets: async () => ({ items: [], groups: [] }),
    listImages: async () => ({ registries: [] }),
    lookAtImage: async () => ({ registry: 'docker.io', state: 'no-registry', tags: [] }),
    ...given,
  };
}

/** One component, a request for its approval, no freeze, or what the test says. */
function fakePromotionsApi(given: Partial<PromotionsApi>): PromotionsApi {
  const { transitions, ...summary } = board();
  return {
    listComponents: async () => ({
      items: [
        {
          ...summary,
          transitions: transitions.map(({ from, to, isSame }) => ({ from, to, isSame })),
        },
      ],
      total: 1,
      environments: summary.environments.map(({ name, title, cluster }) => ({
        ...{ name, title, cluster },
        gates: ['approvals' as const],
      })),
      asOf: Date.now(),
    }),
    getBoard: async () => board(),
    compareOverlays: async () => overlays(),
    getEvidence: async () => evidence(),
    listReleases: async () => [release({ isCurrent: true, id: 'now' }), release()],
    compareRelease: async () => ({ differences: [], isPartial: true }),
    listPromotions: async () => ({ items: [promotion()] }),
    getPromotion: async () => promotion(),
    listApprovals: async () => [request()],
    listFreezes: async () => [],
    getFlow: async () => flow(),
    ...given,
  };
}

/** Draws what stands at an address as the app would, on fake APIs; `address` is the query by then. */
export function renderScreen(
  at: string,
  options: {
    api?: Partial<PipelinesApi>;
    promotions?: Partial<PromotionsApi>;
    operations?: Partial<OperationsApi>;
  } = {},
) {
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const operations = fakeOperations(options.operations);
  let query = '';
  const Address = () => {
    query = useLocation().search;
    return null;
  };
  const rendered = renderInTestApp(
    <KubemateThemeProvider mode="light">
      <QueryClientProvider client={queries}>
        <PipelinesRoutes />
        <Address />
      </QueryClientProvider>
    </KubemateThemeProvider>,
    {
      apis: [
        [pipelinesApiRef, fakePipelinesApi(options.api ?? {})] as const,
        [promotionsApiRef, fakePromotionsApi(options.promotions ?? {})] as const,
        [operationsApiRef, operations] as const,
        [receiptTrayApiRef, new ReceiptTray(operations)] as const,
      ],
      initialRouteEntries: [at],
      mountPath: '/pipelines',
      mountedRoutes: { '/pipelines': pipelinesRouteRef },
    },
  );
  return { ...rendered, address: () => query };
}
