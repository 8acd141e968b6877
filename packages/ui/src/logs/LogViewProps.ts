/** A line as a log view shows it. */
export interface LogViewLine {
  /** Grows by one for each line that was ever received, so a line keeps its number when older ones are dropped. */
  readonly number: number;
  /** What the line came from: `api-7d9f/web`. Lines of one source have one colour. */
  readonly source: string;
  /** Epoch milliseconds. */
  readonly at?: number;
  /** May hold ANSI colour sequences. */
  readonly text: string;
}

export interface LogViewProps {
  /** Oldest first; see `LogBuffer`. */
  lines: readonly LogViewLine[];
  /** Lines that the buffer dropped because it was full. */
  dropped?: number;
  /** `waiting` before the first line, `streaming` while more may come, `ended` after the last. */
  state: 'waiting' | 'streaming' | 'ended';
  /** Draw the source of each line: when there is more than one. */
  showSource?: boolean;
  /** Name of a downloaded file. */
  fileName?: string;
  /** The line that the address names, as `onLink` gave it: scrolled to and marked, or said to be gone. */
  link?: string;
  /** A person chose a line: put this into the address. Lines cannot be chosen without. */
  onLink?(link: string): void;
  /** Problems of single sources, drawn above the lines. */
  problems?: readonly { readonly key: string; readonly text: string }[];
  /** Full text search kept in the address. */
  search?: string;
  onSearchChange?(search: string): void;
}
