import type { Point } from './layoutGroup';
import type { Box } from './layoutTopology';

/** A cubic Bézier curve between two boxes. */
export interface LinkCurve {
  readonly start: Point;
  readonly first: Point;
  readonly second: Point;
  readonly end: Point;
}

const MIN_BEND = 24;
const MAX_BEND = 160;

function middle({ y, height }: Box): number {
  return y + height / 2;
}

/** Leaves on the right and arrives on the left; between boxes that stand above each other it bends around their right. */
export function linkCurve(from: Box, to: Box): LinkCurve {
  const start = { x: from.x + from.width, y: middle(from) };
  const isRightOf = to.x >= from.x + from.width - 1;
  if (!isRightOf && to.x + to.width <= from.x) {
    const end = { x: to.x + to.width, y: middle(to) };
    const left = { x: from.x, y: middle(from) };
    const bend = bendOf(left.x - end.x);
    return {
      start: left,
      first: { x: left.x - bend, y: left.y },
      second: { x: end.x + bend, y: end.y },
      end,
    };
  }
  const end = { x: isRightOf ? to.x : to.x + to.width, y: middle(to) };
  const bend = bendOf(Math.abs(end.x - start.x));
  return {
    start,
    first: { x: start.x + bend, y: start.y },
    second: { x: isRightOf ? end.x - bend : end.x + bend, y: end.y },
    end,
  };
}

function bendOf(distance: number): number {
  return Math.min(MAX_BEND, Math.max(MIN_BEND, distance / 2));
}

/** As the `d` of an SVG path. */
export function svgPath({ start, first, second, end }: LinkCurve): string {
  const at = ({ x, y }: Point) => `${Math.round(x)} ${Math.round(y)}`;
  return `M${at(start)}C${at(first)} ${at(second)} ${at(end)}`;
}
