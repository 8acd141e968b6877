import { styled, useTheme } from '@mui/material/styles';
import { useEffect, useRef, type PointerEvent } from 'react';
import { radii } from '../theme/tokens';
import type { TopologyLayout } from './layoutTopology';
import type { Viewport } from './Viewport';

const SIZE = { width: 176, height: 112 } as const;
const MARGIN = 6;

const Frame = styled('div')(({ theme }) => ({
  position: 'absolute',
  right: 12,
  bottom: 12,
  ...SIZE,
  backgroundColor: theme.palette.kubemate.surface.raised,
  border: `1px solid ${theme.palette.kubemate.border.subtle}`,
  borderRadius: radii.medium,
  overflow: 'hidden',
  cursor: 'crosshair',
  touchAction: 'none',
  [theme.breakpoints.down('md')]: { display: 'none' },
}));

export interface TopologyMinimapProps {
  layout: TopologyLayout;
  viewport: Viewport;
}

function scaleOf({ width, height }: TopologyLayout): number {
  return Math.min(
    (SIZE.width - 2 * MARGIN) / Math.max(1, width),
    (SIZE.height - 2 * MARGIN) / Math.max(1, height),
  );
}

/** The whole map, small, with what is on the screen; a press moves there. For the pointer alone: the keyboard has the map itself. */
export function TopologyMinimap({ layout, viewport }: TopologyMinimapProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const tokens = useTheme().palette.kubemate;
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return undefined;
    let frame = 0;
    const scale = scaleOf(layout);
    const draw = () => {
      frame = 0;
      const ratio = window.devicePixelRatio || 1;
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      context.clearRect(0, 0, SIZE.width, SIZE.height);
      context.translate(MARGIN, MARGIN);
      context.scale(scale, scale);
      context.fillStyle = tokens.surface.sunken;
      for (const { x, y, width, height } of layout.groups) context.fillRect(x, y, width, height);
      for (const { item, x, y, width, height } of layout.items.values()) {
        const { fg, border } = tokens.health[item.health];
        context.fillStyle = item.health === 'failed' || item.health === 'warning' ? fg : border;
        context.fillRect(x, y, width, height);
      }
      const { visible } = viewport;
      context.strokeStyle = tokens.brand.main;
      context.lineWidth = 1.5 / scale;
      context.strokeRect(visible.x, visible.y, visible.width, visible.height);
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
  }, [layout, viewport, tokens]);
  const go = (event: PointerEvent<HTMLDivElement>) => {
    if (event.buttons === 0) return;
    const { left, top } = event.currentTarget.getBoundingClientRect();
    const scale = scaleOf(layout);
    viewport.centreOn({
      x: (event.clientX - left - MARGIN) / scale,
      y: (event.clientY - top - MARGIN) / scale,
    });
  };
  const ratio = window.devicePixelRatio || 1;
  return (
    <Frame data-map-control aria-hidden onPointerDown={go} onPointerMove={go}>
      <canvas
        ref={canvas}
        width={SIZE.width * ratio}
        height={SIZE.height * ratio}
        style={{ width: SIZE.width, height: SIZE.height }}
      />
    </Frame>
  );
}
