import { renderInTestApp } from '@backstage/frontend-test-utils';
import { EntityProvider } from '@backstage/plugin-catalog-react';
import type { Board, PromotionsApi } from '@kubemate/plugin-pipelines-common';
import { KubemateThemeProvider } from '@kubemate/ui';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { screen, within } from '@testing-library/react';
import { board, evidence, gap, image, running, transition } from '../__testUtils__/boards';
import { promotionsApiRef } from '../api/promotionsApiRef';
import { pipelinesRouteRef } from '../routes';
import { RunningCard } from './RunningCard';

const cart = {
  ...{ apiVersion: 'backstage.io/v1alpha1', kind: 'Component' },
  metadata: { name: 'cart', annotations: { 'backstage.io/kubernetes-id': 'cart' } },
};
const run = {
  engine: 'tekton' as const,
  place: 'dev',
  folder: 'shop',
  name: 'build-and-deploy-x1',
};

function show(api: Partial<PromotionsApi>) {
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  renderInTestApp(
    <KubemateThemeProvider mode="light">
      <QueryClientProvider client={queries}>
        <EntityProvider entity={cart}>
          <RunningCard />
        </EntityProvider>
      </QueryClientProvider>
    </KubemateThemeProvider>,
    {
      apis: [[promotionsApiRef, api as PromotionsApi] as const],
      mountedRoutes: { '/pipelines': pipelinesRouteRef },
    },
  );
}

const passed = {
  ...{ kind: 'pipeline-passed' as const, state: 'passed' as const, why: 'succeeded' as const },
  ...{ run, clearedBy: { groups: [] } },
};
/** Development and staging have the same, of which the gate behind staging knows the run. */
const three: Board = board({
  environments: [
    running({ name: 'dev', title: 'Development' }),
    running({}),
    running({ name: 'prod', title: 'Production', image: image('2.14.1'), by: undefined }),
    gap({ name: 'edge', title: 'Edge' }),
  ],
  transitions: [
    transition({ from: 'dev', to: 'staging', isSame: true }),
    transition({ gates: [passed] }),
  ],
});

it('says what runs where, who brought it there, which run made it, and what proves it', async () => {
  show({ getBoard: async () => three, getEvidence: async () => evidence() });
  await screen.findByText('Signed by release');
  const [newer, dev, staging, older, prod, ...others] = screen.getAllByRole('listitem');
  expect(others).toEqual([]);
  for (const each of [dev, staging])
    expect(within(each as HTMLElement).getByRole('link')).toHaveTextContent(
      'built by build-and-deploy-x1',
    );
  expect(staging).toHaveTextContent(/^Staging · by developer/);
  expect(newer).toHaveTextContent(/^2\.15\.0sha256:0+Development.*Staging/);
  expect(newer).toHaveTextContent(/Bill of material: SPDX.*0 critical, 2 high/);
  expect(older).toHaveTextContent(/^2\.14\.1/);
  expect(prod).toHaveTextContent(/^Production · not through the portal/);
  expect(within(prod as HTMLElement).queryByRole('link')).toBeNull();
  expect(screen.getByText('Quality gate failed')).toBeVisible();
});

it('says what runs also where nothing is known of its image', async () => {
  const getEvidence = async () => Promise.reject(new Error('the registry is away'));
  show({ getBoard: async () => three, getEvidence });
  const version = await screen.findByText('2.15.0');
  expect(version.closest('li')).toHaveTextContent(/Development.*Staging/);
});

it('says that nothing runs', async () => {
  show({ getBoard: async () => board({ environments: [gap({})], transitions: [] }) });
  expect(await screen.findByText(/It runs in no environment/)).toBeVisible();
});

it('says why nothing can be said', async () => {
  show({ getBoard: async () => Promise.reject(new Error('There is no component cart')) });
  expect(await screen.findByText(/There is no component cart/)).toBeVisible();
});
