import type { FieldChange } from '@kubemate/operations-common';
import { isDeepStrictEqual } from 'node:util';
import { isSeq } from 'yaml';
import type { Document } from 'yaml';

type Path = readonly (string | number)[];
type Fields = Record<string, unknown>;

/** A change of one value, and what the file said there. */
interface Change {
  readonly path: Path;
  readonly before: unknown;
  readonly after: unknown;
}

export interface WrittenChanges {
  /** What was in the document, and what is now. */
  readonly changes: readonly FieldChange[];
  /** Paths at which the document said something else than the first state, so that this is overwritten. */
  readonly differing: readonly string[];
}

function changeOf({ path, before, after }: Change): FieldChange {
  return {
    path: path.join('.'),
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
  };
}

/**
 * Writes into a document what differs between two states of its object, and nothing else: comments, order and what a cluster fills in by itself stay as they are. Items of lists are told apart by their `name`.
 */
export function writeChanges(
  document: Document,
  { before, after }: { before: unknown; after: unknown },
): WrittenChanges {
  const changes: FieldChange[] = [];
  const differing: string[] = [];
  const write = (change: Change): void => {
    const { path, before: old, after: made } = change;
    if (isDeepStrictEqual(old, made)) return;
    if (isFields(old) && isFields(made)) {
      for (const key of new Set([...Object.keys(old), ...Object.keys(made)]))
        write({ path: [...path, key], before: old[key], after: made[key] });
      return;
    }
    if (isNamed(old) && isNamed(made) && isSeq(document.getIn(path, true))) {
      writeItems(document, { path, old, made, write, changes });
      return;
    }
    const said = plain(document, path);
    if (said !== undefined && !isDeepStrictEqual(said, old) && !isDeepStrictEqual(said, made))
      differing.push(path.join('.'));
    if (!isDeepStrictEqual(said, made)) changes.push(changeOf({ path, before: said, after: made }));
    if (made === undefined) document.deleteIn(path);
    else document.setIn(path, typeof made === 'object' ? document.createNode(made) : made);
  };
  write({ path: [], before, after });
  return { changes, differing };
}

function writeItems(
  document: Document,
  {
    path,
    old,
    made,
    write,
    changes,
  }: {
    path: Path;
    old: Fields[];
    made: Fields[];
    write(change: Change): void;
    changes: FieldChange[];
  },
): void {
  const indexOf = (name: unknown) => {
    const items = plain(document, path);
    return Array.isArray(items)
      ? items.findIndex(item => isFields(item) && item.name === name)
      : -1;
  };
  for (const item of made) {
    const at = indexOf(item.name);
    const known = old.find(({ name }) => name === item.name);
    if (isDeepStrictEqual(known, item)) continue;
    if (at < 0) {
      document.addIn(path, document.createNode(item));
      changes.push(
        changeOf({ path: [...path, String(item.name)], before: undefined, after: item }),
      );
    } else write({ path: [...path, at], before: known ?? {}, after: item });
  }
  for (const { name } of old.filter(item => !made.some(each => each.name === item.name))) {
    const at = indexOf(name);
    if (at < 0) continue;
    const before = plain(document, [...path, at]);
    changes.push(changeOf({ path: [...path, String(name)], before, after: undefined }));
    document.deleteIn([...path, at]);
  }
}

function plain(document: Document, path: Path): unknown {
  const node: unknown = path.length === 0 ? document.contents : document.getIn(path, true);
  const asked = node as { toJS?(document: Document): unknown } | undefined | null;
  return asked?.toJS?.(document);
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A list whose items have names, each its own: containers, ports, volumes, environment. */
function isNamed(value: unknown): value is Fields[] {
  if (!Array.isArray(value) || value.length === 0) return false;
  const names = value.map(item => (isFields(item) ? item.name : undefined));
  return names.every(name => typeof name === 'string') && new Set(names).size === names.length;
}
