import {
  DEFAULT_LAYOUT,
  MIN_WIDTH,
  moveColumn,
  setVisible,
  setWidth,
  visibleColumns,
} from './columnLayout';
import { gridTemplate } from './gridTemplate';
import { nextSort, parseSort } from './sort';

const columns = [
  { id: 'name', primary: true, width: 200 },
  { id: 'node', hidden: true, width: 100 },
  { id: 'age', width: 60 },
];
const ids = (layout = DEFAULT_LAYOUT) => visibleColumns(columns, layout).map(column => column.id);

describe('column layout', () => {
  it('starts with the columns that are not hidden', () => {
    expect(ids()).toEqual(['name', 'age']);
  });

  it('shows and hides on request, but never hides the name', () => {
    const layout = setVisible(setVisible(DEFAULT_LAYOUT, 'node', true), 'name', false);
    expect(ids(layout)).toEqual(['name', 'node', 'age']);
  });

  it('moves a column past a neighbour and stops at the ends', () => {
    const moved = moveColumn(columns, DEFAULT_LAYOUT, { id: 'age', by: -1 });
    expect(moved.order).toEqual(['name', 'age', 'node']);
    expect(moveColumn(columns, moved, { id: 'name', by: -1 })).toBe(moved);
  });

  it('puts columns that a saved layout does not know after those it does', () => {
    expect(ids({ ...DEFAULT_LAYOUT, order: ['age', 'gone'] })).toEqual(['age', 'name']);
  });

  it('keeps a width readable', () => {
    expect(setWidth(DEFAULT_LAYOUT, 'age', 3).widths.age).toBe(MIN_WIDTH);
    expect(setWidth(DEFAULT_LAYOUT, 'age', 99_999).widths.age).toBeLessThan(1000);
  });
});

describe('gridTemplate', () => {
  it('lets columns grow, keeps the sized one, and gives the row its least width', () => {
    expect(gridTemplate(columns, { age: 80 }, true)).toEqual({
      gridTemplateColumns: '40px minmax(200px, 200fr) minmax(100px, 100fr) 80px',
      minWidth: 420,
    });
  });

  it('leaves the rest empty when all columns are sized', () => {
    const widths = { name: 100, node: 100, age: 100 };
    expect(gridTemplate(columns, widths, false).gridTemplateColumns).toBe(
      '100px 100px 100px minmax(0, 1fr)',
    );
  });
});

describe('sort', () => {
  it.each([
    [undefined, 'age', 'age'],
    ['age', 'age', '-age'],
    ['-age', 'age', 'age'],
    ['-name', 'age', 'age'],
  ])('after %s a click on %s sorts by %s', (current, column, next) => {
    expect(nextSort(current, column)).toBe(next);
  });

  it.each(['', '-', undefined])('%j is no sort', text => {
    expect(parseSort(text)).toBeUndefined();
  });
});
