import { packLanes } from './packLanes';
import type { TopologyItem, TopologyLink } from './TopologyModel';

/** What the layout needs of an item and of a link. */
type Item = Pick<TopologyItem, 'id' | 'column'>;
type Link = Pick<TopologyLink, 'from' | 'to'>;

/** Sizes in px at full size. */
export const NODE = { width: 204, height: 46 } as const;
const GAP = { column: 52, wrapped: 12, row: 10, part: 34 } as const;
/** More items of one column than this stand side by side. */
const MAX_ROWS = 10;
const SWEEPS = 4;

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Where the items of a group stand, from its upper left corner. */
export interface GroupLayout {
  readonly places: ReadonlyMap<string, Point>;
  readonly width: number;
  readonly height: number;
}

type Neighbours = ReadonlyMap<string, readonly string[]>;

interface Column {
  ids: readonly string[];
  /** Items under each other. */
  readonly rows: number;
}

/**
 * Puts items into their columns. Where there are so many that a column would have to be wrapped, what is not linked with each
 * other is laid out apart: a workload with its pods stays a picture by itself.
 */
export function layoutGroup(items: readonly Item[], links: readonly Link[]): GroupLayout {
  const isCrowded = columnsOf(items).some(({ ids }) => ids.length > MAX_ROWS);
  const parts = isCrowded ? partsOf(items, links) : [items];
  if (parts.length <= 1) return layoutPart(items, links);
  const layouts = parts.map((part, at) => ({ id: String(at), ...layoutPart(part, links) }));
  const packing = packLanes(layouts, { gap: GAP.part });
  const places = new Map<string, Point>();
  for (const layout of layouts) {
    const corner = packing.places.get(layout.id) ?? { x: 0, y: 0 };
    for (const [id, { x, y }] of layout.places)
      places.set(id, { x: corner.x + x, y: corner.y + y });
  }
  return { places, width: packing.width, height: packing.height };
}

/** Items that are linked with each other, in the order of their first ones. */
function partsOf(items: readonly Item[], links: readonly Link[]): readonly (readonly Item[])[] {
  const near = neighboursOf(items, links);
  const partOf = new Map<string, number>();
  const parts: Item[][] = [];
  for (const { id } of items) {
    if (partOf.has(id)) continue;
    // A set takes in what is added while it is gone through.
    const part = new Set([id]);
    for (const member of part) {
      partOf.set(member, parts.length);
      for (const other of near.get(member) ?? []) part.add(other);
    }
    parts.push([]);
  }
  for (const item of items) parts[partOf.get(item.id) ?? 0]?.push(item);
  return parts;
}

/**
 * Puts items into their columns. Within a column those that are connected stand side by side, by the mean place of their
 * neighbours; what is equal keeps the order given, so that one item more moves only what is under it.
 */
function layoutPart(items: readonly Item[], links: readonly Link[]): GroupLayout {
  const near = neighboursOf(items, links);
  const columns = columnsOf(items);
  sortByNeighbours(columns, near);
  const tallest = Math.max(0, ...columns.map(({ rows }) => rows));
  const height = Math.max(0, tallest * (NODE.height + GAP.row) - GAP.row);
  const tops = placeRows(columns, { near, height });
  const places = new Map<string, Point>();
  let x = 0;
  for (const { ids, rows } of columns) {
    const wraps = Math.ceil(ids.length / rows);
    for (const [at, id] of ids.entries()) {
      const left = x + Math.floor(at / rows) * (NODE.width + GAP.wrapped);
      places.set(id, { x: left, y: tops.get(id) ?? 0 });
    }
    x += wraps * (NODE.width + GAP.wrapped) - GAP.wrapped + GAP.column;
  }
  return { places, width: Math.max(0, x - GAP.column), height };
}

function neighboursOf(items: readonly Item[], links: readonly Link[]): Neighbours {
  const near = new Map<string, string[]>(items.map(({ id }) => [id, []]));
  for (const { from, to } of links) {
    if (!near.has(from) || !near.has(to)) continue;
    near.get(from)?.push(to);
    near.get(to)?.push(from);
  }
  return near;
}

