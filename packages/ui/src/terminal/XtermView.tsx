import '@xterm/xterm/css/xterm.css';
import Box from '@mui/material/Box';
import { useTheme } from '@mui/material/styles';
import { FitAddon } from '@xterm/addon-fit';
import { Terminal as Xterm } from '@xterm/xterm';
import { useEffect, useRef } from 'react';
import { fonts, radii, type } from '../theme/tokens';
import type { TerminalProps } from './Terminal';
import { terminalTheme } from './terminalTheme';

const SCROLLBACK = 5_000;

/** The terminal behind {@link TerminalProps}; in its own chunk because of its size. */
export function XtermView(props: TerminalProps) {
  const { mode } = useTheme().palette;
  const host = useRef<HTMLDivElement>(null);
  const xterm = useRef<Xterm>();
  const latest = useRef(props);
  latest.current = props;
  const { label } = props;
  useEffect(() => {
    if (host.current === null) return undefined;
    const { terminal, close } = openXterm(host.current, latest);
    xterm.current = terminal;
    return close;
  }, []);
  useEffect(() => {
    if (xterm.current !== undefined) xterm.current.options.theme = terminalTheme(mode);
  }, [mode]);
  useEffect(() => {
    xterm.current?.textarea?.setAttribute('aria-label', label);
  }, [label]);
  return (
    <Box
      role="group"
      aria-label={label}
      sx={{
        flex: 1,
        minHeight: 0,
        minWidth: 0,
        p: 1,
        border: 1,
        borderColor: 'divider',
        borderRadius: `${radii.medium}px`,
        bgcolor: 'kubemate.surface.base',
        '&:focus-within': { outline: 2, outlineColor: 'primary.main', outlineOffset: -2 },
      }}
    >
      <Box ref={host} sx={{ height: '100%' }} />
    </Box>
  );
}

function openXterm(host: HTMLElement, latest: { readonly current: TerminalProps }) {
  const terminal = new Xterm({
    fontFamily: fonts.mono,
    fontSize: type.caption.size,
    lineHeight: 1.25,
    scrollback: SCROLLBACK,
    cursorBlink: !window.matchMedia?.('(prefers-reduced-motion: reduce)').matches,
    disableStdin: latest.current.onInput === undefined,
    // Colours that a program chooses are moved until they can be read.
    minimumContrastRatio: 4.5,
    macOptionIsMeta: true,
    screenReaderMode: true,
  });
  const fit = new FitAddon();
  terminal.loadAddon(fit);
  terminal.open(host);
  terminal.attachCustomKeyEventHandler(event => handleKey(terminal, event));
  terminal.onData(data => latest.current.onInput?.(data));
  terminal.onResize(({ cols, rows }) => latest.current.onResize?.({ columns: cols, rows }));
  const refit = () => {
    // A hidden tab has no size; the one before stays.
    if (host.clientWidth > 0 && host.clientHeight > 0) fit.fit();
  };
  const watcher = new ResizeObserver(refit);
  watcher.observe(host);
  refit();
  latest.current.onResize?.({ columns: terminal.cols, rows: terminal.rows });
  const gone = latest.current.onReady({
    write: (data, done) => terminal.write(data, done),
    reset: () => terminal.reset(),
    focus: () => terminal.focus(),
  });
  return {
    terminal,
    close: () => {
      gone?.();
      watcher.disconnect();
      terminal.dispose();
    },
  };
}

/** False for keys that the page or the browser takes. */
function handleKey(terminal: Xterm, event: KeyboardEvent): boolean {
  if (event.type !== 'keydown') return true;
  const both = event.ctrlKey && event.shiftKey;
  if (both && event.code === 'Escape') {
    terminal.blur();
    return false;
  }
  if (both && event.code === 'KeyC') {
    event.preventDefault();
    void navigator.clipboard?.writeText(terminal.getSelection());
    return false;
  }
  // The browser's own paste event brings the text.
  return !(both && event.code === 'KeyV');
}
