import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import { catalogApiRef, EntityProvider, entityRouteRef } from '@backstage/plugin-catalog-react';
import { KubemateThemeProvider } from '@kubemate/ui';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { fakeClustersApi } from '../__testUtils__/fakeClustersApi';
import { clustersApiRef } from '../api/clustersApiRef';
import { PartsCard } from './PartsCard';

const refOf = (number: number) => `component:default/part-${number}`;

function show(count: number) {
  const shop = {
    ...{ apiVersion: 'backstage.io/v1alpha1', kind: 'System', metadata: { name: 'shop' } },
    relations: Array.from({ length: count }, (_, index) => ({
      ...{ type: 'hasPart', targetRef: refOf(index + 1) },
    })),
  };
  const getEntitiesByRefs = jest.fn(async ({ entityRefs }: { entityRefs: readonly string[] }) => ({
    items: entityRefs.map(ref => ({
      ...{ apiVersion: 'backstage.io/v1alpha1', kind: 'Component' },
      metadata: { name: ref.slice('component:default/'.length) },
    })),
  }));
  renderInTestApp(
    <KubemateThemeProvider mode="light">
      <QueryClientProvider client={new QueryClient()}>
        <EntityProvider entity={shop}>
          <PartsCard />
        </EntityProvider>
      </QueryClientProvider>
    </KubemateThemeProvider>,
    {
      apis: [
        [clustersApiRef, fakeClustersApi({})] as const,
        [catalogApiRef, { getEntitiesByRefs } as any] as const,
        mockApis.storage(),
      ],
      mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
    },
  );
  return getEntitiesByRefs;
}

const links = () => screen.getAllByRole('link').map(link => link.textContent);

it('has a line for each component, with its page', async () => {
  show(2);
  expect(await screen.findByRole('link', { name: 'part-2' })).toHaveAttribute(
    'href',
    '/catalog/default/component/part-2',
  );
  expect(links()).toEqual(['part-1', 'part-2']);
  expect(screen.queryByRole('button')).not.toBeInTheDocument();
});

it('asks for the first thirty, says how many others there are, and shows them when asked', async () => {
  const getEntitiesByRefs = show(45);
  const more = await screen.findByRole('button', { name: 'Show the other 15' });
  expect(links()).toHaveLength(30);
  expect(getEntitiesByRefs.mock.calls[0]?.[0].entityRefs).toHaveLength(30);
  await userEvent.click(more);
  expect(await screen.findByRole('link', { name: 'part-45' })).toBeInTheDocument();
  expect(links()).toHaveLength(45);
  expect(screen.queryByRole('button')).not.toBeInTheDocument();
});