function columnsOf(items: readonly Item[]): Column[] {
  const byColumn = new Map<number, string[]>();
  for (const { id, column } of items) {
    const known = byColumn.get(column);
    if (known === undefined) byColumn.set(column, [id]);
    else known.push(id);
  }
  return [...byColumn]
    .sort(([a], [b]) => a - b)
    .map(([, ids]) => ({ ids, rows: rowsFor(ids.length) }));
}

function rowsFor(count: number): number {
  if (count <= MAX_ROWS) return count;
  // A node is four times as wide as it is high: this many rows make a block that is about square.
  return Math.max(MAX_ROWS, Math.ceil(Math.sqrt(count * 3.5)));
}

/** The barycenter heuristic for layered graphs (Sugiyama, Tagawa, Toda 1981), back and forth over the columns. */
function sortByNeighbours(columns: Column[], near: Neighbours): void {
  const rank = new Map<string, number>();
  const note = ({ ids }: Column) => ids.forEach((id, at) => rank.set(id, at / ids.length));
  columns.forEach(note);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const order = sweep % 2 === 0 ? columns : [...columns].reverse();
    for (const column of order) {
      const own = new Set(column.ids);
      const wish = new Map(
        column.ids.map(id => {
          const ranks = (near.get(id) ?? []).flatMap(other =>
            own.has(other) ? [] : (rank.get(other) ?? []),
          );
          return [id, ranks.length === 0 ? (rank.get(id) ?? 0) : mean(ranks)];
        }),
      );
      // The sort is stable: what wishes for the same place keeps its order.
      column.ids = [...column.ids].sort((a, b) => (wish.get(a) ?? 0) - (wish.get(b) ?? 0));
      note(column);
    }
  }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

const STEP = NODE.height + GAP.row;

/** The tallest column is stacked; the others stand as near to their neighbours as they can without overlapping. */
function placeRows(
  columns: readonly Column[],
  { near, height }: { near: Neighbours; height: number },
): ReadonlyMap<string, number> {
  const tops = new Map<string, number>();
  const anchor = columns.reduce(
    (best, { rows }, at) => (rows > (columns[best]?.rows ?? 0) ? at : best),
    0,
  );
  const outwards = columns
    .map((column, at) => ({ column, distance: Math.abs(at - anchor) }))
    .sort((a, b) => a.distance - b.distance);
  for (const { column, distance } of outwards) {
    if (distance === 0 || column.ids.length > column.rows)
      column.ids.forEach((id, at) => tops.set(id, (at % column.rows) * STEP));
    else placeColumn(column.ids, { near, height, tops });
  }
  return tops;
}

function placeColumn(
  ids: readonly string[],
  { near, height, tops }: { near: Neighbours; height: number; tops: Map<string, number> },
): void {
  const wishes = ids.map(id => {
    const placed = (near.get(id) ?? []).flatMap(other => tops.get(other) ?? []);
    return placed.length === 0 ? (height - NODE.height) / 2 : mean(placed);
  });
  const room = height - NODE.height - (ids.length - 1) * STEP;
  spreadOut(wishes).forEach((shift, at) => {
    const id = ids[at];
    const within = Math.min(Math.max(shift, 0), room);
    if (id !== undefined) tops.set(id, Math.round(within + at * STEP));
  });
}

/**
 * How far each item stands below where a bare stack would have it, so that none overlaps and all are as near to what they
 * wish for as they can be: isotonic regression by pooling adjacent violators (Ayer et al. 1955).
 */
function spreadOut(wishes: readonly number[]): readonly number[] {
  const pools: { sum: number; count: number }[] = [];
  wishes.forEach((wish, at) => {
    let pool = { sum: wish - at * STEP, count: 1 };
    for (;;) {
      const above = pools.at(-1);
      if (above === undefined || above.sum / above.count <= pool.sum / pool.count) break;
      pools.pop();
      pool = { sum: above.sum + pool.sum, count: above.count + pool.count };
    }
    pools.push(pool);
  });
  return pools.flatMap(({ sum, count }) => Array.from({ length: count }, () => sum / count));
}
