import { layoutGroup, NODE } from '../topology/layoutGroup';
import type { Box } from '../topology/layoutTopology';
import { layerTasks } from './layerTasks';
import type { GraphTask, TaskGraphData } from './TaskGraphModel';

/** Sizes in px. */
const PADDING = 16;
const FRAME = { gap: 36, padding: 14, header: 30 } as const;
const ROW = { height: NODE.height, gap: 12 } as const;
const RAIL = { width: 26, lane: 8 } as const;
/** Narrower than this a graph is drawn from top to bottom. */
export const NARROW = 560;

export interface PlacedTask extends Box {
  readonly task: GraphTask;
}

export interface PlacedEdge {
  readonly link: { readonly from: string; readonly to: string };
  readonly from: Box;
  readonly to: Box;
  /** Both ends are on the critical path, and nothing of it is between them. */
  readonly isCritical: boolean;
  /** From top to bottom only: how far out of the boxes the line bends, so that lines do not cover each other. */
  readonly bend?: number;
}

export interface TaskGraphLayout {
  readonly direction: 'right' | 'down';
  readonly items: ReadonlyMap<string, PlacedTask>;
  readonly links: readonly PlacedEdge[];
  /** Around the tasks that run at the end; absent where there are none. */
  readonly finallyFrame?: Box;
  readonly width: number;
  readonly height: number;
}

/**
 * Tasks in layers from left to right, those of `finally` in a frame behind. Where there is little room: one under the other in
 * the order in which they run, with the order between them drawn as arcs beside.
 */
export function layoutTaskGraph(
  graph: TaskGraphData,
  { width }: { width: number },
): TaskGraphLayout {
  return width > 0 && width < NARROW ? layoutDown(graph, width) : layoutRight(graph);
}

function split({ nodes, edges }: TaskGraphData) {
  const layers = layerTasks(
    nodes.map(({ id }) => id),
    edges,
  );
  const withColumn = nodes.map(task => ({ id: task.id, task, column: layers.get(task.id) ?? 0 }));
  return {
    body: withColumn.filter(({ task }) => task.kind !== 'finally'),
    last: withColumn.filter(({ task }) => task.kind === 'finally'),
  };
}

function layoutRight(graph: TaskGraphData): TaskGraphLayout {
  const { body, last } = split(graph);
  const bodyLayout = layoutGroup(body, graph.edges);
  const lastLayout = layoutGroup(last, graph.edges);
  const frameHeight = lastLayout.height + FRAME.header + FRAME.padding;
  const tallest = Math.max(bodyLayout.height, last.length > 0 ? frameHeight : 0);
  const items = new Map<string, PlacedTask>();
  const bodyTop = PADDING + (tallest - bodyLayout.height) / 2;
  for (const { id, task } of body) {
    const { x, y } = bodyLayout.places.get(id) ?? { x: 0, y: 0 };
    items.set(id, { task, ...NODE, x: x + PADDING, y: Math.round(y + bodyTop) });
  }
  const bodyWidth = body.length === 0 ? 0 : bodyLayout.width + FRAME.gap;
  const frame = {
    x: PADDING + bodyWidth,
    y: Math.round(PADDING + (tallest - frameHeight) / 2),
    width: lastLayout.width + 2 * FRAME.padding,
    height: frameHeight,
  };
  for (const { id, task } of last) {
    const { x, y } = lastLayout.places.get(id) ?? { x: 0, y: 0 };
    const left = frame.x + FRAME.padding + x;
    items.set(id, { task, ...NODE, x: left, y: frame.y + FRAME.header + y });
  }
  const right = last.length > 0 ? frame.x + frame.width : PADDING + bodyLayout.width;
  return {
    direction: 'right',
    items,
    links: placeEdges(graph, items),
    ...(last.length > 0 && { finallyFrame: frame }),
    width: right + PADDING,
    height: tallest + 2 * PADDING,
  };
}

function layoutDown(graph: TaskGraphData, width: number): TaskGraphLayout {
  const { body, last } = split(graph);
  const items = new Map<string, PlacedTask>();
  const sorted = [...body].sort((a, b) => a.column - b.column);
  const order = new Map([...sorted, ...last].map(({ id }, at) => [id, at]));
  const reach = Math.max(0, ...graph.edges.map(edge => spanOf(edge, order)));
  const left = 8 + Math.min(RAIL.width + reach * RAIL.lane, width / 3);
  const box = { width: width - left - 8, height: ROW.height, x: left };
  let y = PADDING;
  for (const { id, task } of sorted) {
    items.set(id, { task, ...box, y });
    y += ROW.height + ROW.gap;
  }
  const top = y;
  if (last.length > 0) y += FRAME.header;
  for (const { id, task } of last) {
    items.set(id, { task, ...box, x: left + 8, width: box.width - 16, y });
    y += ROW.height + ROW.gap;
  }
  return {
    direction: 'down',
    items,
    links: placeEdges(graph, items).map(edge => ({
      ...edge,
      bend: Math.min(12 + spanOf(edge.link, order) * RAIL.lane, left - 6),
    })),
    ...(last.length > 0 && {
      finallyFrame: { x: left, y: top, width: box.width, height: y - top },
    }),
    width,
    height: y + (last.length > 0 ? PADDING : PADDING - ROW.gap),
  };
}

/** How many places down the list an edge reaches. */
function spanOf({ from, to }: { from: string; to: string }, order: ReadonlyMap<string, number>) {
  return Math.abs((order.get(to) ?? 0) - (order.get(from) ?? 0));
}

function placeEdges(
  { edges }: TaskGraphData,
  items: ReadonlyMap<string, PlacedTask>,
): readonly PlacedEdge[] {
  const placed = edges.flatMap(({ from, to }) => {
    const start = items.get(from);
    const end = items.get(to);
    return start === undefined || end === undefined ? [] : [{ link: { from, to }, start, end }];
  });
  const before = new Map<string, PlacedTask>();
  for (const { start, end } of placed) {
    const known = before.get(end.task.id);
    if (start.task.isCritical === true && (known === undefined || isBehind(start, known)))
      before.set(end.task.id, start);
  }
  return placed.map(({ link, start, end }) => ({
    ...{ link, from: start, to: end },
    isCritical: end.task.isCritical === true && before.get(end.task.id) === start,
  }));
}

/** In the direction in which the graph is drawn: of what comes before a task, the last one is what it waited for. */
function isBehind(one: Box, other: Box): boolean {
  return one.x > other.x || (one.x === other.x && one.y > other.y);
}
