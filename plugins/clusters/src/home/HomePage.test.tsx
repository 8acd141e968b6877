import { ServiceUnavailableError } from '@backstage/errors';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { makeCluster, makeFleet, makeRow, makeSummary } from '../__testUtils__/fakeClustersApi';
import { renderScreen } from '../__testUtils__/renderScreen';
import { HomePage } from './HomePage';

const dev = makeSummary(makeCluster('dev'));
const edge = makeSummary(
  makeCluster('edge', {
    connection: {
      state: 'unreachable',
      reason: 'connect ETIMEDOUT',
      since: Date.now() - 120_000,
      nextRetryAt: Date.now() + 30_000,
    },
  }),
  { nodes: null, allocatable: null, requested: null, used: null },
);

describe('HomePage', () => {
  it('loading: shows placeholders', async () => {
    renderScreen(<HomePage />);
    expect(await screen.findByLabelText('Loading')).toBeInTheDocument();
  });

  it('empty: says how a cluster is connected', async () => {
    renderScreen(<HomePage />, { api: { getFleet: async () => makeFleet([]) } });
    expect(await screen.findByText('No cluster is connected')).toBeInTheDocument();
    expect(screen.getByText(/--kubeconfig/)).toBeInTheDocument();
  });

  it('error: says why and tries again', async () => {
    const getFleet = jest
      .fn()
      .mockRejectedValueOnce(new ServiceUnavailableError('backend restarts'))
      .mockResolvedValue(makeFleet([dev]));
    renderScreen(<HomePage />, { api: { getFleet } });
    expect(await screen.findByText('backend restarts')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByRole('link', { name: 'dev' })).toBeInTheDocument();
  });

  it('partial: a cluster that is away is a card with its reason and the next attempt', async () => {
    renderScreen(<HomePage />, { api: { getFleet: async () => makeFleet([dev, edge]) } });
    const card = await screen.findByRole('article', { name: 'edge' });
    expect(within(card).getByText('connect ETIMEDOUT')).toBeInTheDocument();
    expect(within(card).getByText(/Next attempt in/)).toBeInTheDocument();
    expect(screen.getByRole('article', { name: 'dev' })).toHaveTextContent('2 of 3 ready');
    expect(screen.getByText(/1 of 2 clusters answer/)).toBeInTheDocument();
  });

  it('ready: groups what needs attention and links to the worst', async () => {
    const trouble = (name: string) => ({
      resource: 'v1/pods',
      kind: 'Pod',
      since: Date.now() - 300_000,
      row: makeRow(name, {
        health: 'failed',
        reason: 'CrashLoopBackOff',
        owner: { kind: 'ReplicaSet', name: 'cart' },
      }),
    });
    const fleet = makeFleet([dev], {
      attention: [trouble('cart-a'), trouble('cart-b')],
      attentionTotal: 2,
    });
    renderScreen(<HomePage />, { api: { getFleet: async () => fleet } });
    const link = await screen.findByRole('link', { name: 'cart-a' });
    expect(link).toHaveAttribute('href', '/explore/dev/pods.v1/shop/cart-a');
    expect(screen.queryByRole('link', { name: 'cart-b' })).not.toBeInTheDocument();
    expect(screen.getByText(/· 2 objects/)).toBeInTheDocument();
    expect(screen.getByText('CrashLoopBackOff')).toBeInTheDocument();
    // Since when it is in trouble, not how old the object is (a minute).
    expect(screen.getByText(/^5m/)).toBeInTheDocument();
  });
});
