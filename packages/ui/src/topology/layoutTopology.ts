import { layoutGroup, NODE } from './layoutGroup';
import { packLanes } from './packLanes';
import type { TopologyGraph, TopologyGroup, TopologyItem, TopologyLink } from './TopologyModel';

/** Sizes in px at full size. */
export const GROUP = { header: 36, padding: 14, gap: 20, foldedWidth: 260 } as const;
const ORIGIN = { x: 0, y: 0 };

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface PlacedItem extends Box {
  readonly item: TopologyItem;
}

export interface PlacedGroup extends Box {
  readonly group: TopologyGroup;
}

/** A link between boxes; the ends of items in folded groups are the groups. */
export interface PlacedLink {
  readonly key: string;
  readonly link: TopologyLink;
  readonly from: Box;
  readonly to: Box;
}

export interface TopologyLayout {
  readonly items: ReadonlyMap<string, PlacedItem>;
  readonly groups: readonly PlacedGroup[];
  readonly links: readonly PlacedLink[];
  readonly width: number;
  readonly height: number;
  /** In which lane each group stands. Given to the next layout, it keeps groups where they are. */
  readonly lanes: ReadonlyMap<string, number>;
}

/**
 * Groups as frames in lanes from left to right, each lane from top to bottom. The same graph is laid out the same, and a graph
 * that differs a little from the one before keeps every group in its lane.
 */
export function layoutTopology(
  { items, links, groups }: TopologyGraph,
  before?: Pick<TopologyLayout, 'lanes'>,
): TopologyLayout {
  const frames = framesOf({ items, links, groups });
  const packing = packLanes(
    frames.map(({ group, width, height }) => ({ id: group.id, width, height })),
    { gap: GROUP.gap, before: before?.lanes },
  );
  const placedItems = new Map<string, PlacedItem>();
  const placedGroups: PlacedGroup[] = [];
  for (const frame of frames) {
    const { x, y } = packing.places.get(frame.group.id) ?? ORIGIN;
    placedGroups.push({ group: frame.group, x, y, width: frame.width, height: frame.height });
    for (const item of frame.items) {
      const place = frame.places.get(item.id);
      if (place === undefined) continue;
      const left = x + GROUP.padding + place.x;
      placedItems.set(item.id, { item, ...NODE, x: left, y: y + GROUP.header + place.y });
    }
  }
  const { width, height, lanes } = packing;
  return {
    items: placedItems,
    groups: placedGroups,
    links: placeLinks({ items, links }, { items: placedItems, groups: placedGroups }),
    ...{ width, height, lanes },
  };
}

interface Frame {
  readonly group: TopologyGroup;
  /** None where it is folded. */
  readonly items: readonly TopologyItem[];
  readonly places: ReturnType<typeof layoutGroup>['places'];
  readonly width: number;
  readonly height: number;
}

function framesOf({ items, links, groups }: TopologyGraph): Frame[] {
  const byGroup = new Map<string, TopologyItem[]>(groups.map(({ id }) => [id, []]));
  const groupOf = new Map<string, string>();
  for (const item of items) {
    byGroup.get(item.group)?.push(item);
    groupOf.set(item.id, item.group);
  }
  const inside = new Map<string, TopologyLink[]>();
  for (const link of links) {
    const group = groupOf.get(link.from);
    if (group === undefined || groupOf.get(link.to) !== group) continue;
    const known = inside.get(group);
    if (known === undefined) inside.set(group, [link]);
    else known.push(link);
  }
  return groups.map(group => {
    const own = byGroup.get(group.id) ?? [];
    if (group.folded)
      return {
        ...{ group, items: [], places: new Map() },
        ...{ width: GROUP.foldedWidth, height: GROUP.header },
      };
    const { places, width, height } = layoutGroup(own, inside.get(group.id) ?? []);
    return {
      ...{ group, items: own, places },
      width: Math.max(width + 2 * GROUP.padding, GROUP.foldedWidth),
      height: GROUP.header + height + GROUP.padding,
    };
  });
}

function placeLinks(
  { items, links }: Pick<TopologyGraph, 'items' | 'links'>,
  placed: { items: ReadonlyMap<string, PlacedItem>; groups: readonly PlacedGroup[] },
): PlacedLink[] {
  const groupOf = new Map(items.map(({ id, group }) => [id, group]));
  const groups = new Map(placed.groups.map(box => [box.group.id, box]));
  const endOf = (id: string) => {
    const item = placed.items.get(id);
    if (item !== undefined) return { id, box: item };
    const group = groupOf.get(id) ?? '';
    const box = groups.get(group);
    return box && { id: `group ${group}`, box };
  };
  const found = new Map<string, PlacedLink>();
  for (const link of links) {
    const from = endOf(link.from);
    const to = endOf(link.to);
    if (from === undefined || to === undefined || from.box === to.box) continue;
    const key = `${from.id} ${link.line} ${to.id}`;
    if (!found.has(key)) found.set(key, { key, link, from: from.box, to: to.box });
  }
  return [...found.values()];
}
