// Rows of a cluster repeat few namespaces, nodes, images and label sets. JSON.parse gives each object its own copy, so
// sharing them is what keeps a row small. Clearing a full pool costs sharing for a while and never correctness.
const LIMIT = 100_000;

function pool<T>(): (key: string, make: () => T) => T {
  const known = new Map<string, T>();
  return (key, make) => {
    const found = known.get(key);
    if (found !== undefined) return found;
    if (known.size >= LIMIT) known.clear();
    const made = make();
    known.set(key, made);
    return made;
  };
}

const texts = pool<string>();
const labelSets = pool<Readonly<Record<string, string>>>();
const owners = pool<{ readonly kind: string; readonly name: string }>();

/** The one shared copy of an often repeated text. */
export function intern(text: string): string {
  return texts(text, () => text);
}

/** {@link intern} for a field that may be absent or empty, as the null of a cell. */
export function internCell(text: string | null | undefined): string | null {
  return text ? intern(text) : null;
}

/** The one shared copy of a label set; undefined for an empty one. */
export function internLabels(
  labels: Readonly<Record<string, string>> | undefined,
): Readonly<Record<string, string>> | undefined {
  if (labels === undefined || labels === null) return undefined;
  let key = '';
  for (const name in labels) {
    if (Object.hasOwn(labels, name)) key += `${name}\n${labels[name]}\n`;
  }
  return key === '' ? undefined : labelSets(key, () => labels);
}

/** The one shared copy of an owner. */
export function internOwner(kind: string, name: string): { kind: string; name: string } {
  return owners(`${kind}/${name}`, () => ({ kind: intern(kind), name }));
}
