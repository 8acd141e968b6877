import { DEFAULT_LAYOUT } from '@kubemate/ui';
import { columnsOf, layoutWithColumns } from './urlColumns';

const known = [{ id: 'name' }, { id: 'ready' }, { id: 'ip', hidden: true }, { id: 'age' }];

describe('columns in the address', () => {
  it('leaves them out while nothing was chosen', () => {
    expect(columnsOf(DEFAULT_LAYOUT, known)).toBeUndefined();
    expect(layoutWithColumns(DEFAULT_LAYOUT, known, undefined)).toBe(DEFAULT_LAYOUT);
  });

  it('shows the columns named, in their order, and no other', () => {
    const layout = layoutWithColumns(DEFAULT_LAYOUT, known, ['ip', 'name']);
    expect(columnsOf(layout, known)).toEqual(['ip', 'name']);
  });

  it('keeps widths and density, which are a person’s own', () => {
    const own = { ...DEFAULT_LAYOUT, widths: { name: 300 }, density: 'compact' as const };
    expect(layoutWithColumns(own, known, ['name'])).toMatchObject({
      widths: { name: 300 },
      density: 'compact',
    });
  });

  it('writes a column that was hidden or shown', () => {
    expect(columnsOf({ ...DEFAULT_LAYOUT, visible: { ready: false, ip: true } }, known)).toEqual([
      'name',
      'ip',
      'age',
    ]);
  });

  it('ignores a column the type does not have', () => {
    const layout = layoutWithColumns(DEFAULT_LAYOUT, known, ['gone', 'age']);
    expect(columnsOf(layout, known)).toEqual(['age']);
  });
});
