import { NotAllowedError } from '@backstage/errors';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderUi } from '../__testUtils__/renderUi';
import { FailureState } from './FailureState';

describe('FailureState', () => {
  it('says why the person may not, and offers no other try', () => {
    const error = new NotAllowedError('You lack list on pods');
    renderUi(
      <FailureState
        title="It failed"
        deniedTitle="Not for you"
        error={error}
        onRetry={jest.fn()}
      />,
    );
    expect(screen.getByText('Not for you')).toBeInTheDocument();
    expect(screen.getByText(/You lack list on pods/)).toBeInTheDocument();
    expect(screen.queryByRole('button')).not.toBeInTheDocument();
  });

  it('says why it failed, and tries again', async () => {
    const onRetry = jest.fn();
    renderUi(
      <FailureState title="It failed" error={new Error('The server is away')} onRetry={onRetry} />,
    );
    expect(screen.getByText('It failed')).toBeInTheDocument();
    expect(screen.getByText(/The server is away/)).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(onRetry).toHaveBeenCalledTimes(1);
  });
});
