import type { Health, ResourceId } from '@kubemate/kube-common';
import type { Fields } from '../Fields';
import type { Fact, FactSection, FactValue, SummaryKey, TableSection } from './Summary';

export const text = (value: string): FactValue => ({ as: 'text', text: value });
export const code = (value: string): FactValue => ({ as: 'code', text: value });
export const count = (amount: number): FactValue => ({ as: 'count', amount });
export const status = (health: Health, word: string): FactValue => ({
  as: 'status',
  health,
  text: word,
});

export function core(plural: string): ResourceId {
  return { group: '', version: 'v1', plural };
}

/** A link to an object; nothing where there is no name. */
export function object(
  resource: ResourceId,
  target: { namespace?: string; name: string | undefined; text?: string },
): FactValue | undefined {
  const { name } = target;
  return name === undefined || name === ''
    ? undefined
    : { as: 'object', resource, ...target, name };
}

/** A value from a field, or nothing where the field is not set. */
export function fromText(field: Fields): FactValue | undefined {
  return field.text === undefined ? undefined : text(field.text);
}

export function fromTime(field: Fields): FactValue | undefined {
  return field.time === undefined ? undefined : { as: 'time', at: field.time };
}

export function fromQuantity(field: Fields, as: 'bytes' | 'cores'): FactValue | undefined {
  return field.quantity === undefined ? undefined : { as, amount: field.quantity };
}

export function fromTexts(field: Fields): FactValue | undefined {
  return field.texts.length === 0 ? undefined : { as: 'list', items: field.texts };
}

export function fromMap(field: Fields): FactValue | undefined {
  return field.entries.length === 0 ? undefined : { as: 'labels', labels: field.map };
}

/** A section of the facts that are set. */
export function facts(
  title: SummaryKey,
  values: readonly (readonly [SummaryKey, FactValue | undefined])[],
): FactSection {
  const set = values.flatMap(([label, value]): Fact[] => (value ? [{ label, value }] : []));
  return { type: 'facts', title, facts: set };
}

/** A section with one row per item. A cell is a value, several, or nothing. */
export function table(
  title: SummaryKey,
  columns: readonly SummaryKey[],
  rows: readonly (readonly (FactValue | readonly FactValue[] | undefined)[])[],
): TableSection {
  return {
    type: 'table',
    title,
    columns,
    rows: rows.map(cells => cells.map(cell => (cell === undefined ? [] : [cell].flat()))),
  };
}
