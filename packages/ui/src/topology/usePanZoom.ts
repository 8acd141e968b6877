import { useEffect, useRef, type RefObject } from 'react';
import type { Point } from './layoutGroup';
import type { Viewport } from './Viewport';

/** A press that moves further than this, in px, is a drag and no click. */
const CLICK_SLOP = 4;
const WHEEL_SPEED = 0.0016;
const PINCH_SPEED = 0.01;
/** A wheel that counts lines says this much of each, in px. */
const LINE = 20;

/**
 * Drag to pan, wheel to zoom (with shift: sideways), two fingers to do both. The answer says whether the press that just ended
 * was a drag, so that its click is none.
 */
export function usePanZoom(
  element: RefObject<HTMLElement>,
  viewport: Viewport,
): { wasDragged(): boolean } {
  const dragged = useRef(false);
  useEffect(() => {
    const box = element.current;
    if (box === null) return undefined;
    const pointers = new Map<number, Point>();
    let started: Point = { x: 0, y: 0 };

    const pointOf = ({ clientX, clientY }: MouseEvent): Point => {
      const { left, top } = box.getBoundingClientRect();
      return { x: clientX - left, y: clientY - top };
    };
    const onDown = (event: PointerEvent) => {
      if (event.button !== 0 || isControl(event.target)) return;
      if (pointers.size === 0) dragged.current = false;
      started = pointOf(event);
      pointers.set(event.pointerId, started);
    };
    const onMove = (event: PointerEvent) => {
      const before = pointers.get(event.pointerId);
      if (before === undefined) return;
      const now = pointOf(event);
      if (!dragged.current) {
        if (Math.hypot(now.x - started.x, now.y - started.y) < CLICK_SLOP) return;
        dragged.current = true;
        box.setPointerCapture(event.pointerId);
      }
      const others = [...pointers].filter(([id]) => id !== event.pointerId);
      const [, other] = others[0] ?? [];
      pointers.set(event.pointerId, now);
      if (other === undefined) {
        viewport.panBy({ x: now.x - before.x, y: now.y - before.y });
        return;
      }
      const spread = (point: Point) => Math.hypot(point.x - other.x, point.y - other.y);
      viewport.panBy({ x: (now.x - before.x) / 2, y: (now.y - before.y) / 2 });
      if (spread(before) > 0)
        viewport.zoomBy(spread(now) / spread(before), {
          x: (now.x + other.x) / 2,
          y: (now.y + other.y) / 2,
        });
    };
    const onEnd = (event: PointerEvent) => pointers.delete(event.pointerId);
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE : 1;
      if (event.shiftKey) {
        viewport.panBy({ x: -(event.deltaX || event.deltaY) * unit, y: 0 });
        return;
      }
      const speed = event.ctrlKey ? PINCH_SPEED : WHEEL_SPEED;
      viewport.zoomBy(Math.exp(-event.deltaY * unit * speed), pointOf(event));
    };
    box.addEventListener('pointerdown', onDown);
    box.addEventListener('pointermove', onMove);
    box.addEventListener('pointerup', onEnd);
    box.addEventListener('pointercancel', onEnd);
    // Not passive: the page must not scroll or zoom.
    box.addEventListener('wheel', onWheel, { passive: false });
    return () => {
      box.removeEventListener('pointerdown', onDown);
      box.removeEventListener('pointermove', onMove);
      box.removeEventListener('pointerup', onEnd);
      box.removeEventListener('pointercancel', onEnd);
      box.removeEventListener('wheel', onWheel);
    };
  }, [element, viewport]);
  return { wasDragged: () => dragged.current };
}

/** The buttons that float over the map take their own presses. */
function isControl(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('[data-map-control]') !== null;
}
