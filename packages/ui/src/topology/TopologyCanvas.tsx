import { useTheme } from '@mui/material/styles';
import { useEffect, useRef, type MouseEvent } from 'react';
import { visuallyHidden } from '../layout/visuallyHidden';
import { drawTopology } from './drawTopology';
import { GROUP, type Box } from './layoutTopology';
import type { Point } from './layoutGroup';
import type { TopologyDrawing } from './TopologyDrawing';

/** A map as one picture, for more than a browser can move as elements. What it does is what `TopologyElements` does. */
export function TopologyCanvas(props: TopologyDrawing) {
  const { layout, viewport, selected, focused, near } = props;
  const { onSelect, onFocus, onFold, wasDragged } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const texts = useRef(new Map<string, string>());
  const tokens = useTheme().palette.kubemate;
  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (!element || !context) return undefined;
    let frame = 0;
    const draw = () => {
      frame = 0;
      fitPixels(element, { context, size: viewport.size });
      const shown = { layout, viewport, selected, focused, near };
      drawTopology(context, { ...shown, tokens, texts: texts.current });
    };
    const later = () => {
      if (frame === 0) frame = requestAnimationFrame(draw);
    };
    later();
    const unsubscribe = viewport.subscribe(later);
    return () => {
      cancelAnimationFrame(frame);
      unsubscribe();
    };
  }, [layout, viewport, tokens, selected, focused, near]);

  const onClick = (event: MouseEvent<HTMLCanvasElement>) => {
    if (wasDragged()) return;
    const { left, top } = event.currentTarget.getBoundingClientRect();
    const point = viewport.toLayout({ x: event.clientX - left, y: event.clientY - top });
    const hit = [...layout.items.values()].find(box => holds(box, point));
    if (hit !== undefined) onFocus(hit.item.id);
    else {
      const frame = layout.groups.find(box => holds({ ...box, height: GROUP.header }, point));
      if (frame !== undefined) {
        onFold(frame.group.id, !frame.group.folded);
        return;
      }
    }
    onSelect(hit?.item.id);
  };
  const present = focused === undefined ? undefined : layout.items.get(focused)?.item;
  const [first] = layout.items.keys();
  return (
    <>
      {/* eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions */}
      <canvas
        ref={canvas}
        aria-hidden
        data-testid="topology-canvas"
        onClick={onClick}
        style={{ position: 'absolute', inset: 0, width: '100%', height: '100%' }}
      />
      {/* The keyboard is at one item at a time; the picture shows where, and this says it. */}
      <button
        type="button"
        style={visuallyHidden}
        aria-live="polite"
        aria-pressed={present !== undefined && present.id === selected}
        onFocus={() => present === undefined && first !== undefined && onFocus(first)}
        onClick={() => onSelect(present?.id)}
      >
        {present?.label}
      </button>
    </>
  );
}

function holds({ x, y, width, height }: Box, point: Point): boolean {
  return point.x >= x && point.x <= x + width && point.y >= y && point.y <= y + height;
}

/** As many pixels as the device has, and a context that still counts in CSS px. */
function fitPixels(
  element: HTMLCanvasElement,
  { context, size }: { context: CanvasRenderingContext2D; size: { width: number; height: number } },
): void {
  const ratio = window.devicePixelRatio || 1;
  const width = Math.round(size.width * ratio);
  const height = Math.round(size.height * ratio);
  if (element.width !== width || element.height !== height) {
    element.width = width;
    element.height = height;
  }
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
}
