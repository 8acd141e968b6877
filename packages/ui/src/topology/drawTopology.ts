import type { Health } from '@kubemate/kube-common';
import { fonts, type, type ColourTokens } from '../theme/tokens';
import { drawHealth } from './drawHealth';
import {
  GROUP,
  type Box,
  type PlacedGroup,
  type PlacedItem,
  type TopologyLayout,
} from './layoutTopology';
import { linkCurve } from './linkCurve';
import { splitName } from './splitName';
import { LINE_DASHES, LINE_WIDTHS } from './TopologyModel';
import { isLinkOf } from './TopologyLinks';
import type { Viewport } from './Viewport';

/** Below these, text and curves are too small to be told from specks. */
const TEXT_SCALE = 0.38;
const CURVE_SCALE = 0.22;

export interface TopologyPicture {
  readonly layout: TopologyLayout;
  readonly viewport: Viewport;
  readonly tokens: ColourTokens;
  readonly selected: string | undefined;
  readonly focused: string | undefined;
  readonly near: ReadonlySet<string> | undefined;
  /** Shortened texts by font, width and text: measuring is what costs most. */
  readonly texts: Map<string, string>;
}

/** Draws what is on the screen of a map. The context is scaled to the pixels of the device. */
export function drawTopology(context: CanvasRenderingContext2D, picture: TopologyPicture): void {
  const { layout, viewport } = picture;
  const { width, height } = viewport.size;
  const { x, y, scale } = viewport.transform;
  const { visible } = viewport;
  context.clearRect(0, 0, width, height);
  context.save();
  context.translate(x, y);
  context.scale(scale, scale);
  for (const group of layout.groups)
    if (meets(group, visible)) drawGroup(context, { group, picture });
  drawLinks(context, { picture, visible });
  for (const place of layout.items.values())
    if (meets(place, visible)) drawItem(context, { place, picture });
  context.restore();
}

