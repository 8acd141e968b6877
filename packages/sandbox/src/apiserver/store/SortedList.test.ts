import fc from 'fast-check';
import { SortedList } from './SortedList';

type Item = { key: string; value: number };

const change = fc.record({
  key: fc.string({ unit: fc.constantFrom('a', 'b', '-', '/', '.'), minLength: 1, maxLength: 4 }),
  value: fc.nat(),
  remove: fc.boolean(),
});

describe('SortedList', () => {
  it('holds what a sorted map would, whatever is added and removed', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 200 }), fc.string(), (changes, after) => {
        const model = new Map<string, Item>();
        let list = SortedList.empty<Item>();
        for (const { key, value, remove } of changes) {
          if (remove) model.delete(key);
          else model.set(key, { key, value });
          list = remove ? list.without(key) : list.with({ key, value });
        }
        const sorted = [...model.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
        expect([...list.scan()]).toEqual(sorted);
        expect(list.size).toBe(sorted.length);
        const rest = sorted.filter(({ key }) => key.startsWith('a') && key > after);
        expect([...list.scan('a', after)]).toEqual(rest);
        expect(list.count('a', after)).toBe(rest.length);
        for (const { key } of sorted) expect(list.get(key)).toEqual(model.get(key));
      }),
    );
  });

  it('stays ordered beyond one chunk, in any order of insertion', () => {
    let list = SortedList.empty<Item>();
    for (let index = 0; index < 5000; index++)
      list = list.with({ key: String((index * 7919) % 5000).padStart(4, '0'), value: index });
    const keys = [...list.scan()].map(({ key }) => key);
    expect(keys).toEqual([...keys].sort());
    expect(list.count('1')).toBe(1000);
    expect(list.count('', '4998')).toBe(1);
    expect(list.count('4999', '4999')).toBe(0);
  });

  it('is a snapshot: later changes do not show', () => {
    const before = SortedList.empty<Item>().with({ key: 'a', value: 1 });
    before.with({ key: 'b', value: 2 });
    before.without('a');
    expect([...before.scan()]).toEqual([{ key: 'a', value: 1 }]);
  });
});
