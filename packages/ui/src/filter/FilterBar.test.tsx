import { fireEvent, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { renderUi } from '../__testUtils__/renderUi';
import { FilterBar, type FilterBarProps } from './FilterBar';

function Held(props: Partial<FilterBarProps> & { onSearch?(search: string): void }) {
  const [search, setSearch] = useState('');
  const [clusters, setClusters] = useState<readonly string[]>([]);
  return (
    <FilterBar
      search={search}
      onSearchChange={next => {
        setSearch(next);
        props.onSearch?.(next);
      }}
      selects={[
        {
          label: 'Clusters',
          options: [
            { value: 'prod', title: 'Production' },
            { value: 'dev', title: 'Development' },
          ],
          value: clusters,
          onChange: setClusters,
        },
      ]}
      onClear={() => {
        setSearch('');
        setClusters([]);
      }}
      {...props}
    />
  );
}

describe('FilterBar', () => {
  it('reports a search once, when typing pauses', async () => {
    const onSearch = jest.fn();
    renderUi(<Held onSearch={onSearch} />);
    await userEvent.type(screen.getByRole('searchbox', { name: 'Search' }), 'web');
    await screen.findByRole('button', { name: 'Clear filters' });
    expect(onSearch.mock.calls).toEqual([['web']]);
  });

  it('takes the focus on / unless a person is typing elsewhere', () => {
    renderUi(
      <>
        <Held />
        <textarea aria-label="Notes" />
      </>,
    );
    screen.getByRole('textbox', { name: 'Notes' }).focus();
    fireEvent.keyDown(screen.getByRole('textbox', { name: 'Notes' }), { key: '/' });
    expect(screen.getByRole('searchbox')).not.toHaveFocus();
    fireEvent.keyDown(document.body, { key: '/' });
    expect(screen.getByRole('searchbox')).toHaveFocus();
  });

  it('empties the search on Escape', async () => {
    renderUi(<Held />);
    const box = screen.getByRole('searchbox');
    await userEvent.type(box, 'web{Escape}');
    expect(box).toHaveValue('');
  });

  it('chooses several values, searching among them, by keyboard alone', async () => {
    renderUi(<Held />);
    screen.getByRole('button', { name: /Clusters/ }).focus();
    await userEvent.keyboard('{Enter}');
    const find = await screen.findByRole('textbox', { name: 'Find Clusters' });
    await userEvent.type(find, 'dev{Enter}');
    const list = screen.getByRole('listbox', { name: 'Clusters' });
    expect(within(list).getAllByRole('option')).toHaveLength(1);
    expect(within(list).getByRole('option', { selected: true })).toHaveTextContent('Development');
  });

  it('clears everything at once', async () => {
    renderUi(<Held />);
    await userEvent.type(screen.getByRole('searchbox'), 'web');
    await userEvent.click(await screen.findByRole('button', { name: 'Clear filters' }));
    expect(screen.getByRole('searchbox')).toHaveValue('');
    expect(screen.queryByRole('button', { name: 'Clear filters' })).not.toBeInTheDocument();
  });

  it('removes a facet from its chip', async () => {
    const onRemove = jest.fn();
    renderUi(<Held chips={[{ key: 'x', label: 'health: failed', onRemove }]} />);
    screen.getByText('health: failed').closest<HTMLElement>('[role=button]')?.focus();
    await userEvent.keyboard('{Delete}');
    expect(onRemove).toHaveBeenCalled();
  });

  describe('on a phone', () => {
    const { matchMedia } = window;
    beforeEach(() => {
      window.matchMedia = media =>
        ({
          ...{ matches: media.includes('max-width'), media },
          addListener() {},
          removeListener() {},
        }) as never;
    });
    afterEach(() => {
      window.matchMedia = matchMedia;
    });

    it('keeps many filters behind a button, which says how many are on', async () => {
      const select = (label: string, value: readonly string[]) => ({
        ...{ label, value, options: [], onChange() {} },
      });
      renderUi(
        <Held
          selects={[select('Phase', ['failed']), select('Engine', []), select('Branch', [])]}
        />,
      );
      expect(screen.queryByRole('button', { name: /Phase/ })).not.toBeInTheDocument();
      const filters = screen.getByRole('button', { name: 'Filters · 1', expanded: false });
      await userEvent.click(filters);
      expect(screen.getByRole('button', { name: /Phase/ })).toBeVisible();
      expect(filters).toHaveAttribute('aria-expanded', 'true');
    });

    it('shows few at once', () => {
      renderUi(<Held />);
      expect(screen.getByRole('button', { name: /Clusters/ })).toBeVisible();
    });
  });
});
