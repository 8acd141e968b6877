import { layoutTopology, type Box } from './layoutTopology';
import type { TopologyGraph, TopologyItem, TopologyLink } from './TopologyModel';

function item(id: string, column: number, group = 'shop'): TopologyItem {
  const shown = { title: id, subtitle: 'Pod', label: id, icon: null };
  return { id, column, group, health: 'ok', ...shown };
}

function graph(
  items: readonly TopologyItem[],
  options: { links?: readonly (readonly [string, string])[]; folded?: readonly string[] } = {},
): TopologyGraph {
  const { links = [], folded = [] } = options;
  return {
    items,
    links: links.map(([from, to]): TopologyLink => ({ from, to, line: 'solid' })),
    groups: [...new Set(items.map(({ group }) => group))].map(id => ({
      ...{ id, title: id, subtitle: '', health: 'ok' },
      folded: folded.includes(id),
    })),
  };
}

/** Applications with a service, a workload, pods and a config each. */
function apps(count: number, pods = 3): TopologyGraph {
  const names = Array.from({ length: count }, (_, at) => `app-${String(at).padStart(3, '0')}`);
  const podsOf = (name: string) => Array.from({ length: pods }, (_, at) => `${name}-pod-${at}`);
  return graph(
    names.flatMap(name => [
      item(`${name}-service`, 2, name),
      item(`${name}-workload`, 3, name),
      ...podsOf(name).map(pod => item(pod, 5, name)),
      item(`${name}-config`, 6, name),
    ]),
    {
      links: names.flatMap(name => [
        [`${name}-service`, `${name}-workload`] as const,
        ...podsOf(name).map(pod => [`${name}-workload`, pod] as const),
        [`${name}-workload`, `${name}-config`] as const,
      ]),
    },
  );
}

function overlaps(boxes: readonly Box[]): number {
  let count = 0;
  boxes.forEach((a, at) => {
    for (const b of boxes.slice(at + 1)) {
      const apart =
        a.x + a.width <= b.x ||
        b.x + b.width <= a.x ||
        a.y + a.height <= b.y ||
        b.y + b.height <= a.y;
      if (!apart) count += 1;
    }
  });
  return count;
}

const yOf = (layout: ReturnType<typeof layoutTopology>, id: string) => layout.items.get(id)?.y;

describe('layoutTopology', () => {
  it('reads from left to right, and columns that are not used take no room', () => {
    const layout = layoutTopology(graph([item('config', 6), item('pod', 5), item('service', 2)]));
    const xs = ['service', 'pod', 'config'].map(id => layout.items.get(id)?.x ?? 0);
    expect(xs).toEqual([...xs].sort((a, b) => a - b));
    const narrow = layoutTopology(graph([item('config', 2), item('pod', 1), item('service', 0)]));
    expect(narrow.width).toBe(layout.width);
  });

  it('puts a workload at the middle of its pods', () => {
    const pods = ['a', 'b', 'c'].map(name => item(name, 5));
    const links = pods.map(({ id }) => ['workload', id] as const);
    const layout = layoutTopology(graph([item('workload', 3), ...pods], { links }));
    expect(yOf(layout, 'workload')).toBe(yOf(layout, 'b'));
  });

  it('keeps what is linked side by side, so that lines do not cross', () => {
    const links = [
      ['x', 'b'],
      ['y', 'a'],
    ] as const;
    const items = [item('x', 0), item('y', 0), item('a', 1), item('b', 1)];
    const layout = layoutTopology(graph(items, { links }));
    const isXFirst = (yOf(layout, 'x') ?? 0) < (yOf(layout, 'y') ?? 0);
    const isBFirst = (yOf(layout, 'b') ?? 0) < (yOf(layout, 'a') ?? 0);
    expect(isXFirst).toBe(isBFirst);
  });

  it('leaves no two nodes on top of each other, and every node inside the frame of its group', () => {
    const layout = layoutTopology(apps(12, 30));
    expect(overlaps([...layout.items.values()])).toBe(0);
    expect(overlaps(layout.groups)).toBe(0);
    const frames = new Map(layout.groups.map(frame => [frame.group.id, frame]));
    for (const box of layout.items.values()) {
      const frame = frames.get(box.item.group);
      expect(box.x).toBeGreaterThanOrEqual(frame?.x ?? Infinity);
      expect(box.y + box.height).toBeLessThanOrEqual((frame?.y ?? 0) + (frame?.height ?? 0));
    }
  });

  it('keeps each workload with its own pods where one group has many of both', () => {
    const names = ['a', 'b', 'c'];
    const podsOf = (name: string) => Array.from({ length: 8 }, (_, at) => `${name}-${at}`);
    const items = names.flatMap(name => [item(name, 3), ...podsOf(name).map(pod => item(pod, 5))]);
    const links = names.flatMap(name => podsOf(name).map(pod => [name, pod] as const));
    const layout = layoutTopology(graph(items, { links }));
    const boxOf = (name: string) => {
      const own = [name, ...podsOf(name)].flatMap(id => layout.items.get(id) ?? []);
      const x = Math.min(...own.map(box => box.x));
      const y = Math.min(...own.map(box => box.y));
      return {
        ...{ x, y },
        width: Math.max(...own.map(box => box.x + box.width)) - x,
        height: Math.max(...own.map(box => box.y + box.height)) - y,
      };
    };
    expect(overlaps(names.map(boxOf))).toBe(0);
  });

  it('makes of many groups about the shape of a screen', () => {
    const { width, height } = layoutTopology(apps(40));
    expect(width / height).toBeGreaterThan(0.9);
    expect(width / height).toBeLessThan(3.2);
  });

  it('leads the lines of a folded group to its frame, each once', () => {
    const items = [item('route', 0, 'edge'), item('a', 1), item('b', 1)];
    const links = [
      ['route', 'a'],
      ['route', 'b'],
      ['a', 'b'],
    ] as const;
    const layout = layoutTopology(graph(items, { links, folded: ['shop'] }));
    expect([...layout.items.keys()]).toEqual(['route']);
    expect(layout.links).toHaveLength(1);
    expect(layout.links[0]?.to).toMatchObject({ group: { id: 'shop' } });
  });

  it('keeps every group in its lane when a pod is added', () => {
    const before = layoutTopology(apps(20));
    const more = apps(20);
    const grown = {
      ...more,
      items: [...more.items, item('app-003-pod-9', 5, 'app-003'), item('new', 5, 'app-999')],
      groups: [
        ...more.groups,
        { ...{ id: 'app-999', title: '', subtitle: '' }, health: 'ok' as const, folded: false },
      ],
    };
    const after = layoutTopology(grown, before);
    for (const [group, lane] of before.lanes) expect(after.lanes.get(group)).toBe(lane);
    const untouched = before.groups.filter(({ y }) => y === 0).map(({ group, x }) => [group.id, x]);
    for (const [id, x] of untouched)
      expect(after.groups.find(({ group }) => group.id === id)).toMatchObject({ x, y: 0 });
  });

  it('lays out 2,000 nodes in a moment, and the same each time', () => {
    const large = apps(250, 5);
    expect(large.items).toHaveLength(2_000);
    const started = performance.now();
    const layout = layoutTopology(large);
    expect(performance.now() - started).toBeLessThan(2_000);
    expect(layout.items.size).toBe(2_000);
    expect(layoutTopology(large)).toEqual(layout);
  });

  it('lays out nothing', () => {
    expect(layoutTopology(graph([]))).toMatchObject({ width: 0, height: 0, links: [] });
  });
});
