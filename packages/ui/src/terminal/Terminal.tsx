import { lazy, Suspense } from 'react';
import { LoadingState } from '../states/LoadingState';

/** What a terminal is written to with. */
export interface TerminalScreen {
  /** `done` is called when it is drawn: whoever sends much waits for that. */
  write(data: Uint8Array | string, done?: () => void): void;
  /** An empty screen, as at the start. */
  reset(): void;
  focus(): void;
}

export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

export interface TerminalProps {
  /** Accessible name. */
  label: string;
  /** Called when the screen can be written to; the function it returns, when it is gone. */
  onReady(screen: TerminalScreen): (() => void) | void;
  /** What the person types or pastes. Absent where there is nothing to type to. */
  onInput?(data: string): void;
  /** Called with the first size as well. */
  onResize?(size: TerminalSize): void;
}

const XtermView = lazy(() => import('./XtermView').then(m => ({ default: m.XtermView })));

/**
 * A terminal that fills its parent. Copy with Ctrl-Shift-C or ⌘-C, paste with Ctrl-Shift-V or ⌘-V; Ctrl-Shift-Esc gives the
 * keyboard back to the page. xterm.js loads on first use. Callbacks are read when they are called: they may change.
 */
export function Terminal(props: TerminalProps) {
  return (
    <Suspense fallback={<LoadingState lines={12} />}>
      <XtermView {...props} />
    </Suspense>
  );
}
