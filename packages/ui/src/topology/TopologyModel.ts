import type { Health } from '@kubemate/kube-common';
import type { ReactNode } from 'react';

/** A node as it is drawn. */
export interface TopologyItem {
  readonly id: string;
  /** Its place from left to right, 0 first. Columns that a group does not use take no room. */
  readonly column: number;
  /** One of the groups. */
  readonly group: string;
  readonly title: string;
  /** Under the title: kind and the fact that says most. */
  readonly subtitle: string;
  readonly health: Health;
  /** What is read out: title and subtitle as they are seen, so that one can be told to press it, then health and reason. */
  readonly label: string;
  readonly icon: ReactNode;
  /** Stands for something that is not there or cannot be read: drawn with a broken edge. */
  readonly ghost?: boolean;
  /** Does not match what is searched for. */
  readonly faded?: boolean;
}

/** How a connection is drawn, so that its meaning is not told by colour. */
export type TopologyLine = 'solid' | 'bold' | 'dashed' | 'dotted';

/** A connection from left to right between two items. */
export interface TopologyLink {
  readonly from: string;
  readonly to: string;
  readonly line: TopologyLine;
  /** Drawn only while one of its ends is selected. */
  readonly quiet?: boolean;
}

/** Items that belong together, in a frame that can be folded. */
export interface TopologyGroup {
  readonly id: string;
  readonly title: string;
  /** How many items there are in it, in words. */
  readonly subtitle: string;
  /** The worst of its items. */
  readonly health: Health;
  readonly folded: boolean;
}

export interface TopologyGraph {
  readonly items: readonly TopologyItem[];
  readonly links: readonly TopologyLink[];
  /** In the order in which they are laid out. */
  readonly groups: readonly TopologyGroup[];
}

/** The dashes of each line, in px at full size. */
export const LINE_DASHES: Readonly<Record<TopologyLine, readonly number[]>> = {
  solid: [],
  bold: [],
  dashed: [6, 4],
  dotted: [1.5, 4],
};

/** The width of each line, in px at full size. */
export const LINE_WIDTHS: Readonly<Record<TopologyLine, number>> = {
  solid: 1.25,
  bold: 2,
  dashed: 1.25,
  dotted: 1.75,
};
