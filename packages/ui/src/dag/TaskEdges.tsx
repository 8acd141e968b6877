import { useTheme } from '@mui/material/styles';
import { memo } from 'react';
import { linkCurve, svgPath } from '../topology/linkCurve';
import type { PlacedEdge, TaskGraphLayout } from './layoutTaskGraph';

/** The order between tasks, behind them; that of the critical path is bold, that of the selected task stands out. */
export const TaskEdges = memo(
  ({ layout, selected }: { layout: TaskGraphLayout; selected: string | undefined }) => {
    const tokens = useTheme().palette.kubemate;
    return (
      <svg
        width={layout.width}
        height={layout.height}
        aria-hidden
        style={{ position: 'absolute', left: 0, top: 0, pointerEvents: 'none' }}
      >
        {layout.links.map(edge => {
          const { link, isCritical } = edge;
          const stands = selected !== undefined && (link.from === selected || link.to === selected);
          return (
            <path
              key={`${link.from} ${link.to}`}
              d={pathOf(edge)}
              fill="none"
              stroke={isCritical || stands ? tokens.brand.main : tokens.border.control}
              strokeWidth={isCritical ? 2.5 : stands ? 2 : 1.25}
            />
          );
        })}
      </svg>
    );
  },
);
TaskEdges.displayName = 'TaskEdges';

function pathOf({ from, to, bend }: PlacedEdge): string {
  if (bend === undefined) return svgPath(linkCurve(from, to));
  // Out at the lower half of the left edge, in at the upper half of the other.
  const start = { x: from.x, y: from.y + from.height * 0.66 };
  const end = { x: to.x, y: to.y + to.height * 0.34 };
  const first = { x: start.x - bend, y: start.y };
  return svgPath({ start, first, second: { x: end.x - bend, y: end.y }, end });
}
