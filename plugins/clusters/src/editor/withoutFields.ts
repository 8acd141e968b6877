import { isMap, isSeq, parseDocument } from 'yaml';

/** A step of a field's path as the API server writes it: a key, a position, or an item by what it holds. */
type Step = string | number | Readonly<Record<string, unknown>>;

const STEP = /\.((?:[^.[\]"]|"[^"]*")+)|\[([^\]]*)\]/g;

/** `.spec.containers[name="app"].image` as steps. */
export function parseFieldPath(path: string): readonly Step[] {
  return [...path.matchAll(STEP)].map(([, key, inner = '']): Step => {
    if (key !== undefined) return key;
    if (/^\d+$/.test(inner)) return Number(inner);
    if (inner.startsWith('=')) return { '': parse(inner.slice(1)) };
    return Object.fromEntries(
      inner.split(',').map(pair => {
        const at = pair.indexOf('=');
        return [pair.slice(0, at), parse(pair.slice(at + 1))];
      }),
    );
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The text of an object without some fields, comments and order kept: an apply leaves to their owners what it does not name. */
export function withoutFields(text: string, paths: readonly string[]): string {
  const document = parseDocument(text);
  for (const path of paths) {
    const found = locate(document, parseFieldPath(path));
    if (found !== undefined) document.deleteIn(found);
  }
  return document.toString({ lineWidth: 0 });
}

type YamlDocument = ReturnType<typeof parseDocument>;

/** The path with positions in place of names; undefined where the text has no such field. */
function locate(document: YamlDocument, steps: readonly Step[]): (string | number)[] | undefined {
  const found: (string | number)[] = [];
  for (const step of steps) {
    if (typeof step !== 'object') {
      found.push(step);
      continue;
    }
    const list: unknown = document.getIn(found);
    if (!isSeq(list)) return undefined;
    const at = list.items.findIndex(item =>
      Object.entries(step).every(([key, value]) =>
        isMap(item)
          ? item.get(key) === value
          : key === '' && document.getIn([...found, list.items.indexOf(item)]) === value,
      ),
    );
    if (at < 0) return undefined;
    found.push(at);
  }
  return document.hasIn(found) ? found : undefined;
}
