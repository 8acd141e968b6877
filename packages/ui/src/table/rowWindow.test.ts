import { loadRange, rowWindow, scrollToRow } from './rowWindow';

const view = { scrollTop: 0, height: 600, rowHeight: 30, total: 100_000 };

describe('rowWindow', () => {
  it('never draws more than 60 rows on a usual screen, wherever it is', () => {
    for (const height of [400, 600, 900, 1400]) {
      for (let scrollTop = 0; scrollTop < 90_000; scrollTop += 37) {
        const { start, end } = rowWindow({ ...view, height, scrollTop });
        expect(end - start).toBeLessThanOrEqual(60);
      }
    }
  });

  it('always covers what is in view', () => {
    for (const height of [120, 600, 900, 2160]) {
      for (let scrollTop = 0; scrollTop < 5000; scrollTop += 13) {
        const { start, end } = rowWindow({ ...view, height, scrollTop });
        expect(start * 30).toBeLessThanOrEqual(scrollTop);
        expect(end * 30).toBeGreaterThanOrEqual(scrollTop + height);
      }
    }
  });

  it('stays the same while scrolling within a step', () => {
    const windows = [240, 250, 300, 470].map(scrollTop =>
      JSON.stringify(rowWindow({ ...view, scrollTop: 9600 + scrollTop - 240 })),
    );
    expect(new Set(windows).size).toBe(1);
  });

  it.each([
    [
      { ...view, total: 3 },
      { start: 0, end: 3 },
    ],
    [
      { ...view, total: 0 },
      { start: 0, end: 0 },
    ],
    [
      { ...view, scrollTop: -50, total: 3 },
      { start: 0, end: 3 },
    ],
  ])('is bounded by the rows there are: %j', (viewport, window) => {
    expect(rowWindow(viewport)).toEqual(window);
  });

  it('draws the last rows when the table got shorter than the scroll position', () => {
    const { start, end } = rowWindow({ ...view, scrollTop: 90_000, total: 10 });
    expect(end).toBe(10);
    expect(start).toBeLessThan(10);
  });
});

describe('loadRange', () => {
  it.each([
    [{ start: 0, end: 30 }, 100_000, { offset: 0, limit: 100 }],
    [{ start: 500, end: 530 }, 100_000, { offset: 450, limit: 150 }],
    [{ start: 0, end: 12 }, 12, { offset: 0, limit: 50 }],
    [{ start: 80, end: 110 }, 110, { offset: 0, limit: 110 }],
  ])('asks for whole pages around %j of %i', (window, total, range) => {
    expect(loadRange(window, total)).toEqual(range);
  });

  it('asks for the same range while the window moves within a page', () => {
    expect(loadRange({ start: 104, end: 130 }, 9999)).toEqual(
      loadRange({ start: 112, end: 138 }, 9999),
    );
  });
});

describe('scrollToRow', () => {
  it.each([
    ['above', 3, 300, 90],
    ['below', 50, 300, 930],
    ['in view', 15, 300, 300],
  ])('brings a row that is %s into view', (_, index, scrollTop, expected) => {
    expect(scrollToRow(index, { ...view, scrollTop })).toBe(expected);
  });
});
