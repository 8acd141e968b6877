import { useTheme } from '@mui/material/styles';
import { LINE_DASHES, LINE_WIDTHS, type TopologyLine } from './TopologyModel';

/** A line as a map draws it, for its legend. */
export function LinkSample({ line }: { line: TopologyLine }) {
  const { text } = useTheme().palette.kubemate;
  return (
    <svg width={36} height={8} aria-hidden>
      <line
        x1={1}
        x2={35}
        y1={4}
        y2={4}
        stroke={text.tertiary}
        strokeWidth={LINE_WIDTHS[line]}
        strokeDasharray={LINE_DASHES[line].join(' ') || undefined}
        strokeLinecap="round"
      />
    </svg>
  );
}
