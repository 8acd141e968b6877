import { layoutTopology } from './layoutTopology';
import { moveFocus } from './moveFocus';

const shown = { group: 'shop', health: 'ok', subtitle: '', label: '', icon: null } as const;
const layout = layoutTopology({
  items: [
    { ...shown, id: 'service', title: 'service', column: 0 },
    { ...shown, id: 'other', title: 'other', column: 0 },
    { ...shown, id: 'workload', title: 'workload', column: 1 },
    { ...shown, id: 'first', title: 'first', column: 2 },
    { ...shown, id: 'second', title: 'second', column: 2 },
  ],
  links: [
    { from: 'service', to: 'workload', line: 'bold' },
    { from: 'workload', to: 'second', line: 'solid' },
  ],
  groups: [{ id: 'shop', title: 'shop', subtitle: '', health: 'ok', folded: false }],
});

describe('moveFocus', () => {
  it.each([
    ['along a link', 'service', 'right', 'workload'],
    ['along a link rather than to what is nearer', 'workload', 'right', 'second'],
    ['back', 'workload', 'left', 'service'],
    ['down a column', 'first', 'down', 'second'],
    ['nowhere where there is nothing', 'second', 'right', 'second'],
  ] as const)('goes %s', (_, from, direction, to) => {
    expect(moveFocus(layout, { from, direction })).toBe(to);
  });

  it('begins at the upper left', () => {
    const start = moveFocus(layout, { from: undefined, direction: 'right' });
    expect(layout.items.get(start ?? '')?.x).toBe(
      Math.min(...[...layout.items.values()].map(({ x }) => x)),
    );
  });
});
