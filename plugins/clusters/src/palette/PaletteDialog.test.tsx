import { pageEntry, type PaletteFinds, type PaletteSource } from '@kubemate/ui';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { lazy, useEffect } from 'react';
import { useLocation } from 'react-router-dom';
import { renderScreen } from '../__testUtils__/renderScreen';
import { PaletteDialog } from './PaletteDialog';

function source(id: string, finds: PaletteFinds): PaletteSource {
  function Reader({ onFinds }: { onFinds(found: PaletteFinds): void }) {
    useEffect(() => onFinds(finds), [onFinds]);
    return null;
  }
  return { id, title: id, Reader };
}

const shop = { to: '/tenants/shop', texts: ['shop'], item: { id: 'tenant:shop', title: 'Shop' } };
const sources = [
  source('audit', { pages: [pageEntry({ to: '/audit', title: 'Audit' })] }),
  source('tenants', {
    pages: [
      pageEntry({ to: '/tenants', title: '租户' }),
      pageEntry({ to: '/shopping', title: 'Workshop' }),
    ],
    group: { id: 'tenants', title: 'Tenants', entries: [shop] },
  }),
];

function Address() {
  return <p>at {useLocation().pathname}</p>;
}

async function type(query: string, asked: readonly PaletteSource[] = sources) {
  renderScreen(
    <>
      <Address />
      <PaletteDialog sources={asked} onClose={jest.fn()} />
    </>,
  );
  await userEvent.type(await screen.findByRole('combobox'), query);
}

describe('the palette', () => {
  it.each([
    ['operat', 'Operations'],
    ['helm', 'Helm releases'],
    ['map', 'Map'],
    ['audit', 'Audit'],
    ['tenants', '租户'],
  ])(
    'finds by %s the page %s, its own or another plugin’s, by title or address',
    async (query, page) => {
      await type(query);
      const pages = await screen.findByRole('group', { name: 'Pages' });
      expect(await within(pages).findByRole('option', { name: page })).toBeInTheDocument();
    },
  );

  it('puts the group with the best answer first, and opens it', async () => {
    await type('shop');
    expect(await screen.findByRole('option', { name: 'Workshop' })).toBeInTheDocument();
    expect(screen.getByRole('option', { selected: true })).toHaveTextContent('Shop');
    await userEvent.keyboard('{Enter}');
    expect(await screen.findByText('at /tenants/shop')).toBeInTheDocument();
  });

  describe('with a source that fails', () => {
    beforeEach(() => {
      // React writes what a boundary has caught.
      jest.spyOn(console, 'error').mockImplementation(() => {});
    });
    afterEach(() => jest.restoreAllMocks());

    const broken: readonly PaletteSource[] = [
      {
        id: 'unloaded',
        title: 'Pipelines',
        Reader: lazy(async () => {
          throw new Error('Loading chunk 7 failed');
        }),
      },
      {
        id: 'thrown',
        title: 'Costs',
        Reader: () => {
          throw new TypeError('items is undefined');
        },
      },
    ];

    it('finds what the others find, and names those that failed', async () => {
      await type('shop', [...broken, ...sources]);
      expect(await screen.findByRole('option', { name: /Workshop/ })).toBeInTheDocument();
      expect(await screen.findByText(/^Could not be searched: Pipelines, Costs\./)).toBeVisible();
    });
  });
});
