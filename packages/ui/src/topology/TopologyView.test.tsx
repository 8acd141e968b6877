import { fireEvent, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderUi } from '../__testUtils__/renderUi';
import type { TopologyGraph } from './TopologyModel';
import { MAX_ELEMENTS, TopologyView } from './TopologyView';

function graph(count = 3): TopologyGraph {
  const names = Array.from({ length: count }, (_, at) => `pod-${at}`);
  return {
    items: names.map((name, column) => ({
      ...{ id: name, title: name, subtitle: 'Pod', group: 'shop', icon: null },
      column: column % 6,
      health: column === 1 ? 'failed' : 'ok',
      label: `Pod ${name}, ${column === 1 ? 'Failed' : 'Healthy'}`,
    })),
    links: [{ from: 'pod-0', to: 'pod-1', line: 'solid' }],
    groups: [{ id: 'shop', title: 'shop', subtitle: '3 objects', health: 'failed', folded: false }],
  };
}

function show(shown = graph(), selected?: string) {
  const onSelect = jest.fn();
  const onFold = jest.fn();
  const view = (
    <TopologyView
      {...{ graph: shown, label: 'Map', subject: 'shop', selected, onSelect, onFold }}
    />
  );
  return { ...renderUi(view), onSelect, onFold };
}

beforeAll(() => {
  // The DOM of the tests cannot draw.
  HTMLCanvasElement.prototype.getContext = () => null;
});

describe('TopologyView', () => {
  it('draws each node as a button that says what it is and how it does', async () => {
    const { onSelect } = show();
    expect(screen.getByRole('group', { name: 'Map' })).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Pod pod-1, Failed' }));
    expect(onSelect).toHaveBeenCalledWith('pod-1');
  });

  it('takes one stop of Tab, and arrow keys lead from node to node', async () => {
    const { onSelect } = show();
    const nodes = screen.getAllByRole('button', { name: /^Pod / });
    expect(nodes.filter(node => node.tabIndex === 0)).toHaveLength(1);
    screen.getByRole('button', { name: /pod-0/ }).focus();
    await userEvent.keyboard('{ArrowRight}');
    expect(screen.getByRole('button', { name: /pod-1/ })).toHaveFocus();
    await userEvent.keyboard('{Enter}');
    expect(onSelect).toHaveBeenCalledWith('pod-1');
    await userEvent.keyboard('{Escape}');
    expect(onSelect).toHaveBeenLastCalledWith(undefined);
  });

  it('makes what the selected node is not linked with step back', () => {
    show(graph(), 'pod-0');
    const isFaded = (name: RegExp) => screen.getByRole('button', { name }).dataset.faded;
    expect([isFaded(/pod-0/), isFaded(/pod-1/), isFaded(/pod-2/)]).toEqual([
      'false',
      'false',
      'true',
    ]);
    expect(screen.getByRole('button', { name: /pod-0/ })).toHaveAttribute('aria-pressed', 'true');
  });

  it('folds a group by its title', async () => {
    const { onFold } = show();
    await userEvent.click(screen.getByRole('button', { name: /^shop 3 objects/ }));
    expect(onFold).toHaveBeenCalledWith('shop', true);
  });

  it('takes a drag for no click', () => {
    const { onSelect } = show();
    const node = screen.getByRole('button', { name: /pod-1/ });
    const root = screen.getByRole('group', { name: 'Map' });
    root.setPointerCapture = () => {};
    fireEvent.pointerDown(node, { pointerId: 1, button: 0, clientX: 10, clientY: 10 });
    fireEvent.pointerMove(node, { pointerId: 1, clientX: 80, clientY: 10 });
    fireEvent.pointerUp(node, { pointerId: 1, clientX: 80, clientY: 10 });
    fireEvent.click(node);
    expect(onSelect).not.toHaveBeenCalled();
  });

  it('draws a large map as a picture, and says where the keyboard is', async () => {
    const { onSelect } = show(graph(MAX_ELEMENTS + 1));
    expect(screen.getByTestId('topology-canvas')).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Pod pod-1, Failed' })).toBeNull();
    await userEvent.tab();
    await userEvent.keyboard('{ArrowRight}');
    const present = await screen.findByRole('button', { name: /^Pod pod-/ });
    expect(present).toHaveFocus();
    await userEvent.keyboard('{Enter}');
    expect(onSelect).toHaveBeenCalledWith(expect.stringMatching(/^pod-/));
  });
});
