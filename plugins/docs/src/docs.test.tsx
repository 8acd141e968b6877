import { renderInTestApp } from '@backstage/frontend-test-utils';
import { ResponseError } from '@backstage/errors';
import { EntityProvider } from '@backstage/plugin-catalog-react';
import type { DocsApi } from '@kubemate/plugin-docs-common';
import { KubemateThemeProvider } from '@kubemate/ui';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { docsApiRef } from './api/docsApiRef';
import { DocsContent } from './entity/DocsContent';

const cart = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'cart', annotations: { 'backstage.io/techdocs-ref': 'dir:.' } },
};
const INDEX =
  '# Cart\n\nSee the [runbook](operate/run.md).\n\n## One\n\n## Two\n\n![Flow](img/flow.png)';

function fakeDocs(overrides: Partial<DocsApi> = {}): DocsApi {
  return {
    getSite: async () => ({
      title: 'Cart',
      asOf: 0,
      entries: [
        { title: 'Cart', level: 0, path: 'index.md' },
        { title: 'Operations', level: 0 },
        { title: 'Runbook', level: 1, path: 'operate/run.md' },
      ],
    }),
    getPage: async ({ path = 'index.md' }) =>
      path === 'index.md'
        ? {
            path,
            title: 'Cart',
            text: INDEX,
            source: 'https://example.com/blob/main/docs/index.md',
          }
        : { path, title: 'Runbook', text: '# Runbook\n\nRestart it.' },
    getImage: async () => ({ mediaType: 'image/png', content: 'cG5n' }),
    search: async ({ text }) => ({
      items:
        text === 'restart'
          ? [{ path: 'operate/run.md', title: 'Runbook', excerpt: 'Restart it.' }]
          : [],
    }),
    ...overrides,
  };
}

function show(api: Partial<DocsApi> = {}, at = '/docs') {
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  return renderInTestApp(
    <KubemateThemeProvider mode="light">
      <QueryClientProvider client={queries}>
        <EntityProvider entity={cart}>
          <DocsContent />
        </EntityProvider>
      </QueryClientProvider>
    </KubemateThemeProvider>,
    { apis: [[docsApiRef, fakeDocs(api)] as const], initialRouteEntries: [at] },
  );
}

describe('DocsContent', () => {
  it('shows the first page, and another by a link in its text', async () => {
    show();
    expect(await screen.findByRole('heading', { name: 'Cart' })).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'See or change this page' })).toHaveAttribute(
      'href',
      'https://example.com/blob/main/docs/index.md',
    );
    expect(await screen.findByRole('img', { name: 'Flow' })).toHaveAttribute(
      'src',
      'data:image/png;base64,cG5n',
    );
    await userEvent.click(screen.getByRole('link', { name: 'runbook' }));
    expect(await screen.findByRole('heading', { name: 'Runbook' })).toBeInTheDocument();
  });

  it('opens the page of the address, and marks it', async () => {
    show({}, '/docs?page=operate%2Frun.md');
    expect(await screen.findByText('Restart it.')).toBeInTheDocument();
  });

  it('finds pages, and says that none holds the words', async () => {
    show({}, '/docs?find=restart');
    expect(await screen.findByText('Restart it.')).toBeInTheDocument();
    const links = screen.getAllByRole('link', { name: 'Runbook' });
    expect(links.map(link => link.getAttribute('href'))).toEqual([
      '/docs?page=operate%2Frun.md',
      '/docs?page=operate%2Frun.md',
    ]);
    await userEvent.type(screen.getByRole('searchbox'), ' at once');
    expect(await screen.findByText('No page holds restart at once')).toBeInTheDocument();
  });

  it('says what to do where there is nothing to read', async () => {
    const response = new Response(
      JSON.stringify({ error: { name: 'NotFoundError', message: 'There is no page in docs/' } }),
      { status: 404, headers: { 'content-type': 'application/json' } },
    );
    const error = await ResponseError.fromResponse(response as never);
    show({ getSite: () => Promise.reject(error) });
    expect(await screen.findByText('There is nothing to read yet')).toBeInTheDocument();
    expect(screen.getByText(/There is no page in docs/)).toBeInTheDocument();
  });

  it('says why it failed, and tries again', async () => {
    let fails = true;
    show({
      getSite: async () => {
        if (fails) throw new Error('The repository is away');
        return { title: 'Cart', asOf: 0, entries: [] };
      },
    });
    expect(await screen.findByText(/The repository is away/)).toBeInTheDocument();
    fails = false;
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByRole('heading', { name: 'Cart' })).toBeInTheDocument();
  });
});
