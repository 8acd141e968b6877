import type { ClusterObject } from '@kubemate/plugin-clusters-common';
import type { LineNote } from '@kubemate/ui';
import { isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import { Fields } from '../object/Fields';

/** Who wrote fields of an object, with what and when. */
export interface FieldManager {
  /** `kubectl`, `helm`, `kube-controller-manager` */
  readonly name: string;
  /** `Apply` owns its fields; `Update` wrote them last. */
  readonly operation: string;
  readonly subresource?: string;
  /** Epoch milliseconds. */
  readonly at?: number;
  readonly fields: unknown;
}

/** The managers of an object, in the order in which the server has them. Those of the status are left out: nobody edits it. */
export function managersOf(object: ClusterObject): readonly FieldManager[] {
  return new Fields(object)
    .at('metadata', 'managedFields')
    .items.filter(item => item.at('subresource').text !== 'status')
    .map(item => ({
      name: item.at('manager').text ?? '?',
      operation: item.at('operation').text ?? '',
      subresource: item.at('subresource').text,
      at: item.at('time').time,
      fields: item.at('fieldsV1').raw,
    }));
}

/** Which managers own what stands in each line of a text of the object, as remarks for the editor. */
export function ownerNotes(
  text: string,
  managers: readonly FieldManager[],
  say: (owners: readonly FieldManager[], path: string) => string,
): readonly LineNote[] {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter });
  if (document.errors.length > 0 || document.contents === null) return [];
  const names = [...new Set(managers.map(({ name }) => name))];
  const notes = new Map<number, LineNote>();
  const note = (place: { offset: number; path: string; owners: readonly FieldManager[] }) => {
    const { offset, path, owners } = place;
    const [first] = owners;
    if (first === undefined) return;
    const { line } = counter.linePos(offset);
    const all = [...new Set(owners.map(({ name }) => name))];
    notes.set(line, {
      line,
      text: all.length > 1 ? `${first.name} +${all.length - 1}` : first.name,
      detail: say(owners, path),
      series: names.indexOf(first.name),
    });
  };
  walk(
    document.contents,
    managers.map(manager => ({ manager, fields: manager.fields })),
    { path: '', note },
  );
  return [...notes.values()];
}

interface Owned {
  readonly manager: FieldManager;
  /** What it owns here, in the format of `fieldsV1`: `f:` for a field, `k:` and `v:` for items, `.` for the thing itself. */
  readonly fields: unknown;
}

interface WalkTools {
  readonly path: string;
  note(place: { offset: number; path: string; owners: readonly FieldManager[] }): void;
}

function walk(node: unknown, owned: readonly Owned[], { path, note }: WalkTools): void {
  if (owned.length === 0) return;
  if (isMap(node)) {
    for (const { key, value } of node.items) {
      const name = String(isScalar(key) ? key.value : key);
      const inner = path === '' ? name : `${path}.${name}`;
      const children = descend(owned, `f:${name}`);
      const owners = children.filter(isWhole).map(({ manager }) => manager);
      const offset = isScalar(key) ? key.range?.[0] : undefined;
      if (offset !== undefined) note({ offset, path: inner, owners });
      walk(value, children, { path: inner, note });
    }
    return;
  }
  if (!isSeq(node)) return;
  node.items.forEach((item, at) => {
    const plain: unknown =
      item instanceof Object && 'toJSON' in item ? (item as { toJSON(): unknown }).toJSON() : item;
    const children = owned.flatMap(({ manager, fields }) =>
      keysOf(fields)
        .filter(key => itemMatches(key, plain))
        .map(key => ({ manager, fields: field(fields, key) })),
    );
    const inner = `${path}[${at}]`;
    const offset = rangeStart(item);
    if (offset !== undefined && !isMap(item))
      note({ offset, path: inner, owners: children.map(({ manager }) => manager) });
    walk(item, children, { path: inner, note });
  });
}

function rangeStart(node: unknown): number | undefined {
  const range = (node as { range?: readonly number[] | null } | null)?.range;
  return range?.[0];
}

function descend(owned: readonly Owned[], key: string): readonly Owned[] {
  return owned.flatMap(({ manager, fields }) => {
    const found = field(fields, key);
    return found === undefined ? [] : [{ manager, fields: found }];
  });
}

/** A leaf, or a map or list that the manager made itself. */
function isWhole({ fields }: Owned): boolean {
  const keys = keysOf(fields);
  return keys.length === 0 || keys.includes('.');
}

function itemMatches(key: string, item: unknown): boolean {
  if (key.startsWith('v:')) return sameJson(parseJson(key.slice(2)), item);
  if (!key.startsWith('k:')) return false;
  const wanted = parseJson(key.slice(2));
  return keysOf(wanted).every(name => field(item, name) === field(wanted, name));
}

function keysOf(value: unknown): readonly string[] {
  return typeof value === 'object' && value !== null ? Object.keys(value) : [];
}

function field(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function sameJson(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}
