import type { UndoItem } from '@kubemate/plugin-template-runs-common';
import { chosenAtFirst, lookOf, textsToType } from './undoState';

function item(rest: Partial<UndoItem>): UndoItem {
  return {
    ...{ id: 'a', state: 'as-made', changes: [], allowed: true, warnings: [], undoes: 'Delete' },
    did: {
      ...{ operation: 'clusters.apply-manifest', status: 'succeeded', summary: 'Create a' },
      ...{ target: { kind: 'ConfigMap', name: 'a' }, actor: 'user:default/dana', createdAt: 1 },
    },
    ...rest,
  };
}

it('chooses what nobody has changed, and what the person may undo', () => {
  const items = [
    item({ id: 'made' }),
    item({ id: 'changed', state: 'changed' }),
    item({ id: 'denied', allowed: false }),
    item({ id: 'gone', state: 'gone', undoes: undefined, allowed: false }),
  ];
  expect([...chosenAtFirst(items)]).toEqual(['made']);
});

it('asks for each text once, and only for what is chosen', () => {
  const guard = { kind: 'typed', text: 'shop-team/orders', why: 'It is gone for good' } as const;
  const items = [item({ id: 'a', guard }), item({ id: 'b', guard }), item({ id: 'c' })];
  expect(textsToType(items, new Set(['a', 'b', 'c']))).toEqual(['shop-team/orders']);
  expect(textsToType(items, new Set(['c']))).toEqual([]);
});

it.each([
  [{}, 'goes'],
  [{ state: 'changed' }, 'changed'],
  [{ allowed: false }, 'denied'],
  [{ state: 'gone', undoes: undefined }, 'gone'],
  [{ state: 'goes-along', undoes: undefined }, 'along'],
  [{ state: 'stays', undoes: undefined }, 'stays'],
] as const)('draws %j as %s', (rest, word) => {
  expect(lookOf(item(rest)).word).toBe(word);
});
