import { useCallback, useLayoutEffect, useRef, useState } from 'react';
import { rowWindow, type Viewport } from './rowWindow';

/** What the table's box measures in px. */
interface Box {
  readonly width: number;
  readonly height: number;
}

export interface ScrollerOptions {
  readonly rowHeight: number;
  readonly headerHeight: number;
  readonly total: number;
}

/**
 * Watches a scrolling box and says which rows to draw. Scrolling renders nothing until the window moves by a step; the
 * position itself never enters React.
 */
export function useScroller(options: ScrollerOptions & { onBox(box: Box): void }) {
  const { rowHeight, headerHeight, total, onBox } = options;
  const element = useRef<HTMLDivElement>(null);
  const [height, setHeight] = useState(600);
  const viewport = useCallback(
    (): Viewport => ({
      scrollTop: element.current?.scrollTop ?? 0,
      height: Math.max(rowHeight, height - headerHeight),
      rowHeight,
      total,
    }),
    [height, headerHeight, rowHeight, total],
  );
  const [drawn, setDrawn] = useState(() => rowWindow(viewport()));
  const update = useCallback(() => {
    const next = rowWindow(viewport());
    setDrawn(now => (now.start === next.start && now.end === next.end ? now : next));
  }, [viewport]);
  useLayoutEffect(update, [update]);
  useLayoutEffect(() => {
    const box = element.current;
    if (box === null || typeof ResizeObserver === 'undefined') return undefined;
    const observer = new ResizeObserver(() => {
      setHeight(box.clientHeight);
      onBox({ width: box.clientWidth, height: box.clientHeight });
    });
    observer.observe(box);
    return () => observer.disconnect();
  }, [onBox]);
  return { element, drawn, viewport, update };
}
