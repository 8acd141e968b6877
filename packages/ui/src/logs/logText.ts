import type { LogViewLine } from './LogViewProps';

// eslint-disable-next-line no-control-regex
const ANSI = /\u001b\[[0-9;?]*[ -/]*[@-~]/g;

/** The text of a line without ANSI sequences. */
export function plainText(text: string): string {
  return text.includes('\u001b') ? text.replace(ANSI, '') : text;
}

/** Lines as a file or the clipboard gets them: with time and source where those are shown. */
export function formatLines(
  lines: readonly LogViewLine[],
  { timestamps, sources }: { timestamps: boolean; sources: boolean },
): string {
  return lines
    .map(line => {
      const time = timestamps && line.at !== undefined ? `${new Date(line.at).toISOString()} ` : '';
      const source = sources ? `${line.source} ` : '';
      return `${time}${source}${plainText(line.text)}\n`;
    })
    .join('');
}

/** Whether the text of a line holds the search, whatever the case. */
export function matches({ text }: LogViewLine, search: string): boolean {
  return search !== '' && plainText(text).toLowerCase().includes(search.toLowerCase());
}

/** A text cut where the search matches: even parts are between matches, odd parts are matches. */
export function splitMatches(text: string, search: string): string[] {
  if (search === '') return [text];
  const low = text.toLowerCase();
  const needle = search.toLowerCase();
  // Lower-casing changes the length of a few letters; positions would then be wrong, so such a text is not cut.
  if (low.length !== text.length) return [text];
  const parts: string[] = [];
  let from = 0;
  for (let at = low.indexOf(needle); at >= 0; at = low.indexOf(needle, from)) {
    parts.push(text.slice(from, at), text.slice(at, at + needle.length));
    from = at + needle.length;
  }
  parts.push(text.slice(from));
  return parts;
}

/** A number for a source that stays the same and spreads over `count` colours. */
export function sourceColour(source: string, count: number): number {
  let hash = 0;
  for (const char of source) hash = (hash * 31 + (char.codePointAt(0) ?? 0)) % 1_000_003;
  return hash % count;
}
