import { act, screen } from '@testing-library/react';
import { Profiler } from 'react';
import { renderUi } from '../__testUtils__/renderUi';
import { Age } from './Age';
import { DataAge } from './DataAge';

const NOW = Date.parse('2026-03-01T12:00:00Z');

beforeEach(() => jest.useFakeTimers({ now: NOW }));
afterEach(() => jest.useRealTimers());

describe('Age', () => {
  it('counts on by itself and keeps the moment for machines', () => {
    renderUi(<Age at={NOW - 58_000} />);
    expect(screen.getByText('58s')).toHaveAttribute('datetime', '2026-03-01T11:59:02.000Z');
    act(() => jest.advanceTimersByTime(3000));
    expect(screen.getByText('61s')).toBeInTheDocument();
  });

  it('does not render again while its text stays the same', () => {
    const onRender = jest.fn();
    renderUi(
      <Profiler id="age" onRender={onRender}>
        <Age at={NOW - 40 * 86_400_000} />
      </Profiler>,
    );
    const before = onRender.mock.calls.length;
    act(() => jest.advanceTimersByTime(60_000));
    expect(onRender.mock.calls.length).toBe(before);
  });

  it('draws a dash for no time', () => {
    renderUi(<Age at={null} />);
    expect(screen.getByText('—')).toBeInTheDocument();
  });

  it('shares one timer and stops it when nothing shows an age', () => {
    const { unmount } = renderUi(
      <>
        <Age at={NOW} />
        <Age at={NOW - 1000} />
      </>,
    );
    expect(jest.getTimerCount()).toBe(1);
    unmount();
    expect(jest.getTimerCount()).toBe(0);
  });
});

describe('DataAge', () => {
  it('says live only while the data is fresh', () => {
    renderUi(<DataAge asOf={NOW} connection="live" />);
    expect(screen.getByText('Live')).toBeInTheDocument();
    act(() => jest.advanceTimersByTime(20_000));
    expect(screen.getByText('20s old')).toBeInTheDocument();
  });

  it.each([
    ['connecting', undefined, 'Connecting'],
    ['offline', NOW - 180_000, 'Offline, 3m old'],
    ['static', NOW - 12_000, '12s old'],
  ] as const)('says what a %s view shows', (connection, asOf, text) => {
    renderUi(<DataAge asOf={asOf} connection={connection} />);
    expect(screen.getByText(text)).toBeInTheDocument();
  });
});
