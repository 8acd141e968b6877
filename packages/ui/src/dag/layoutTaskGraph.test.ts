import type { Box } from '../topology/layoutTopology';
import { layoutTaskGraph } from './layoutTaskGraph';
import type { GraphTask, TaskGraphData } from './TaskGraphModel';

const task = (id: string, more: Partial<GraphTask> = {}): GraphTask => ({
  ...{ id, title: id, kind: 'task' },
  ...more,
});

const build: TaskGraphData = {
  nodes: [
    task('clone', { isCritical: true }),
    task('lint'),
    task('test', { isCritical: true }),
    task('image', { isCritical: true }),
    task('notify', { kind: 'finally' }),
    task('clean', { kind: 'finally' }),
  ],
  edges: [
    { from: 'clone', to: 'lint' },
    { from: 'clone', to: 'test' },
    // Waits for both: what it really waited for is the test.
    { from: 'clone', to: 'image' },
    { from: 'lint', to: 'image' },
    { from: 'test', to: 'image' },
  ],
};

function overlaps(a: Box, b: Box): boolean {
  const apart = a.x + a.width <= b.x || b.x + b.width <= a.x;
  return !apart && a.y < b.y + b.height && b.y < a.y + a.height;
}

describe.each([
  ['wide', 1200],
  ['narrow', 330],
])('layoutTaskGraph, %s', (_, width) => {
  const layout = layoutTaskGraph(build, { width });
  const boxes = [...layout.items.values()];

  it('puts no task over another, and all of them inside', () => {
    for (const [at, box] of boxes.entries()) {
      expect(boxes.slice(at + 1).filter(other => overlaps(box, other))).toEqual([]);
      expect(box.x).toBeGreaterThanOrEqual(0);
      expect(box.x + box.width).toBeLessThanOrEqual(layout.width);
      expect(box.y + box.height).toBeLessThanOrEqual(layout.height);
    }
  });

  it('frames the tasks of the end, and only those', () => {
    const frame = layout.finallyFrame;
    const framed = boxes.filter(box => frame !== undefined && overlaps(box, frame));
    expect(framed.map(box => box.task.id)).toEqual(['notify', 'clean']);
  });

  it('marks the edges between tasks of the critical path', () => {
    const marked = layout.links.filter(({ isCritical }) => isCritical);
    expect(marked.map(({ link }) => `${link.from} ${link.to}`)).toEqual([
      'clone test',
      'test image',
    ]);
  });
});

describe('layoutTaskGraph', () => {
  it('goes to the right where there is room, and down where there is not', () => {
    const wide = layoutTaskGraph(build, { width: 1200 });
    const narrow = layoutTaskGraph(build, { width: 330 });
    const at = (layout: typeof wide, id: string) => layout.items.get(id);
    expect(wide.direction).toBe('right');
    expect(at(wide, 'image')?.x).toBeGreaterThan(at(wide, 'test')?.x ?? Infinity);
    expect(at(wide, 'lint')?.x).toBe(at(wide, 'test')?.x);
    expect(narrow.direction).toBe('down');
    expect(narrow.width).toBe(330);
    expect(at(narrow, 'image')?.y).toBeGreaterThan(at(narrow, 'test')?.y ?? Infinity);
  });

  it('bends an edge that passes over tasks further out than one that does not', () => {
    const { links } = layoutTaskGraph(build, { width: 330 });
    const bendOf = (from: string, to: string) =>
      links.find(({ link }) => link.from === from && link.to === to)?.bend ?? 0;
    expect(bendOf('clone', 'test')).toBeGreaterThan(bendOf('clone', 'lint'));
  });

  it('draws nothing of nothing', () => {
    const layout = layoutTaskGraph({ nodes: [], edges: [] }, { width: 1200 });
    expect(layout.items.size).toBe(0);
    expect(layout.finallyFrame).toBeUndefined();
  });
});
