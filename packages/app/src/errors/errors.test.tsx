import { renderInTestApp } from '@backstage/frontend-test-utils';
import { KubemateThemeProvider } from '@kubemate/ui';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { BrokenPage } from './BrokenPage';
import { NotFoundPage } from './NotFoundPage';

it('an address without a page says which one it was and leads home', async () => {
  renderInTestApp(
    <KubemateThemeProvider mode="light">
      <NotFoundPage />
    </KubemateThemeProvider>,
    { initialRouteEntries: ['/nowhere'], mountPath: '/nowhere' },
  );
  expect(await screen.findByText('There is no such page')).toBeInTheDocument();
  expect(screen.getByText(/\/nowhere/)).toBeInTheDocument();
  expect(screen.getByRole('link', { name: 'Go home' })).toHaveAttribute('href', '/');
});

it('a page that throws shows why and is drawn again on request', async () => {
  const resetError = jest.fn();
  renderInTestApp(
    <KubemateThemeProvider mode="light">
      <BrokenPage error={new Error('cells of undefined')} resetError={resetError} />
    </KubemateThemeProvider>,
  );
  expect(await screen.findByText('This page broke while it was drawn')).toBeInTheDocument();
  expect(screen.getByText('cells of undefined')).toBeInTheDocument();
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(resetError).toHaveBeenCalled();
});
