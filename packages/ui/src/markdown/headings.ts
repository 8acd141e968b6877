/** A heading of a document, to be linked to. */
export interface Heading {
  readonly level: number;
  readonly text: string;
  /** Where it is in the page: what stands behind `#`. */
  readonly id: string;
  /** In the source, from 1. */
  readonly line: number;
}

const FENCE = /^ {0,3}(`{3,}|~{3,})/;
const HEADING = /^ {0,3}(#{1,6})[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*$/;
/** `**bold**`, `` `code` `` and `[text](address)` as they are read. */
const MARKS = /[*_`]|!?\[([^\]]*)\]\([^)]*\)/g;

/** The id of a heading as GitHub and MkDocs make it: its words in lower case, joined by hyphens. */
export function headingId(text: string): string {
  return text
    .toLocaleLowerCase('en')
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s+/g, '-');
}

/** The headings of a Markdown text, without those in code. A second one of the same words gets `-1`, as on GitHub. */
export function headingsOf(markdown: string): readonly Heading[] {
  const found: Heading[] = [];
  const seen = new Map<string, number>();
  let fence: string | undefined;
  for (const [at, line] of markdown.split(/\r?\n/).entries()) {
    const mark = FENCE.exec(line)?.[1];
    if (mark !== undefined && (fence === undefined || mark.startsWith(fence)))
      fence = fence === undefined ? mark : undefined;
    const [, hashes, raw] = (fence === undefined && HEADING.exec(line)) || [];
    if (hashes === undefined || raw === undefined) continue;
    const text = raw.replace(MARKS, (_, label?: string) => label ?? '');
    const id = headingId(text);
    const count = seen.get(id) ?? 0;
    seen.set(id, count + 1);
    found.push({
      ...{ level: hashes.length, text, line: at + 1 },
      id: count === 0 ? id : `${id}-${count}`,
    });
  }
  return found;
}
