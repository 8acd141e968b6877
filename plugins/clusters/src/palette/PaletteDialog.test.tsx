import { pageEntry, type PaletteFinds, type PaletteSource } from '@kubemate/ui';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useEffect } from 'react';
import { useLocation } from 'react-router-dom';
import { renderScreen } from '../__testUtils__/renderScreen';
import { PaletteDialog } from './PaletteDialog';

function source(id: string, finds: PaletteFinds): PaletteSource {
  function Reader({ onFinds }: { onFinds(found: PaletteFinds): void }) {
    useEffect(() => onFinds(finds), [onFinds]);
    return null;
  }
  return { id, Reader };
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

async function type(query: string) {
  renderScreen(
    <>
      <Address />
      <PaletteDialog sources={sources} onClose={jest.fn()} />
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
});
