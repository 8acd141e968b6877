import type { Box, PlacedLink } from './layoutTopology';

/** What can be gone through: boxes by id, and which of them are linked. */
export interface FocusMap {
  readonly items: ReadonlyMap<string, Box>;
  readonly links: readonly { readonly link: Pick<PlacedLink['link'], 'from' | 'to'> }[];
}

export type Direction = 'left' | 'right' | 'up' | 'down';

export const ARROWS: Readonly<Record<string, Direction>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};

/** What stands aside counts as further away than what is straight ahead. */
const ASIDE = 2.5;
/** A neighbour by a link is preferred to one by place. */
const LINKED = 0.4;

/**
 * The item that an arrow key leads to: the nearest in that direction, those linked to the present one first. The present one
 * where there is none.
 */
export function moveFocus(
  layout: FocusMap,
  { from, direction }: { from: string | undefined; direction: Direction },
): string | undefined {
  const present = from === undefined ? undefined : layout.items.get(from);
  if (present === undefined) return firstOf(layout.items);
  const linked = new Set<string>();
  for (const { link } of layout.links) {
    if (link.from === from) linked.add(link.to);
    if (link.to === from) linked.add(link.from);
  }
  let best = from;
  let bestDistance = Infinity;
  for (const [id, place] of layout.items) {
    const { ahead, aside } = distances(present, { place, direction });
    if (ahead <= 1) continue;
    const distance = (ahead + aside * ASIDE) * (linked.has(id) ? LINKED : 1);
    if (distance < bestDistance) {
      best = id;
      bestDistance = distance;
    }
  }
  return best;
}

function distances(
  present: Box,
  { place, direction }: { place: Box; direction: Direction },
): { ahead: number; aside: number } {
  const x = place.x - present.x;
  const y = place.y - present.y;
  switch (direction) {
    case 'left':
      return { ahead: -x, aside: Math.abs(y) };
    case 'right':
      return { ahead: x, aside: Math.abs(y) };
    case 'up':
      return { ahead: -y, aside: Math.abs(x) };
    default:
      return { ahead: y, aside: Math.abs(x) };
  }
}

/** The item nearest to the upper left corner. */
function firstOf(items: FocusMap['items']): string | undefined {
  let first: (Box & { id: string }) | undefined;
  for (const [id, { x, y, width, height }] of items)
    if (first === undefined || x + y < first.x + first.y) first = { id, x, y, width, height };
  return first?.id;
}
