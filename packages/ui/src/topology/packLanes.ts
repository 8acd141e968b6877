import type { Point } from './layoutGroup';

/** Width by height that fits a screen. */
const ASPECT = 1.7;
const MAX_LANES = 24;

export interface PackedBox {
  readonly id: string;
  readonly width: number;
  readonly height: number;
}

export interface Packing {
  /** In which lane each box stands, from left to right. */
  readonly lanes: ReadonlyMap<string, number>;
  readonly places: ReadonlyMap<string, Point>;
  readonly width: number;
  readonly height: number;
}

interface PackOptions {
  readonly gap: number;
  /** The lanes of an earlier packing: what was in it keeps its lane, and there are as many of them. */
  readonly before?: ReadonlyMap<string, number>;
}

/** Boxes in lanes from top to bottom, in the order given: as many lanes as make about the shape of a screen. */
export function packLanes(boxes: readonly PackedBox[], { gap, before }: PackOptions): Packing {
  if (before !== undefined && boxes.some(({ id }) => before.has(id))) {
    const count = Math.max(...before.values()) + 1;
    return place(boxes, { lanes: fill(boxes, { count, gap, before }), gap });
  }
  let best = place(boxes, { lanes: fill(boxes, { count: 1, gap }), gap });
  for (let count = 2; count <= Math.min(MAX_LANES, boxes.length); count++) {
    const next = place(boxes, { lanes: fill(boxes, { count, gap }), gap });
    if (distance(next) < distance(best)) best = next;
  }
  return best;
}

function distance({ width, height }: Packing): number {
  return Math.abs(Math.log(width / height / ASPECT));
}

/** Each box in turn goes to the lane that ends highest; one that had a lane before keeps it. */
function fill(
  boxes: readonly PackedBox[],
  { count, gap, before }: PackOptions & { readonly count: number },
): ReadonlyMap<string, number> {
  const ends = Array.from({ length: count }, () => 0);
  const lanes = new Map<string, number>();
  const put = ({ id, height }: PackedBox, lane: number) => {
    lanes.set(id, lane);
    ends[lane] = (ends[lane] ?? 0) + height + gap;
  };
  for (const box of boxes) {
    const lane = before?.get(box.id);
    if (lane !== undefined) put(box, lane);
  }
  for (const box of boxes) if (!lanes.has(box.id)) put(box, ends.indexOf(Math.min(...ends)));
  return lanes;
}

function place(
  boxes: readonly PackedBox[],
  { lanes, gap }: { lanes: ReadonlyMap<string, number>; gap: number },
): Packing {
  const widths = Array.from({ length: Math.max(-1, ...lanes.values()) + 1 }, () => 0);
  for (const { id, width } of boxes) {
    const lane = lanes.get(id) ?? 0;
    widths[lane] = Math.max(widths[lane] ?? 0, width);
  }
  const lefts: number[] = [];
  let right = 0;
  for (const width of widths) {
    lefts.push(right);
    // A lane that nothing is in any more leaves no gap.
    if (width > 0) right += width + gap;
  }
  const ends = widths.map(() => 0);
  const places = new Map<string, Point>();
  for (const { id, height } of boxes) {
    const lane = lanes.get(id) ?? 0;
    const y = ends[lane] ?? 0;
    places.set(id, { x: lefts[lane] ?? 0, y });
    ends[lane] = y + height + gap;
  }
  const height = Math.max(0, Math.max(0, ...ends) - gap);
  return { lanes, places, width: Math.max(0, right - gap), height };
}
