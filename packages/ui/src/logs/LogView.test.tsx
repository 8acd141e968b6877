import { act, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { VirtuosoMockContext } from 'react-virtuoso';
import { renderUi } from '../__testUtils__/renderUi';
import { AnsiText } from './AnsiText';
import { LogView } from './LogView';
import type { LogViewProps } from './LogViewProps';

const lines = (...texts: string[]) =>
  texts.map((text, index) => ({ number: index + 1, source: 'api/web', at: 1000 * index, text }));

function view(props: Partial<LogViewProps>) {
  return (
    <VirtuosoMockContext.Provider value={{ viewportHeight: 900, itemHeight: 18 }}>
      <LogView lines={[]} state="streaming" {...props} />
    </VirtuosoMockContext.Provider>
  );
}

const line = (text: string) => screen.getByText(text).closest('[data-line]');

beforeEach(() => localStorage.clear());

describe('AnsiText', () => {
  it('never makes markup of what a container wrote', () => {
    const { container } = renderUi(
      <AnsiText text={'\u001b[31m<img src=x onerror=alert(1)>\u001b[0m'} search="" />,
    );
    expect(container.querySelector('img')).toBeNull();
    expect(container).toHaveTextContent('<img src=x onerror=alert(1)>');
  });

  it('makes no link to a script', () => {
    const { container } = renderUi(
      <AnsiText text={'\u001b]8;;javascript:alert(1)\u0007click\u001b]8;;\u0007'} search="" />,
    );
    expect(container.querySelector('a')).toBeNull();
  });

  it('marks what the search matches', () => {
    renderUi(<AnsiText text="connection timeout" search="TIMEOUT" />);
    expect(screen.getByText('timeout').tagName).toBe('MARK');
  });
});

describe('LogView', () => {
  it('marks lines by their level', () => {
    const { update } = renderUi(view({ lines: lines('ERROR broken') }));
    expect(line('ERROR broken')).toHaveAttribute('data-level', 'error');
    update(view({ lines: lines('all fine') }));
    expect(line('all fine')).not.toHaveAttribute('data-level');
  });

  it('steps through the matches of a search, around the end', async () => {
    renderUi(view({ lines: lines('a timeout', 'ok', 'b timeout'), search: 'timeout' }));
    expect(screen.getByText('0 of 2')).toBeInTheDocument();
    const next = screen.getByRole('button', { name: 'Next match' });
    await userEvent.click(next);
    expect(screen.getByText('1 of 2')).toBeInTheDocument();
    await userEvent.click(next);
    await userEvent.click(next);
    expect(screen.getByText('1 of 2')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Previous match' }));
    expect(screen.getByText('2 of 2')).toBeInTheDocument();
  });

  it('shows one level only when asked', async () => {
    renderUi(view({ lines: lines('ERROR broken', 'INFO fine') }));
    await userEvent.click(screen.getByRole('combobox', { name: 'Level' }));
    await userEvent.click(screen.getByRole('option', { name: 'Error' }));
    expect(screen.queryByText('INFO fine')).not.toBeInTheDocument();
    expect(screen.getByText('ERROR broken')).toBeInTheDocument();
  });

  it('counts new lines while paused and returns to them', async () => {
    const { update } = renderUi(view({ lines: lines('one') }));
    await userEvent.click(screen.getByRole('button', { name: 'Pause' }));
    update(view({ lines: lines('one', 'two', 'three') }));
    await userEvent.click(screen.getByRole('button', { name: '2 new lines' }));
    expect(screen.getByRole('button', { name: 'Pause' })).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: /new line/ })).not.toBeInTheDocument();
  });

  it('gives the link of a chosen line, and marks the one that the address names', async () => {
    const onLink = jest.fn();
    renderUi(
      view({ lines: lines('one', 'two'), onLink, link: 'api/web@1970-01-01T00:00:00.000Z' }),
    );
    expect(line('one')).toHaveAttribute('data-selected');
    await userEvent.click(screen.getByRole('button', { name: 'Link to line 2' }));
    expect(onLink).toHaveBeenCalledWith('api/web@1970-01-01T00:00:01.000Z');
  });

  it('marks a linked line that comes later, and says when it is gone or of another level', async () => {
    const link = 'api/web@1970-01-01T00:00:01.000Z';
    const gone = 'The linked line is no longer in this log';
    const { update } = renderUi(view({ lines: lines('one'), link }));
    expect(screen.queryByText(gone)).not.toBeInTheDocument();
    update(view({ lines: lines('one', 'two'), link }));
    expect(line('two')).toHaveAttribute('data-selected');
    update(view({ lines: lines('one'), link, state: 'ended' }));
    expect(screen.getByText(gone)).toBeInTheDocument();
    update(view({ lines: lines('ERROR one', 'two'), link }));
    await userEvent.click(screen.getByRole('combobox', { name: /Level/ }));
    await userEvent.click(screen.getByRole('option', { name: 'Error' }));
    expect(screen.getByText(/of another level/)).toBeInTheDocument();
  });

  it('calls a line that does not come gone while others do, after a moment', () => {
    jest.useFakeTimers();
    const link = 'api/web@1970-01-01T00:00:09.000Z';
    renderUi(view({ lines: lines('one'), link }));
    act(() => void jest.advanceTimersByTime(2900));
    expect(screen.queryByText(/no longer in this log/)).not.toBeInTheDocument();
    act(() => void jest.advanceTimersByTime(200));
    expect(screen.getByText(/no longer in this log/)).toBeInTheDocument();
    jest.useRealTimers();
  });

  it('copies what it holds, without colours', async () => {
    const user = userEvent.setup();
    const write = jest.spyOn(navigator.clipboard, 'writeText');
    renderUi(view({ lines: lines('\u001b[31mred\u001b[0m'), showSource: true }));
    await user.click(screen.getByRole('button', { name: 'Copy all' }));
    expect(write).toHaveBeenCalledWith('1970-01-01T00:00:00.000Z api/web red\n');
  });

  it('remembers that timestamps are wanted', async () => {
    const { unmount } = renderUi(view({ lines: lines('one') }));
    await userEvent.click(screen.getByRole('button', { name: 'Timestamps' }));
    unmount();
    renderUi(view({ lines: lines('one') }));
    expect(document.querySelector('time')).toHaveAttribute('datetime', '1970-01-01T00:00:00.000Z');
  });

  it('says when lines were dropped, when it waits, and when it is empty', () => {
    const { update } = renderUi(view({ lines: lines('one'), dropped: 12_000 }));
    expect(screen.getByText(/12,000 older ones were dropped/)).toBeInTheDocument();
    update(view({ state: 'waiting' }));
    expect(screen.getByText('Waiting for the first line')).toBeInTheDocument();
    update(view({ state: 'streaming' }));
    expect(screen.getByText('This container has written nothing yet.')).toBeInTheDocument();
    update(view({ state: 'ended' }));
    expect(screen.getByText('This container has written nothing.')).toBeInTheDocument();
    update(
      view({ state: 'ended', problems: [{ key: 'gone', text: 'The log went with the pod' }] }),
    );
    expect(screen.getByText('There is no log to show.')).toBeInTheDocument();
  });
});
