import type { TopologyLayout } from './layoutTopology';
import type { Viewport } from './Viewport';

/** What both ways to draw a map are given. */
export interface TopologyDrawing {
  readonly layout: TopologyLayout;
  readonly viewport: Viewport;
  readonly selected: string | undefined;
  /** The item that the keyboard is at. */
  readonly focused: string | undefined;
  /** The selected item and what it is linked with; absent where none is selected. */
  readonly near: ReadonlySet<string> | undefined;
  onSelect(id: string | undefined): void;
  onFocus(id: string): void;
  onFold(group: string, folded: boolean): void;
  /** Whether the press that just ended was a drag. */
  wasDragged(): boolean;
}
