import { useTheme } from '@mui/material/styles';
import { memo } from 'react';
import type { PlacedLink, TopologyLayout } from './layoutTopology';
import { linkCurve, svgPath } from './linkCurve';
import { LINE_DASHES, LINE_WIDTHS } from './TopologyModel';

export interface TopologyLinksProps {
  layout: TopologyLayout;
  selected: string | undefined;
}

/** Whether a link is one of an item. */
export function isLinkOf({ link }: PlacedLink, id: string | undefined): boolean {
  return id !== undefined && (link.from === id || link.to === id);
}

/** The links of a map, behind its nodes; those of the selected node stand out. */
export const TopologyLinks = memo(({ layout, selected }: TopologyLinksProps) => {
  const tokens = useTheme().palette.kubemate;
  return (
    <svg
      width={layout.width}
      height={layout.height}
      aria-hidden
      style={{ position: 'absolute', left: 0, top: 0, overflow: 'visible', pointerEvents: 'none' }}
    >
      {layout.links.map(placed => {
        const { key, link, from, to } = placed;
        const stands = isLinkOf(placed, selected);
        if (link.quiet && !stands) return null;
        return (
          <path
            key={key}
            d={svgPath(linkCurve(from, to))}
            fill="none"
            stroke={stands ? tokens.brand.main : tokens.text.tertiary}
            strokeOpacity={stands ? 1 : selected === undefined ? 0.55 : 0.18}
            strokeWidth={LINE_WIDTHS[link.line] + (stands ? 0.75 : 0)}
            strokeDasharray={LINE_DASHES[link.line].join(' ') || undefined}
            strokeLinecap="round"
          />
        );
      })}
    </svg>
  );
});
TopologyLinks.displayName = 'TopologyLinks';
