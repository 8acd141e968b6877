import { useTheme } from '@mui/material/styles';
import { memo } from 'react';
import { AnsiText } from './AnsiText';
import { detectLevel } from './detectLevel';
import { sourceColour } from './logText';
import type { LogViewLine } from './LogViewProps';

/** Stands for a line's number in a sentence that is translated once for all lines. */
export const LINE_NUMBER = '\u0000';

export interface LogLineRowProps {
  line: LogViewLine;
  search: string;
  timestamps: boolean;
  showSource: boolean;
  /** With {@link LINE_NUMBER} where the number goes. */
  linkLabel: string;
  /** The line that the address names. */
  selected: boolean;
  /** The match that the search is on. */
  current: boolean;
  onSelect?(line: LogViewLine): void;
}

/** Local time of day to the millisecond; the whole moment is in the tooltip. */
function clock(at: number): string {
  const date = new Date(at);
  const pad = (value: number, digits = 2) => String(value).padStart(digits, '0');
  const ms = pad(date.getMilliseconds(), 3);
  return `${pad(date.getHours())}:${pad(date.getMinutes())}:${pad(date.getSeconds())}.${ms}`;
}

/** One line of a log. */
export const LogLineRow = memo((props: LogLineRowProps) => {
  const { line, search, timestamps, showSource, selected, current, onSelect } = props;
  const { series } = useTheme().palette.kubemate;
  return (
    <div
      data-line={line.number}
      data-level={detectLevel(line.text)}
      data-selected={selected ? '' : undefined}
      data-current={current ? '' : undefined}
    >
      {onSelect === undefined ? (
        <span data-number="">{line.number}</span>
      ) : (
        <button
          type="button"
          data-number=""
          tabIndex={-1}
          aria-label={props.linkLabel.replace(LINE_NUMBER, String(line.number))}
          onClick={() => onSelect(line)}
        >
          {line.number}
        </button>
      )}
      {timestamps && line.at !== undefined && (
        <time dateTime={new Date(line.at).toISOString()} title={new Date(line.at).toISOString()}>
          {clock(line.at)}
        </time>
      )}
      {showSource && (
        <span
          data-source=""
          title={line.source}
          style={{ color: series[sourceColour(line.source, series.length)] }}
        >
          {line.source}
        </span>
      )}
      <span data-text="">
        <AnsiText text={line.text} search={search} />
      </span>
    </div>
  );
});
LogLineRow.displayName = 'LogLineRow';
