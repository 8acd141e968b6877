import type { ApiResponse } from '../reflector/ApiTransport';
import { printable } from './printable';

/** The API server sends at most 4 KiB of them, of 256 characters each where they are more; these bounds are for other servers. */
const MAX_HEADER = 64 * 1024;
const MAX_WARNINGS = 100;
const MAX_TEXT = 1_000;

/** `299 - "text" "date"`, the date left out by API servers: warn-code, warn-agent, warn-text of RFC 7234, section 5.5. */
const WARNING = /[\s,]*(\d{3}) (\S+) "((?:[^"\\]|\\[^])*)"(?: "[^"]*")?[ \t]*(?=,|$)/y;

/** The texts of an answer's `Warning` headers with code 299, once each. What is not a warning by the grammar ends its header. */
export function warningsOf({ headers }: ApiResponse): readonly string[] {
  const { warning = [] } = headers;
  const texts = new Set<string>();
  for (const line of typeof warning === 'string' ? [warning] : warning) {
    for (const text of parseWarnings(line.slice(0, MAX_HEADER))) {
      if (texts.size < MAX_WARNINGS) texts.add(text);
    }
  }
  return [...texts];
}

function parseWarnings(line: string): string[] {
  const texts: string[] = [];
  WARNING.lastIndex = 0;
  for (let match = WARNING.exec(line); match !== null; match = WARNING.exec(line)) {
    const [, code, , quoted = ''] = match;
    const text = printable(quoted.replace(/\\([^])/g, '$1')).slice(0, MAX_TEXT);
    if (code === '299' && text !== '') texts.push(text);
  }
  return texts;
}
