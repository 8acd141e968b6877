import { act, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderUi } from '../__testUtils__/renderUi';
import { PHASE_LOOK } from './phaseLook';
import { TaskGantt } from './TaskGantt';
import { TaskGraph } from './TaskGraph';
import type { TaskGraphData } from './TaskGraphModel';

const START = Date.parse('2026-03-01T10:00:00Z');

const graph: TaskGraphData = {
  nodes: [
    {
      ...{ id: 'clone', title: 'clone', kind: 'task', phase: 'succeeded', isCritical: true },
      ...{ startedAt: START, finishedAt: START + 20_000 },
    },
    { ...{ id: 'test', title: 'test', kind: 'task', phase: 'running' }, startedAt: START + 20_000 },
    { id: 'notify', title: 'notify', kind: 'finally', phase: 'pending' },
  ],
  edges: [{ from: 'clone', to: 'test' }],
};

beforeEach(() => jest.useFakeTimers({ now: START + 50_000 }));
afterEach(() => jest.useRealTimers());
const user = userEvent.setup({ advanceTimers: jest.advanceTimersByTime });

describe('TaskGraph', () => {
  const show = (selected?: string) => {
    const onSelect = jest.fn();
    renderUi(<TaskGraph graph={graph} label="Tasks" selected={selected} onSelect={onSelect} />);
    return { onSelect };
  };

  it('says of each task its phase, how long it took and whether the run hangs on it', () => {
    show();
    expect(
      screen.getByRole('button', { name: 'clone, Succeeded · 20s, Critical path' }),
    ).toBeVisible();
    expect(screen.getByRole('button', { name: 'test, Running · 30s' })).toBeVisible();
    expect(screen.getByText('Finally')).toBeVisible();
  });

  it('counts on while a task runs', () => {
    show();
    act(() => {
      jest.advanceTimersByTime(5_000);
    });
    expect(screen.getByRole('button', { name: 'test, Running · 35s' })).toBeVisible();
  });

  it('counts nothing where nobody saw the end', () => {
    const task = { id: 'build', title: 'build', kind: 'task', phase: 'unknown' } as const;
    const tasks = { nodes: [{ ...task, startedAt: START }], edges: [] };
    const name = 'build, Outcome unknown';
    const { unmount } = renderUi(<TaskGraph graph={tasks} label="Tasks" onSelect={jest.fn()} />);
    expect(screen.getByRole('button', { name })).toBeVisible();
    unmount();
    renderUi(<TaskGantt tasks={tasks.nodes} label="Timeline" onSelect={jest.fn()} />);
    const row = screen.getByRole('button', { name });
    expect(row).toHaveTextContent(/Outcome unknown$/);
    expect(row).not.toHaveTextContent('50s');
  });

  it('is one stop of Tab; arrows move, Enter selects, Escape lets go', async () => {
    const { onSelect } = show('clone');
    await user.tab();
    expect(screen.getByRole('button', { name: /^clone/ })).toHaveFocus();
    await user.keyboard('{ArrowRight}');
    expect(screen.getByRole('button', { name: /^test/ })).toHaveFocus();
    await user.keyboard('{Enter}');
    expect(onSelect).toHaveBeenLastCalledWith('test');
    await user.keyboard('{Escape}');
    expect(onSelect).toHaveBeenLastCalledWith(undefined);
  });
});

describe('TaskGantt', () => {
  const show = () => {
    const onSelect = jest.fn();
    renderUi(<TaskGantt tasks={graph.nodes} label="Timeline" onSelect={onSelect} />);
    return { onSelect };
  };
  const barOf = (name: RegExp) =>
    screen.getByRole('button', { name }).querySelector<HTMLElement>('[data-bar]');

  it('draws bars from start to end, none for what has not started', () => {
    show();
    expect(barOf(/^clone/)?.style).toMatchObject({ left: '0%', width: '40%' });
    expect(barOf(/^test/)?.style).toMatchObject({ left: '40%', width: '60%' });
    expect(barOf(/^notify/)).toBeNull();
  });

  it('grows the bar of a task that goes on', () => {
    show();
    act(() => {
      jest.advanceTimersByTime(50_000);
    });
    expect(barOf(/^test/)?.style).toMatchObject({ left: '20%', width: '80%' });
  });

  it('goes from row to row with the arrow keys', async () => {
    const { onSelect } = show();
    await user.tab();
    await user.keyboard('{ArrowDown}{Enter}');
    expect(onSelect).toHaveBeenCalledWith('test');
    expect(
      within(screen.getByRole('group', { name: 'Timeline' })).getAllByRole('button'),
    ).toHaveLength(3);
  });
});

it('gives each phase a shape of its own', () => {
  const shapes = Object.values(PHASE_LOOK).map(({ icon }) => icon);
  expect(new Set(shapes).size).toBe(shapes.length);
});
