import { act, fireEvent, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { EmptyState } from '../states/EmptyState';
import { renderUi } from '../__testUtils__/renderUi';
import { ColumnMenu } from './ColumnMenu';
import { DEFAULT_LAYOUT } from './columnLayout';
import { LiveTable } from './LiveTable';
import type { LiveTableColumn, LiveTableProps } from './LiveTableProps';

interface Pod {
  readonly uid: string;
  readonly name: string;
  readonly restarts: number;
}

const drawn = jest.fn();
const columns: readonly LiveTableColumn<Pod>[] = [
  { id: 'name', title: 'Name', primary: true, sortable: true, text: pod => pod.name },
  {
    id: 'restarts',
    title: 'Restarts',
    sortable: true,
    align: 'end',
    text: pod => String(pod.restarts),
    render: pod => {
      drawn(pod.name);
      return <b>{pod.restarts}</b>;
    },
  },
];

const pod = (index: number, restarts = 0): Pod => ({
  uid: `uid-${index}`,
  name: `pod-${index}`,
  restarts,
});
const pods = (count: number) => new Map(Array.from({ length: count }, (_, i) => [i, pod(i)]));

function table(props: Partial<LiveTableProps<Pod>> = {}) {
  const rows = props.rows ?? pods(50);
  return (
    <LiveTable
      label="Pods"
      columns={columns}
      total={rows.size}
      rowKey={row => row.uid}
      empty={<EmptyState title="No pods" />}
      {...props}
      rows={rows}
    />
  );
}

const grid = () => screen.getByRole('grid', { name: 'Pods' });
const activeRow = () => document.getElementById(grid().getAttribute('aria-activedescendant') ?? '');

/** Gives the grid a size, which jsdom does not, and tells the table. */
function withBox(size: { width: number; height: number }) {
  let tell = () => {};
  class FakeResizeObserver {
    constructor(callback: () => void) {
      tell = callback;
    }
    observe() {}
    disconnect() {}
  }
  Object.defineProperty(globalThis, 'ResizeObserver', {
    configurable: true,
    value: FakeResizeObserver,
  });
  jest.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(size.width);
  jest.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(size.height);
  return () => act(() => tell());
}

afterEach(() => {
  jest.restoreAllMocks();
  Reflect.deleteProperty(globalThis, 'ResizeObserver');
  drawn.mockClear();
});

describe('LiveTable', () => {
  it('tells how many rows and draws few of them', () => {
    renderUi(table({ rows: pods(50), total: 100_000 }));
    expect(grid()).toHaveAttribute('aria-rowcount', '100001');
    expect(within(grid()).getAllByRole('row').length).toBeLessThanOrEqual(61);
  });

  it('draws skeletons for rows that are not loaded, and asks for what it needs', () => {
    const onRangeChange = jest.fn();
    renderUi(table({ rows: pods(2), total: 500, onRangeChange }));
    expect(screen.getAllByRole('row', { name: 'Loading row' }).length).toBeGreaterThan(5);
    expect(onRangeChange).toHaveBeenCalledWith({ offset: 0, limit: 100 });
  });

  it('asks for other rows after scrolling far, not while scrolling near', () => {
    const onRangeChange = jest.fn();
    renderUi(table({ rows: pods(50), total: 10_000, onRangeChange }));
    onRangeChange.mockClear();
    fireEvent.scroll(grid(), { target: { scrollTop: 120 } });
    expect(onRangeChange).not.toHaveBeenCalled();
    fireEvent.scroll(grid(), { target: { scrollTop: 38 * 5000 } });
    expect(onRangeChange.mock.calls).toEqual([[{ offset: 4900, limit: 200 }]]);
  });

  it('draws only the row that changed', () => {
    const rows = pods(20);
    const { update } = renderUi(table({ rows }));
    drawn.mockClear();
    update(table({ rows: new Map(rows).set(3, pod(3, 7)) }));
    expect(drawn.mock.calls).toEqual([['pod-3']]);
  });

  it('flashes only the cell that changed, and nothing for those who want less motion', () => {
    const animate = jest.fn();
    Object.defineProperty(HTMLElement.prototype, 'animate', { configurable: true, value: animate });
    const rows = pods(20);
    const { update } = renderUi(table({ rows }));
    update(table({ rows: new Map(rows).set(3, pod(3, 7)) }));
    expect(animate.mock.contexts.map(cell => cell.textContent)).toEqual(['7']);
    Object.defineProperty(globalThis, 'matchMedia', {
      configurable: true,
      value: () => ({ matches: true }),
    });
    update(table({ rows: new Map(rows).set(3, pod(3, 8)) }));
    expect(animate).toHaveBeenCalledTimes(1);
    Reflect.deleteProperty(globalThis, 'matchMedia');
    Reflect.deleteProperty(HTMLElement.prototype, 'animate');
  });

  it('moves with the keyboard and opens with Enter', async () => {
    const onRowOpen = jest.fn();
    renderUi(table({ onRowOpen }));
    grid().focus();
    await userEvent.keyboard('{ArrowDown}jjk');
    expect(activeRow()).toHaveAttribute('aria-rowindex', '3');
    await userEvent.keyboard('{Enter}');
    expect(onRowOpen).toHaveBeenCalledWith(pod(1));
    await userEvent.keyboard('{End}');
    expect(grid()).toHaveAttribute('aria-activedescendant', expect.stringMatching(/-49$/));
  });

  it('stays on the same object when others come before it', async () => {
    const { update } = renderUi(table({ rows: pods(5) }));
    grid().focus();
    await userEvent.keyboard('jj');
    expect(activeRow()).toHaveTextContent('pod-1');
    const shifted = new Map([[0, pod(99)], ...[...pods(5)].map(([i, p]) => [i + 1, p] as const)]);
    update(table({ rows: shifted }));
    expect(activeRow()).toHaveTextContent('pod-1');
    expect(activeRow()).toHaveAttribute('aria-rowindex', '4');
  });

  it('keeps the rows in view where they are when others come above them', () => {
    const rows = pods(200);
    const { update } = renderUi(table({ rows }));
    fireEvent.scroll(grid(), { target: { scrollTop: 38 * 20 } });
    const shifted = new Map([[0, pod(999)], ...[...rows].map(([i, p]) => [i + 1, p] as const)]);
    update(table({ rows: shifted }));
    expect(grid().scrollTop).toBe(38 * 21);
  });

  it('starts at the top for another question', () => {
    const rows = pods(200);
    const { update } = renderUi(table({ rows, sort: 'name' }));
    fireEvent.scroll(grid(), { target: { scrollTop: 38 * 20 } });
    update(table({ rows, sort: '-name' }));
    expect(grid().scrollTop).toBe(0);
  });

  it('selects with Space and all loaded rows from the header', async () => {
    function Held() {
      const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
      return table({ rows: pods(3), selected, onSelectedChange: setSelected });
    }
    renderUi(<Held />);
    grid().focus();
    await userEvent.keyboard('j ');
    expect(screen.getByRole('row', { selected: true })).toHaveTextContent('pod-0');
    await userEvent.click(screen.getByRole('checkbox', { name: 'Select all loaded rows' }));
    expect(screen.getAllByRole('row', { selected: true })).toHaveLength(3);
    await userEvent.click(screen.getByRole('checkbox', { name: 'Select pod-1' }));
    expect(screen.getAllByRole('row', { selected: true })).toHaveLength(2);
  });

  it('sorts from the header and says how', async () => {
    const onSortChange = jest.fn();
    renderUi(table({ sort: 'name', onSortChange }));
    const header = screen.getByRole('columnheader', { name: /Name/ });
    expect(header).toHaveAttribute('aria-sort', 'ascending');
    await userEvent.click(within(header).getByRole('button'));
    expect(onSortChange).toHaveBeenCalledWith('-name');
  });

  it('asks for the search box on /', async () => {
    const onSearchRequest = jest.fn();
    renderUi(table({ onSearchRequest }));
    grid().focus();
    await userEvent.keyboard('/');
    expect(onSearchRequest).toHaveBeenCalledTimes(1);
  });

  it('links the name, so that a row can be opened in another tab', () => {
    renderUi(table({ rowHref: row => `/pods/${row.name}` }));
    expect(screen.getByRole('link', { name: 'pod-4' })).toHaveAttribute('href', '/pods/pod-4');
  });

  it('opens a row on a click anywhere in it', async () => {
    const onRowOpen = jest.fn();
    renderUi(table({ rows: pods(3), onRowOpen }));
    await userEvent.click(screen.getByRole('row', { name: /pod-2/ }));
    expect(onRowOpen).toHaveBeenCalledWith(pod(2));
  });

  it('draws what empty means, but not before the first answer', () => {
    const { update } = renderUi(table({ rows: new Map(), total: 0, loading: true }));
    expect(screen.queryByText('No pods')).not.toBeInTheDocument();
    expect(screen.getAllByRole('row', { name: 'Loading row' })).not.toHaveLength(0);
    update(table({ rows: new Map(), total: 0 }));
    expect(screen.getByText('No pods')).toBeInTheDocument();
  });

  it('draws a second line where a column has one, and leaves out what is for cards alone', () => {
    const twoLines: readonly LiveTableColumn<Pod>[] = [
      ...columns.map(column => ({ ...column, ...(column.primary && { second: () => 'of shop' }) })),
      { id: 'quiet', title: 'Quiet', cardOnly: true, text: () => 'on cards alone' },
    ];
    renderUi(table({ rows: pods(1), columns: twoLines }));
    expect(screen.getByText('of shop')).toBeInTheDocument();
    expect(screen.queryByText('Quiet')).not.toBeInTheDocument();
    expect(screen.getAllByRole('row')[1]).toHaveStyle({ height: '54px' });
  });

  it('becomes cards on a narrow screen, sorted from a menu', () => {
    const tell = withBox({ width: 340, height: 600 });
    renderUi(table({ sort: 'name', onSortChange: jest.fn() }));
    tell();
    expect(screen.queryByRole('columnheader')).not.toBeInTheDocument();
    expect(screen.getByRole('combobox', { name: 'Sort by Name' })).toBeInTheDocument();
    expect(screen.getByRole('row', { name: /pod-0/ })).toBeInTheDocument();
  });
});

describe('ColumnMenu', () => {
  it('hides a column, but not the name', async () => {
    const onLayoutChange = jest.fn();
    renderUi(
      <ColumnMenu columns={columns} layout={DEFAULT_LAYOUT} onLayoutChange={onLayoutChange} />,
    );
    await userEvent.click(screen.getByRole('button', { name: 'Columns' }));
    expect(screen.getByRole('checkbox', { name: 'Name' })).toBeDisabled();
    await userEvent.click(screen.getByRole('checkbox', { name: 'Restarts' }));
    expect(onLayoutChange).toHaveBeenCalledWith({
      ...DEFAULT_LAYOUT,
      visible: { restarts: false },
    });
  });
});
