export type LogLevel = 'error' | 'warning' | 'info' | 'debug';

const WORDS: Readonly<Record<string, LogLevel>> = {
  fatal: 'error',
  panic: 'error',
  critical: 'error',
  crit: 'error',
  emerg: 'error',
  alert: 'error',
  severe: 'error',
  error: 'error',
  err: 'error',
  warning: 'warning',
  warn: 'warning',
  notice: 'info',
  info: 'info',
  information: 'info',
  debug: 'debug',
  dbg: 'debug',
  trace: 'debug',
  verbose: 'debug',
};

/** pino, bunyan: 10 trace to 60 fatal. */
function fromNumber(level: number): LogLevel | undefined {
  if (level >= 50 && level <= 60) return 'error';
  if (level >= 40) return level < 50 ? 'warning' : undefined;
  if (level >= 30) return 'info';
  return level >= 10 ? 'debug' : undefined;
}

const KLOG: Readonly<Record<string, LogLevel>> = {
  E: 'error',
  F: 'error',
  W: 'warning',
  I: 'info',
};

/** `"level":"warn"`, `"severity": "ERROR"`, `"level":50`, `level=error`, `lvl=info`. */
const FIELD = /"?\b(?:level|severity|lvl|loglevel|log\.level)"?\s*[=:]\s*"?([A-Za-z]+|\d{2})\b/i;
/** klog: `E0102 15:04:05.000000`. */
const KLOG_HEAD = /^([EFWI])\d{4} \d{2}:\d{2}:\d{2}/;
/** A level in brackets, in capitals, or followed by a colon, near the start of the line. */
const WORD =
  /(?:\[\s*|\b)(FATAL|PANIC|CRITICAL|CRIT|EMERG|ALERT|SEVERE|ERROR|ERR|WARNING|WARN|NOTICE|INFO|DEBUG|DBG|TRACE)(?=[\s\]:|-]|$)|(?:^|\s|\[)(fatal|panic|error|warning|warn|info|debug|trace)(?=[\]:])/;
const HEAD = 120;
// eslint-disable-next-line no-control-regex
const ANSI = /\u001b\[[0-9;]*m/g;

/**
 * The level a log line states: from a JSON or logfmt field, klog's first letter, or a level word near the start.
 * Undefined where it states none; the words of a message ("no error found") do not count.
 */
export function detectLevel(line: string): LogLevel | undefined {
  const text = line.includes('\u001b') ? line.replace(ANSI, '') : line;
  const klog = KLOG_HEAD.exec(text)?.[1];
  if (klog !== undefined) return KLOG[klog];
  const field = FIELD.exec(text)?.[1];
  if (field !== undefined) {
    const level = /^\d/.test(field) ? fromNumber(Number(field)) : WORDS[field.toLowerCase()];
    if (level !== undefined) return level;
  }
  const word = WORD.exec(text.slice(0, HEAD));
  const found = word?.[1] ?? word?.[2];
  return found === undefined ? undefined : WORDS[found.toLowerCase()];
}
