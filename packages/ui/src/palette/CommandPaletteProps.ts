import type { ReactNode } from 'react';

export interface PaletteItem {
  readonly id: string;
  readonly title: string;
  /** Behind the title, quieter: `Deployment · shop · prod`. */
  readonly detail?: string;
  readonly icon?: ReactNode;
  /** At the end of the line: a status, a shortcut. */
  readonly mark?: ReactNode;
}

export interface PaletteGroup {
  readonly id: string;
  readonly title: string;
  /** Best first; the palette keeps the order given. */
  readonly items: readonly PaletteItem[];
}

export interface CommandPaletteProps {
  open: boolean;
  onClose(): void;
  query: string;
  onQueryChange(query: string): void;
  /** Ranked outside: the palette neither filters nor sorts. */
  groups: readonly PaletteGroup[];
  /** Results for the query are on their way; those shown are kept until then. */
  loading?: boolean;
  /** Why results may be missing, above the foot. */
  problem?: string;
  /** `newTab` when opened with Ctrl/⌘ held. */
  onOpen(item: PaletteItem, how: { newTab: boolean }): void;
}
