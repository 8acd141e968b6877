import { isJsonObject } from '../json';
import type { JsonObject } from '../publishedDocuments';

/**
 * A set of field paths, as `fieldsV1` writes it: path elements are `f:NAME`, `k:{KEYS}`, `v:VALUE`. Immutable by
 * convention once built.
 */
export class FieldSet {
  /** Whether the path that leads here is itself in the set. */
  member = false;
  readonly children = new Map<string, FieldSet>();

  static parse(fields: unknown): FieldSet {
    const set = new FieldSet();
    if (!isJsonObject(fields)) return set;
    for (const [element, below] of Object.entries(fields)) {
      if (element === '.') {
        set.member = true;
        continue;
      }
      const child = FieldSet.parse(below);
      if (isJsonObject(below) && Object.keys(below).length === 0) child.member = true;
      set.children.set(element, child);
    }
    return set;
  }

  /** `fieldsV1`. The root itself is never a member. */
  format(): JsonObject {
    const result: JsonObject = {};
    if (this.member && this.children.size > 0) result['.'] = {};
    for (const [element, child] of [...this.children].sort(([a], [b]) => (a < b ? -1 : 1)))
      result[element] = child.format();
    return result;
  }

  get isEmpty(): boolean {
    return !this.member && this.children.size === 0;
  }

  child(element: string): FieldSet {
    const known = this.children.get(element);
    if (known !== undefined) return known;
    const created = new FieldSet();
    this.children.set(element, created);
    return created;
  }

  /** Drops branches that lead to no member. */
  pruned(): FieldSet {
    for (const [element, child] of this.children)
      if (child.pruned().isEmpty) this.children.delete(element);
    return this;
  }

  union(other: FieldSet): FieldSet {
    return combine(this, other, (left, right) => left || right);
  }

  intersection(other: FieldSet): FieldSet {
    return combine(this, other, (left, right) => left && right).pruned();
  }

  difference(other: FieldSet): FieldSet {
    return combine(this, other, (left, right) => left && !right).pruned();
  }

  /** Everything at or below a member of `other` is taken out: what is gone takes its fields along. */
  withoutBelow(other: FieldSet): FieldSet {
    const result = new FieldSet();
    if (other.member) return result;
    result.member = this.member;
    for (const [element, child] of this.children) {
      const gone = other.children.get(element);
      result.children.set(element, gone === undefined ? child : child.withoutBelow(gone));
    }
    return result.pruned();
  }

  equals(other: FieldSet): boolean {
    return (
      this.member === other.member &&
      this.children.size === other.children.size &&
      [...this.children].every(([element, child]) => {
        const twin = other.children.get(element);
        return twin !== undefined && child.equals(twin);
      })
    );
  }

  /** Member paths in the text form of conflict messages: `.spec.containers[name="web"].image`. */
  *paths(prefix = ''): Generator<string> {
    if (this.member && prefix !== '') yield prefix;
    for (const [element, child] of [...this.children].sort(([a], [b]) => (a < b ? -1 : 1)))
      yield* child.paths(prefix + elementText(element));
  }
}

const NOTHING = new FieldSet();

function combine(
  left: FieldSet,
  right: FieldSet,
  isMember: (left: boolean, right: boolean) => boolean,
): FieldSet {
  const result = new FieldSet();
  result.member = isMember(left.member, right.member);
  for (const element of new Set([...left.children.keys(), ...right.children.keys()])) {
    const child = combine(
      left.children.get(element) ?? NOTHING,
      right.children.get(element) ?? NOTHING,
      isMember,
    );
    if (!child.isEmpty) result.children.set(element, child);
  }
  return result;
}

function elementText(element: string): string {
  const kind = element.slice(0, 2);
  const text = element.slice(2);
  if (kind === 'f:') return `.${text}`;
  if (kind === 'v:') return `[=${text}]`;
  const keys: unknown = JSON.parse(text);
  const parts = Object.entries(isJsonObject(keys) ? keys : {}).map(
    ([name, value]) => `${name}=${JSON.stringify(value)}`,
  );
  return `[${parts.join(',')}]`;
}
