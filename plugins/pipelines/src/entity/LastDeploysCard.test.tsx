import { NotAllowedError } from '@backstage/errors';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { EntityProvider } from '@backstage/plugin-catalog-react';
import type { PipelinesApi, PromotionsApi, RunPage } from '@kubemate/plugin-pipelines-common';
import { KubemateThemeProvider } from '@kubemate/ui';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { screen } from '@testing-library/react';
import { promotion, release } from '../__testUtils__/boards';
import { run, START } from '../__testUtils__/runs';
import { pipelinesApiRef } from '../api/pipelinesApiRef';
import { promotionsApiRef } from '../api/promotionsApiRef';
import { pipelinesRouteRef } from '../routes';
import { LastDeploysCard } from './LastDeploysCard';

const cart = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'cart', annotations: { 'backstage.io/kubernetes-id': 'cart' } },
};

const page = (items: RunPage['items']): RunPage => ({
  ...{ items, total: items.length, failures: [], asOf: START },
});

const built = run({ phase: 'succeeded', pipeline: 'build-and-deploy', finishedAt: START });
const list = { items: [], total: 0, environments: [], asOf: START };

/** What the card asks of both APIs. */
function show(api: Partial<PipelinesApi>, promotions: Partial<PromotionsApi>) {
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  renderInTestApp(
    <KubemateThemeProvider mode="light">
      <QueryClientProvider client={queries}>
        <EntityProvider entity={cart}>
          <LastDeploysCard />
        </EntityProvider>
      </QueryClientProvider>
    </KubemateThemeProvider>,
    {
      apis: [
        [pipelinesApiRef, api as PipelinesApi] as const,
        [promotionsApiRef, promotions as PromotionsApi] as const,
      ],
      mountedRoutes: { '/pipelines': pipelinesRouteRef },
    },
  );
}

const none: Partial<PromotionsApi> = {
  listComponents: async () => list,
  listPromotions: async () => ({ items: [] }),
  listReleases: async () => [],
};

describe('LastDeploysCard', () => {
  it('has promotions, runs that ended and images that came otherwise, the newest first', async () => {
    const listRuns = jest.fn<
      ReturnType<PipelinesApi['listRuns']>,
      Parameters<PipelinesApi['listRuns']>
    >(async () => page([built]));
    show(
      { listRuns },
      {
        listComponents: async () => ({
          ...list,
          environments: [{ name: 'prod', title: 'Production', cluster: 'prod', gates: [] }],
        }),
        listPromotions: async () => ({ items: [promotion({ finishedAt: START + 2 })] }),
        listReleases: async () => [release({ via: 'seen', since: START + 1 })],
      },
    );
    await screen.findByText(/not through the portal/);
    const titles = screen.getAllByRole('listitem').map(line => line.textContent);
    expect(titles).toEqual([
      expect.stringContaining('platform promoted cart 2.14.1 from staging to prod'),
      expect.stringContaining('cart 2.13.0 came to prod, not through the portal'),
      expect.stringContaining('build-and-deploy passed'),
    ]);
    expect(listRuns.mock.lastCall?.[0]).toMatchObject({ component: 'cart', sort: '-finished' });
  });

  it('says why runs are missing, and still has the promotions', async () => {
    show(
      {
        listRuns: async () => {
          throw new NotAllowedError('You may not see runs (pipelines.run.read)');
        },
      },
      { ...none, listPromotions: async () => ({ items: [promotion()] }) },
    );
    expect(await screen.findByText(/You may not see runs/)).toBeInTheDocument();
    expect(await screen.findByText(/^platform promoted cart/)).toBeInTheDocument();
  });

  it('says that nothing was deployed yet', async () => {
    show({ listRuns: async () => page([]) }, none);
    expect(await screen.findByText('Nothing was deployed or built yet.')).toBeInTheDocument();
  });
});
