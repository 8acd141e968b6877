import { renderInTestApp } from '@backstage/frontend-test-utils';
import { catalogApiRef, EntityProvider } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { clustersApiRef } from '@kubemate/plugin-clusters';
import { tenantsApiRef } from '@kubemate/plugin-tenants';
import {
  KubemateThemeProvider,
  type ActivityFinds,
  type ActivityScope,
  type ActivitySource,
} from '@kubemate/ui';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useEffect, type ComponentProps } from 'react';
import { ActivityContent } from './ActivityContent';

const cart = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'cart', annotations: { 'backstage.io/kubernetes-id': 'cart' } },
};

const NOON = Date.UTC(2026, 2, 2, 12);

const finds = (given: Partial<ActivityFinds>): ActivityFinds => ({
  ...{ state: 'ready', items: [], gaps: [] },
  ...given,
});

/** A source that says what it is given, and notes what it was asked about. */
function source(id: string, told: ActivityFinds | Error) {
  const asked = jest.fn<void, [ActivityScope]>();
  const Reader = ({ scope, onFinds }: ComponentProps<ActivitySource['Reader']>) => {
    if (told instanceof Error) throw told;
    useEffect(() => {
      asked(scope);
      onFinds(told);
    }, [scope, onFinds]);
    return null;
  };
  return { id, title: id, Reader, asked };
}

const run = { kind: 'run', health: 'ok', at: NOON, key: 'run', title: 'build passed' } as const;
const promoted = {
  kind: 'deploy',
  health: 'ok',
  at: NOON + 1,
  key: 'promotion',
  title: 'dana promoted 2.0',
  to: '/pipelines/board',
} as const;

function show(sources: readonly ReturnType<typeof source>[], at = '/') {
  const selected = {
    kinds: [
      {
        ...{ resource: 'apps/v1/deployments', kind: 'Deployment', total: 1 },
        items: [{ cluster: 'prod', namespace: 'shop', name: 'cart', health: 'ok' as const }],
      },
    ],
    failures: [{ cluster: 'edge', reason: 'ETIMEDOUT', state: 'unreachable' as const }],
    asOf: NOON,
  };
  renderInTestApp(
    <KubemateThemeProvider mode="light">
      <EntityProvider entity={cart}>
        <ActivityContent sources={sources} />
      </EntityProvider>
    </KubemateThemeProvider>,
    {
      apis: [
        [catalogApiRef, catalogApiMock({ entities: [cart] })] as const,
        [clustersApiRef, { listSelected: async () => selected }] as never,
        [tenantsApiRef, {}] as never,
      ],
      initialRouteEntries: [at],
    },
  );
}

describe('ActivityContent', () => {
  it('tells sources what belongs to the component, and shows what they know as one timeline', async () => {
    const pipelines = source('pipelines', finds({ items: [promoted, run] }));
    show([pipelines]);
    await screen.findByText('build passed');
    const [, timeline] = screen.getAllByRole('list');
    const lines = within(timeline ?? document.body).getAllByRole('listitem');
    expect(lines.map(line => line.textContent)).toEqual([
      expect.stringContaining('dana promoted 2.0'),
      expect.stringContaining('build passed'),
    ]);
    expect(screen.getByRole('link', { name: 'dana promoted 2.0' })).toHaveAttribute(
      'href',
      '/pipelines/board',
    );
    expect(pipelines.asked.mock.lastCall?.[0]).toMatchObject({
      components: [{ ref: 'component:default/cart', runs: 'cart' }],
      objects: [{ cluster: 'prod', kind: 'Deployment', namespace: 'shop', name: 'cart' }],
    });
  });

  it('shows the kinds that the address names, and all again', async () => {
    show([source('pipelines', finds({ items: [promoted, run] }))], '/?kinds=scale');
    expect(await screen.findByText('Nothing of these kinds')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: /^Pipeline runs/ }));
    expect(await screen.findByText('build passed')).toBeInTheDocument();
    expect(screen.queryByText('dana promoted 2.0')).not.toBeInTheDocument();
  });

  it('says why something is missing: a right, a cluster that is away, a source that broke', async () => {
    jest.spyOn(console, 'error').mockImplementation(() => {});
    show([
      source('pipelines', finds({ items: [run] })),
      source('audit', finds({ gaps: [{ kind: 'denied', text: 'You may not read the trail' }] })),
      source('other', new Error('broken')),
    ]);
    expect(await screen.findByText('build passed')).toBeInTheDocument();
    expect(screen.getByText('You may not read the trail')).toBeInTheDocument();
    expect(screen.getByText('edge: ETIMEDOUT')).toBeInTheDocument();
    expect(screen.getByText('other could not tell what happened.')).toBeInTheDocument();
  });

  it('asks for older ones where a source has more', async () => {
    const more = jest.fn();
    show([source('pipelines', finds({ items: [run], more }))]);
    await userEvent.click(await screen.findByRole('button', { name: 'Older' }));
    expect(more).toHaveBeenCalledTimes(1);
  });
});