function meets(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

function roundedBox(
  context: CanvasRenderingContext2D,
  { x, y, width, height }: Box,
  radius: number,
) {
  context.beginPath();
  context.roundRect(x, y, width, height, radius);
}

function drawGroup(
  context: CanvasRenderingContext2D,
  { group: place, picture }: { group: PlacedGroup; picture: TopologyPicture },
): void {
  const { tokens, viewport } = picture;
  const { group, x, y, width } = place;
  context.fillStyle = tokens.surface.base;
  context.strokeStyle = tokens.border.subtle;
  context.lineWidth = 1 / Math.min(1, viewport.transform.scale);
  roundedBox(context, place, 10);
  context.fill();
  context.stroke();
  // A title stays legible for longer than a node: it is what one looks for from afar.
  const size = Math.min(26, type.dense.size / Math.min(1, viewport.transform.scale / 0.6));
  if (size * viewport.transform.scale < 6) return;
  const middle = y + GROUP.header / 2;
  drawHealth(context, { health: group.health, tokens, x: x + 18, y: middle, radius: 7 });
  const font = `${type.weight.bold} ${size}px ${fonts.sans}`;
  const text = `${group.title}  ·  ${group.subtitle}`;
  context.fillStyle = tokens.text.primary;
  writeText(context, { font, text, x: x + 32, y: middle, width: width - 44, texts: picture.texts });
}

function drawLinks(
  context: CanvasRenderingContext2D,
  { picture, visible }: { picture: TopologyPicture; visible: Box },
): void {
  const { layout, tokens, selected, viewport } = picture;
  const curved = viewport.transform.scale >= CURVE_SCALE;
  const thin = 1 / Math.min(1, viewport.transform.scale * 1.6);
  context.lineCap = 'round';
  for (const stands of [false, true]) {
    context.strokeStyle = stands ? tokens.brand.main : tokens.text.tertiary;
    context.globalAlpha = stands ? 1 : selected === undefined ? 0.45 : 0.15;
    for (const placed of layout.links) {
      if (isLinkOf(placed, selected) !== stands || (placed.link.quiet && !stands)) continue;
      if (!meets(hull(placed.from, placed.to), visible)) continue;
      const { start, first, second, end } = linkCurve(placed.from, placed.to);
      const { line } = placed.link;
      context.lineWidth = LINE_WIDTHS[line] * thin + (stands ? 0.75 : 0);
      context.setLineDash(curved ? [...LINE_DASHES[line]] : []);
      context.beginPath();
      context.moveTo(start.x, start.y);
      if (curved) context.bezierCurveTo(first.x, first.y, second.x, second.y, end.x, end.y);
      else context.lineTo(end.x, end.y);
      context.stroke();
    }
  }
  context.globalAlpha = 1;
  context.setLineDash([]);
}

function hull(a: Box, b: Box): Box {
  const x = Math.min(a.x, b.x);
  const y = Math.min(a.y, b.y);
  return {
    x,
    y,
    width: Math.max(a.x + a.width, b.x + b.width) - x,
    height: Math.max(a.y + a.height, b.y + b.height) - y,
  };
}

const TROUBLE: ReadonlySet<Health> = new Set(['failed', 'warning']);

function drawItem(
  context: CanvasRenderingContext2D,
  { place, picture }: { place: PlacedItem; picture: TopologyPicture },
): void {
  const { tokens, viewport, selected, focused, near, texts } = picture;
  const { item, x, y, width, height } = place;
  const { scale } = viewport.transform;
  const tone = tokens.health[item.health];
  const isFaded = item.faded === true || near?.has(item.id) === false;
  context.globalAlpha = isFaded ? 0.4 : 1;
  const isSmall = scale < TEXT_SCALE;
  context.fillStyle = isSmall || TROUBLE.has(item.health) ? tone.bg : tokens.surface.raised;
  context.strokeStyle = isSmall || TROUBLE.has(item.health) ? tone.fg : tokens.border.subtle;
  context.lineWidth = isSmall ? 1 / scale : 1.25;
  if (item.ghost) context.setLineDash([...LINE_DASHES.dashed]);
  roundedBox(context, place, 6);
  context.fill();
  context.stroke();
  context.setLineDash([]);
  if (item.id === selected || item.id === focused) {
    context.strokeStyle = tokens.brand.main;
    context.lineWidth = 2.5 / Math.min(1, scale);
    roundedBox(context, { x: x - 2, y: y - 2, width: width + 4, height: height + 4 }, 8);
    context.stroke();
  }
  const radius = isSmall ? Math.min(height / 2 - 6, 5 / scale) : 7;
  const at = isSmall ? x + width / 2 : x + width - 18;
  drawHealth(context, { health: item.health, tokens, x: at, y: y + height / 2, radius });
  if (!isSmall) {
    const text = { x: x + 12, width: width - 44, texts };
    const bold = `${type.weight.medium} ${type.dense.size}px ${fonts.sans}`;
    context.fillStyle = tokens.text.primary;
    writeText(context, { ...text, font: bold, text: item.title, y: y + height / 2 - 8 });
    context.fillStyle = tokens.text.secondary;
    writeText(context, {
      ...text,
      font: `11px ${fonts.sans}`,
      text: item.subtitle,
      y: y + height / 2 + 9,
    });
  }
  context.globalAlpha = 1;
}

interface WrittenText {
  readonly font: string;
  readonly text: string;
  readonly x: number;
  /** The middle of the line. */
  readonly y: number;
  readonly width: number;
  readonly texts: Map<string, string>;
}

function writeText(context: CanvasRenderingContext2D, { text, x, y, ...room }: WrittenText): void {
  context.font = room.font;
  context.textBaseline = 'middle';
  context.fillText(shorten(context, { text, ...room }), x, y);
}

function shorten(
  context: CanvasRenderingContext2D,
  { font, text, width, texts }: Pick<WrittenText, 'font' | 'text' | 'width' | 'texts'>,
): string {
  const key = `${font} ${width} ${text}`;
  const known = texts.get(key);
  if (known !== undefined) return known;
  const { start, end } = splitName(text);
  let kept = start;
  let short = text;
  while (kept.length > 1 && context.measureText(short).width > width) {
    kept = kept.slice(0, Math.max(1, Math.floor(kept.length * 0.94) - 1));
    short = `${kept}…${end}`;
  }
  texts.set(key, short);
  return short;
}
