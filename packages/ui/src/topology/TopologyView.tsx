import Box from '@mui/material/Box';
import { useEffect, useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { layoutTopology, type TopologyLayout } from './layoutTopology';
import { ARROWS, moveFocus } from './moveFocus';
import { TopologyCanvas } from './TopologyCanvas';
import { TopologyControls, ZOOM_STEP } from './TopologyControls';
import { TopologyElements } from './TopologyElements';
import { TopologyMinimap } from './TopologyMinimap';
import type { TopologyGraph } from './TopologyModel';
import { usePanZoom } from './usePanZoom';
import { Viewport } from './Viewport';

/** More items than this are drawn as one picture. */
export const MAX_ELEMENTS = 500;
/** At first a map is not made smaller than one can read. */
const FIRST_SCALE = 0.8;

export interface TopologyViewProps {
  graph: TopologyGraph;
  /** Names the map for a screen reader. */
  label: string;
  /** What is shown: where it changes, the view starts anew instead of keeping things in their places. */
  subject: string;
  selected: string | undefined;
  onSelect(id: string | undefined): void;
  onFold(group: string, folded: boolean): void;
}

/**
 * A map of objects and how they hang together. Drag, wheel and pinch move it; the arrow keys go from node to node, Enter selects,
 * Escape lets go, `+`, `-` and `0` zoom.
 */
export function TopologyView(props: TopologyViewProps) {
  const { graph, label, subject, selected, onSelect, onFold } = props;
  const root = useRef<HTMLDivElement>(null);
  const [viewport] = useState(() => new Viewport());
  const [focused, setFocused] = useState<string>();
  const layout = useSteadyLayout(graph, subject);
  const { wasDragged } = usePanZoom(root, viewport);
  useFirstView(root, { viewport, layout, subject, selected });
  const present = focused !== undefined && layout.items.has(focused) ? focused : selected;
  const near = useMemo(() => nearTo(layout, selected), [layout, selected]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const direction = ARROWS[event.key];
    if (direction !== undefined) {
      const next = moveFocus(layout, { from: present, direction });
      const place = next === undefined ? undefined : layout.items.get(next);
      if (next === undefined || place === undefined) return;
      setFocused(next);
      viewport.reveal(place);
      elementOf(root.current, next)?.focus({ preventScroll: true });
    } else if (event.key === 'Escape') onSelect(undefined);
    else if (event.key === '+' || event.key === '=') viewport.zoomBy(ZOOM_STEP);
    else if (event.key === '-') viewport.zoomBy(1 / ZOOM_STEP);
    else if (event.key === '0') viewport.fit(layout);
    else return;
    event.preventDefault();
  };
  const drawing = {
    ...{ layout, viewport, selected, focused: present, near },
    ...{ onSelect, onFocus: setFocused, onFold, wasDragged },
  };
  return (
    // Its parts have the focus; the keys are those of the whole.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <Box
      ref={root}
      role="group"
      aria-label={label}
      onKeyDown={onKeyDown}
      sx={{
        position: 'relative',
        flex: 1,
        minHeight: 0,
        minWidth: 0,
        overflow: 'hidden',
        touchAction: 'none',
        userSelect: 'none',
        cursor: 'grab',
        '&:active': { cursor: 'grabbing' },
        bgcolor: 'kubemate.surface.sunken',
      }}
    >
      {layout.items.size > MAX_ELEMENTS ? (
        <TopologyCanvas {...drawing} />
      ) : (
        <TopologyElements {...drawing} />
      )}
      <TopologyControls viewport={viewport} layout={layout} />
      <TopologyMinimap viewport={viewport} layout={layout} />
    </Box>
  );
}

function elementOf(root: HTMLElement | null, id: string): HTMLElement | undefined {
  const nodes = root?.querySelectorAll<HTMLElement>('[data-node]') ?? [];
  return [...nodes].find(node => node.dataset.node === id);
}

/** Lays a graph out; a later one of the same subject keeps its groups in their places. */
function useSteadyLayout(graph: TopologyGraph, subject: string): TopologyLayout {
  const before = useRef<{ subject: string; layout: TopologyLayout }>();
  const layout = useMemo(
    () =>
      layoutTopology(
        graph,
        before.current?.subject === subject ? before.current.layout : undefined,
      ),
    [graph, subject],
  );
  useEffect(() => {
    before.current = { subject, layout };
  }, [subject, layout]);
  return layout;
}

function nearTo(layout: TopologyLayout, selected: string | undefined) {
  if (selected === undefined || !layout.items.has(selected)) return undefined;
  const near = new Set([selected]);
  for (const { link } of layout.links) {
    if (link.from === selected) near.add(link.to);
    if (link.to === selected) near.add(link.from);
  }
  return near;
}

/** Follows the size of the box, and shows a subject from its start as soon as there is something to see. */
function useFirstView(
  root: React.RefObject<HTMLElement>,
  view: {
    viewport: Viewport;
    layout: TopologyLayout;
    subject: string;
    selected: string | undefined;
  },
): void {
  const { viewport, layout, subject, selected } = view;
  const shown = useRef<string>();
  const [size, setSize] = useState({ width: 0, height: 0 });
  useLayoutEffect(() => {
    const box = root.current;
    if (box === null || typeof ResizeObserver === 'undefined') return undefined;
    const observer = new ResizeObserver(() => {
      const next = { width: box.clientWidth, height: box.clientHeight };
      viewport.resize(next);
      setSize(next);
    });
    observer.observe(box);
    return () => observer.disconnect();
  }, [root, viewport]);
  useLayoutEffect(() => {
    if (size.width === 0 || layout.width === 0 || shown.current === subject) return;
    shown.current = subject;
    viewport.fit(layout, { minScale: FIRST_SCALE });
    const place = selected === undefined ? undefined : layout.items.get(selected);
    if (place !== undefined) viewport.reveal(place);
  }, [size, layout, subject, selected, viewport]);
}
