import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderUi } from '../__testUtils__/renderUi';
import { DeniedState } from './DeniedState';
import { EmptyState } from './EmptyState';
import { ErrorState } from './ErrorState';
import { LoadingState } from './LoadingState';
import { PartialBanner } from './PartialBanner';

it('empty says what, why and what to do next', () => {
  renderUi(
    <EmptyState
      title="No pods match"
      description="The filter is narrow"
      action={<a href="/x">Clear</a>}
    />,
  );
  const state = screen.getByRole('status');
  expect(state).toHaveTextContent('No pods match');
  expect(state).toHaveTextContent('The filter is narrow');
  expect(screen.getByRole('link', { name: 'Clear' })).toBeInTheDocument();
});

it('error is announced, gives the reason, and tries again', async () => {
  const onRetry = jest.fn();
  renderUi(
    <ErrorState title="No pods" error={new Error('prod is unreachable')} onRetry={onRetry} />,
  );
  expect(screen.getByRole('alert')).toHaveTextContent('prod is unreachable');
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(onRetry).toHaveBeenCalledTimes(1);
});

it('error without a way to retry offers none', () => {
  renderUi(<ErrorState error={new Error('gone')} />);
  expect(screen.queryByRole('button')).not.toBeInTheDocument();
});

it('denied gives the reason of the API server', () => {
  renderUi(<DeniedState reason='User "dana" cannot list pods' />);
  expect(screen.getByRole('status')).toHaveTextContent('User "dana" cannot list pods');
});

it('loading says so to those who do not see it', () => {
  renderUi(<LoadingState />);
  expect(screen.getByRole('status', { name: 'Loading' })).toHaveAttribute('aria-busy', 'true');
});

it('partial names each part that is missing', () => {
  renderUi(
    <PartialBanner
      title="2 clusters could not answer"
      items={[{ key: 'edge', text: 'edge: timed out' }]}
    />,
  );
  expect(screen.getByRole('status')).toHaveTextContent('2 clusters could not answer');
  expect(screen.getByRole('listitem')).toHaveTextContent('edge: timed out');
});
