import { isJsonObject, jsonEqual } from '../json';
import type { SchemaNode } from '../schema/SchemaNode';
import { FieldSet } from './FieldSet';
import { partsOf, shapeOf } from './structure';

/** The fields that an applied configuration names. */
export function appliedFields(value: unknown, schema: SchemaNode | undefined): FieldSet {
  return namedFields(value, schema).pruned();
}

function namedFields(value: unknown, schema: SchemaNode | undefined): FieldSet {
  const set = new FieldSet();
  if (shapeOf(value, schema) === 'leaf') {
    set.member = true;
    return set;
  }
  for (const part of partsOf(value, schema)) {
    const child = namedFields(part.value, part.schema);
    const isItem = !part.element.startsWith('f:');
    const isMapKey =
      schema !== undefined && !isItem && schema.property(part.element.slice(2)) === undefined;
    if (isItem || isMapKey || isEmptyMap(part.value)) child.member = true;
    set.children.set(part.element, child);
  }
  return set;
}

function isEmptyMap(value: unknown): boolean {
  return isJsonObject(value) && Object.keys(value).length === 0;
}

export interface Comparison {
  /** Fields that are new or have another value. */
  readonly changed: FieldSet;
  readonly removed: FieldSet;
}

/** Go structs that are never absent: their presence says nothing, so nobody owns it. */
function isAlwaysPresent(schema: SchemaNode | undefined, isRequired: boolean): boolean {
  const fallback = schema?.raw.default;
  return isRequired || (isJsonObject(fallback) && Object.keys(fallback).length === 0);
}

function addAll(value: unknown, schema: SchemaNode | undefined, into: FieldSet): void {
  if (shapeOf(value, schema) === 'leaf') {
    into.member = true;
    return;
  }
  for (const part of partsOf(value, schema)) {
    const child = into.child(part.element);
    const name = part.element.slice(2);
    const isRequired = part.element.startsWith('f:') && schema?.required.includes(name) === true;
    if (isEmptyMap(part.value) || !isAlwaysPresent(part.schema, isRequired)) child.member = true;
    addAll(part.value, part.schema, child);
  }
}

/** What a write did, field by field. */
export function compareFields(
  before: unknown,
  after: unknown,
  schema: SchemaNode | undefined,
): Comparison {
  const comparison = { changed: new FieldSet(), removed: new FieldSet() };
  compareInto(before, after, { schema, ...comparison });
  return { changed: comparison.changed.pruned(), removed: comparison.removed.pruned() };
}

function compareInto(
  before: unknown,
  after: unknown,
  context: { schema: SchemaNode | undefined } & Comparison,
): void {
  const { schema, changed, removed } = context;
  if (before === after || jsonEqual(before, after)) return;
  const shape = shapeOf(after ?? before, schema);
  if (shape === 'leaf') {
    if (after === undefined) removed.member = true;
    else changed.member = true;
    return;
  }
  const old = new Map([...partsOf(before, schema)].map(part => [part.element, part]));
  for (const part of partsOf(after, schema)) {
    const previous = old.get(part.element);
    old.delete(part.element);
    const child = changed.child(part.element);
    if (previous === undefined) {
      const name = part.element.slice(2);
      const isRequired = part.element.startsWith('f:') && schema?.required.includes(name) === true;
      if (isEmptyMap(part.value) || !isAlwaysPresent(part.schema, isRequired)) child.member = true;
      addAll(part.value, part.schema, child);
    } else {
      compareInto(previous.value, part.value, {
        schema: part.schema,
        changed: child,
        removed: removed.child(part.element),
      });
    }
  }
  for (const element of old.keys()) removed.child(element).member = true;
}
