import { ITEM } from './SchemaDocument';

/** Where the cursor is in a document that may be half written. */
export interface YamlContext {
  /** Keys from the root to the map that the cursor is in; {@link ITEM} for the item of a list. */
  readonly path: readonly string[];
  /** The key whose value is being written, where the cursor is behind a colon. */
  readonly key?: string;
  /** What stands between the beginning of the word and the cursor. */
  readonly word: string;
  /** Keys that the map has already. */
  readonly siblings: readonly string[];
  /** Column at which keys of this map stand. */
  readonly indent: number;
}

const LINE = /^(\s*)((?:- +)*)(?:("[^"]*"|'[^']*'|[\w./$-]+)\s*:(?:\s+(.*))?)?/;

interface Line {
  /** Columns of the dashes that open an item on this line. */
  readonly dashes: readonly number[];
  readonly column: number;
  readonly key?: string;
  readonly value: string;
}

function readLine(text: string): Line | undefined {
  if (text.trim() === '' || text.trim().startsWith('#')) return undefined;
  const [, space = '', marks = '', quoted, value = ''] = LINE.exec(text) ?? [];
  const dashes = [...marks.matchAll(/-/g)].map(({ index }) => space.length + (index ?? 0));
  const key = quoted?.replace(/^["']|["']$/g, '');
  return { dashes, column: space.length + marks.length, key, value: value.replace(/\s#.*$/, '') };
}

/**
 * Reads the place of the cursor from indentation alone, because the document does not parse while somebody writes it.
 * Undefined inside a comment or behind something that is no key.
 */
export function yamlContext(lines: readonly string[], column: number): YamlContext | undefined {
  const current = (lines.at(-1) ?? '').slice(0, column);
  if (/(^|\s)#/.test(current)) return undefined;
  const keyMatch = /^(\s*(?:- +)*)([\w./$-]*)$/.exec(current);
  const valueMatch = /^(\s*(?:- +)*)([\w./$-]+)\s*:\s+["']?([^"'\s]*)$/.exec(current);
  const match = keyMatch ?? valueMatch;
  if (match === null) return undefined;
  const [, lead = '', middle = '', last = ''] = match;
  const dashes = [...lead.matchAll(/-/g)].map(({ index }) => index ?? 0);
  const place = climb(lines.slice(0, -1), { indent: lead.length, dashes });
  return {
    ...place,
    indent: lead.length,
    ...(keyMatch === null ? { key: middle, word: last } : { word: middle }),
  };
}

/** Walks up from a map at a column to the root, collecting keys. */
function climb(
  above: readonly string[],
  start: { indent: number; dashes: readonly number[] },
): Pick<YamlContext, 'path' | 'siblings'> {
  const path: string[] = [];
  const siblings: string[] = [];
  let need = start.indent;
  let inOwnMap = true;
  // After a dash the key of the list may stand in the same column.
  let mayEqual = false;
  const cross = (dashes: readonly number[]) => {
    for (const dash of [...dashes].reverse()) {
      if (dash >= need) continue;
      path.push(ITEM);
      need = dash;
      inOwnMap = false;
      mayEqual = true;
    }
  };
  cross(start.dashes);
  for (const text of [...above].reverse()) {
    const line = readLine(text);
    if (line === undefined) continue;
    if (line.key !== undefined) {
      if (inOwnMap && line.column === need) siblings.push(line.key);
      const opens = line.value === '' || /^[&!]\S*$/.test(line.value);
      const fits = line.column < need || (mayEqual && line.column === need && !line.dashes.length);
      if (opens && fits) {
        path.push(line.key);
        need = line.column;
        inOwnMap = false;
        mayEqual = false;
      }
    }
    const [outermost = need] = line.dashes;
    if (!mayEqual || outermost < need) cross(line.dashes);
    if (need === 0 && !mayEqual) break;
  }
  return { path: path.reverse(), siblings };
}
