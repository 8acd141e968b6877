const FRONT_MATTER = /^\uFEFF?---\r?\n[\s\S]*?\r?\n---[ \t]*(?:\r?\n|$)/;
const ADMONITION = /^(?:!!!|\?\?\?\+?)[ \t]+([\w-]+)(?:[ \t]+"([^"]*)")?[ \t]*$/;
const INDENTED = /^(?: {4}|\t)/;

/** A page as MkDocs has it, in the Markdown that every reader knows: no front matter, admonitions as quotations, no `[TOC]`. */
export function plainMarkdown(text: string): string {
  const lines = text.replace(FRONT_MATTER, '').split(/\r?\n/);
  const plain: string[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    const [found, kind = '', title] = ADMONITION.exec(line) ?? [];
    if (found === undefined) {
      if (line.trim() !== '[TOC]') plain.push(line);
      continue;
    }
    plain.push(`> **${title ?? capitalised(kind)}**`, '>');
    while (isOfAdmonition(lines, at + 1)) {
      at += 1;
      plain.push(`> ${(lines[at] ?? '').replace(INDENTED, '')}`.trimEnd());
    }
    plain.push('');
  }
  return plain.join('\n').trim();
}

/** An indented line, or an empty one before one that is. */
function isOfAdmonition(lines: readonly string[], at: number): boolean {
  const line = lines[at];
  if (line === undefined) return false;
  if (INDENTED.test(line)) return true;
  return line.trim() === '' && INDENTED.test(lines[at + 1] ?? '');
}

function capitalised(word: string): string {
  return word.charAt(0).toLocaleUpperCase('en') + word.slice(1);
}
