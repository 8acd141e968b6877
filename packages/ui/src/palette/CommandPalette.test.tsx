import { act, fireEvent, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { renderUi } from '../__testUtils__/renderUi';
import { CommandPalette } from './CommandPalette';
import type { CommandPaletteProps } from './CommandPaletteProps';
import { openCommandPalette } from './openCommandPalette';
import { paletteMove } from './paletteMove';
import { useCommandKey } from './useCommandKey';

const groups = [
  { id: 'pages', title: 'Pages', items: [{ id: 'p1', title: 'Clusters' }] },
  { id: 'empty', title: 'Nothing here', items: [] },
  {
    id: 'objects',
    title: 'Objects',
    items: [
      { id: 'o1', title: 'api', detail: 'Deployment · shop' },
      { id: 'o2', title: 'web', detail: 'Deployment · shop' },
    ],
  },
];

function palette(props: Partial<CommandPaletteProps> = {}) {
  return (
    <CommandPalette
      open
      onClose={jest.fn()}
      query=""
      onQueryChange={jest.fn()}
      groups={groups}
      onOpen={jest.fn()}
      {...props}
    />
  );
}

describe('CommandPalette', () => {
  it('starts on the best result and opens it with Enter', async () => {
    const onOpen = jest.fn();
    renderUi(palette({ onOpen }));
    expect(screen.getByRole('option', { selected: true })).toHaveTextContent('Clusters');
    await userEvent.keyboard('{ArrowDown}{ArrowDown}{Enter}');
    expect(onOpen).toHaveBeenCalledWith(expect.objectContaining({ id: 'o2' }), { newTab: false });
  });

  it('opens in another tab with Ctrl', async () => {
    const onOpen = jest.fn();
    renderUi(palette({ onOpen }));
    await userEvent.keyboard('{Control>}{Enter}{/Control}');
    expect(onOpen).toHaveBeenCalledWith(expect.objectContaining({ id: 'p1' }), { newTab: true });
  });

  it('is a dialog with a name', () => {
    renderUi(palette());
    expect(screen.getByRole('dialog', { name: 'Command palette' })).toBeInTheDocument();
  });

  it('names the chosen result to those who do not see it', async () => {
    renderUi(palette());
    await userEvent.keyboard('{ArrowUp}');
    const id = screen.getByRole('combobox').getAttribute('aria-activedescendant') ?? '';
    expect(document.getElementById(id)).toHaveTextContent('web');
  });

  it('goes back to the best result when the query changes', async () => {
    const { update } = renderUi(palette({ query: 'a' }));
    await userEvent.keyboard('{ArrowDown}');
    update(palette({ query: 'ap' }));
    expect(screen.getByRole('option', { selected: true })).toHaveTextContent('Clusters');
  });

  it('draws no group without results, and says when nothing matches', () => {
    const { update } = renderUi(palette());
    expect(screen.queryByText('Nothing here')).not.toBeInTheDocument();
    update(palette({ groups: [], query: 'zzz', loading: true }));
    expect(screen.queryByText(/Nothing matches/)).not.toBeInTheDocument();
    update(palette({ groups: [], query: 'zzz' }));
    expect(screen.getByText('Nothing matches “zzz”')).toBeInTheDocument();
  });

  it('does not take an Enter that ends a Chinese word', () => {
    const onOpen = jest.fn();
    renderUi(palette({ onOpen }));
    fireEvent.keyDown(screen.getByRole('combobox'), { key: 'Enter', isComposing: true });
    expect(onOpen).not.toHaveBeenCalled();
  });

  it('closes on Escape', async () => {
    const onClose = jest.fn();
    renderUi(palette({ onClose }));
    await userEvent.keyboard('{Escape}');
    expect(onClose).toHaveBeenCalled();
  });
});

describe('useCommandKey', () => {
  function Opener() {
    const [count, setCount] = useState(0);
    useCommandKey(() => setCount(now => now + 1));
    return <p>opened {count}</p>;
  }

  it('answers Ctrl-K and a request of another plugin, nothing else', () => {
    renderUi(<Opener />);
    fireEvent.keyDown(document.body, { key: 'k' });
    fireEvent.keyDown(document.body, { key: 'k', ctrlKey: true, shiftKey: true });
    expect(screen.getByText('opened 0')).toBeInTheDocument();
    fireEvent.keyDown(document.body, { key: 'k', ctrlKey: true });
    act(() => openCommandPalette());
    expect(screen.getByText('opened 2')).toBeInTheDocument();
  });
});

it.each([
  ['ArrowDown', 2, 0],
  ['ArrowUp', 0, 2],
  ['PageDown', 0, 2],
  ['PageUp', 2, 0],
])('%s from %i goes to %i of three', (key, at, to) => {
  expect(paletteMove(key, at, 3)).toBe(to);
});

it('no key moves among no results', () => {
  expect(paletteMove('ArrowDown', 0, 0)).toBeUndefined();
});
