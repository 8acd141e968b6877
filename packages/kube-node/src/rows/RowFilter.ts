import { InputError } from '@backstage/errors';
import { type Cell, type Column, parseQuantity, type Row } from '@kubemate/kube-common';
import { fractionValue } from './rowSort';

type Operator = '=' | '!=' | '>=' | '<=' | '>' | '<' | '~';

/** One condition of a filter, ready to be asked of rows. */
export interface RowCondition {
  /** True where the answer depends on the time of asking (`age<1h`). */
  readonly timed: boolean;
  test(row: Row, now: number): boolean;
}

type FieldType = Column['type'];

interface Field {
  readonly id: string;
  readonly type: FieldType;
  read(row: Row): Cell | undefined;
}

const BUILT_IN: readonly Field[] = [
  { id: 'name', type: 'text', read: row => row.name },
  { id: 'namespace', type: 'text', read: row => row.namespace },
  { id: 'cluster', type: 'text', read: row => row.cluster },
  { id: 'health', type: 'text', read: row => row.health },
  { id: 'reason', type: 'text', read: row => row.reason },
  {
    id: 'owner',
    type: 'text',
    read: row => (row.owner === undefined ? null : `${row.owner.kind}/${row.owner.name}`),
  },
  { id: 'age', type: 'time', read: row => row.created },
];

// Longest first, so that `>=` is not read as `>` with the value `=…`.
const CONDITION = /^\s*([A-Za-z][\w.-]*)\s*(!=|>=|<=|==|=|>|<|~)(.*)$/s;
const DURATION = /^(\d+(?:\.\d+)?[smhdwy])+$/;
const DURATION_PART = /(\d+(?:\.\d+)?)([smhdwy])/g;
const UNIT_MS: Record<string, number> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 7 * 86_400_000,
  y: 365 * 86_400_000,
};
const MAX_CONDITIONS = 20;
const MAX_VALUES = 100;

/** Splits at a separator outside double quotes. */
function splitOutsideQuotes(text: string, separator: string): string[] {
  const parts: string[] = [];
  let part = '';
  let quoted = false;
  for (const character of text) {
    if (character === '"') quoted = !quoted;
    if (character === separator && !quoted) {
      parts.push(part);
      part = '';
    } else part += character;
  }
  if (quoted) throw new InputError(`filter: a quotation mark is not closed in "${text}"`);
  parts.push(part);
  return parts;
}

function unquote(text: string): string {
  const trimmed = text.trim();
  return trimmed.replaceAll('"', '');
}

function parseDuration(text: string): number | undefined {
  if (!DURATION.test(text)) return undefined;
  let total = 0;
  for (const [, amount, unit] of text.matchAll(DURATION_PART)) {
    total += Number(amount) * (UNIT_MS[unit ?? ''] ?? 0);
  }
  return total;
}

const EXPECTED: Partial<Record<FieldType, string>> = {
  number: 'a number such as 3',
  bytes: 'an amount such as 512Mi or 1.5Gi',
  cores: 'an amount such as 0.5 or 250m',
  boolean: 'true or false',
  fraction: 'a fraction such as 1/3, or a share such as 50% or 0.5',
  time: 'a duration such as 90s, 5m, 2h, 7d, or a time such as 2026-01-31T00:00:00Z',
};

function fractionOperand(text: string): number | undefined {
  const share = /^(\d+(?:\.\d+)?)%$/.exec(text)?.[1];
  if (share !== undefined) return Number(share) / 100;
  return fractionValue(text) ?? finite(text);
}

function finite(text: string): number | undefined {
  if (text === '') return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}

/** The number that a value stands for in a column of this type. */
function operand(text: string, type: FieldType): number | undefined {
  switch (type) {
    case 'number':
      return finite(text) ?? parseQuantity(text);
    case 'bytes':
    case 'cores':
      return parseQuantity(text);
    case 'boolean':
      return { true: 1, false: 0 }[text.toLowerCase()];
    case 'fraction':
      return fractionOperand(text);
    default:
      return undefined;
  }
}

/** The number that a cell stands for, comparable with {@link operand}. */
function magnitude(cell: Cell | undefined, type: FieldType): number | undefined {
  if (typeof cell === 'number') return cell;
  if (typeof cell === 'boolean') return cell ? 1 : 0;
  if (typeof cell !== 'string') return undefined;
  return type === 'fraction' ? fractionValue(cell) : undefined;
}

function compare(left: number | string, operator: Operator, right: number | string): boolean {
  switch (operator) {
    case '>':
      return left > right;
    case '<':
      return left < right;
    case '>=':
      return left >= right;
    case '<=':
      return left <= right;
    default:
      return left === right;
  }
}

function isEmpty(cell: Cell | undefined): boolean {
  return cell === undefined || cell === null || cell === '';
}

/** A test of one value: `=`, an inequality or `~`, never `!=`. */
type ValueTest = (cell: Cell | undefined, now: number) => boolean;

function timeTest(field: Field, operator: Operator, text: string): ValueTest {
  const duration = parseDuration(text);
  if (duration !== undefined) {
    return (cell, now) => typeof cell === 'number' && compare(now - cell, operator, duration);
  }
  const at = /^\d{4}-\d{2}/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(at)) throw badValue(field, text);
  return cell => typeof cell === 'number' && compare(cell, operator, at);
}

function textTest(field: Field, operator: Operator, text: string): ValueTest {
  const wanted = text.toLowerCase();
  if (operator === '~') {
    return cell => typeof cell === 'string' && cell.toLowerCase().includes(wanted);
  }
  if (operator !== '=') {
    return cell => !isEmpty(cell) && compare(String(cell).toLowerCase(), operator, wanted);
  }
  if (field.type === 'list') {
    return cell =>
      typeof cell === 'string' &&
      cell.split(',').some(part => part.trim().toLowerCase() === wanted);
  }
  return cell => !isEmpty(cell) && String(cell).toLowerCase() === wanted;
}

function badValue(field: Field, text: string): InputError {
  const expected = EXPECTED[field.type] ?? 'text';
  return new InputError(`filter: "${text}" is no value for column "${field.id}": give ${expected}`);
}

function valueTest(field: Field, operator: Operator, text: string): ValueTest {
  if (text === '' && operator === '=') return cell => isEmpty(cell);
  if (text === '') throw new InputError(`filter: "${field.id}${operator}" lacks a value`);
  if (field.type === 'text' || field.type === 'list' || operator === '~') {
    return textTest(field, operator, text);
  }
  if (field.type === 'time') return timeTest(field, operator, text);
  const wanted = operand(text, field.type);
  if (wanted === undefined) throw badValue(field, text);
  return cell => {
    const value = magnitude(cell, field.type);
    return value !== undefined && compare(value, operator, wanted);
  };
}

function findField(id: string, columns: readonly Column[]): Field {
  const builtIn = BUILT_IN.find(field => field.id === id);
  if (builtIn !== undefined) return builtIn;
  const column = columns.find(candidate => candidate.id === id);
  if (column !== undefined) return { id, type: column.type, read: row => row.cells[id] };
  const known = [...BUILT_IN, ...columns].map(candidate => candidate.id);
  throw new InputError(`filter: no column "${id}"; there are ${known.join(', ')}`);
}

function parseCondition(text: string, columns: readonly Column[]): RowCondition {
  const [, id, symbol, rest] = CONDITION.exec(text) ?? [];
  if (id === undefined || symbol === undefined || rest === undefined) {
    throw new InputError(
      `filter: cannot read "${text.trim()}"; write column=value, with one of = != > >= < <= ~`,
    );
  }
  const field = findField(id, columns);
  const values = splitOutsideQuotes(rest, '|').map(unquote);
  if (values.length > MAX_VALUES) throw new InputError(`filter: more than ${MAX_VALUES} values`);
  const negated = symbol === '!=';
  const operator: Operator = negated || symbol === '==' ? '=' : (symbol as Operator);
  const tests = values.map(value => valueTest(field, operator, value));
  const timed = field.type === 'time' && values.some(value => parseDuration(value) !== undefined);
  return {
    timed,
    test(row, now) {
      const cell = field.read(row);
      for (const test of tests) if (test(cell, now)) return !negated;
      return negated;
    },
  };
}

/**
 * Reads a filter: conditions joined by commas, all of which must hold.
 * - `column=a|b` equals one of the values, whatever the case; `column=` has none. In a list column: has it as a part.
 * - `column!=a|b` equals none of the values.
 * - `column>v`, `>=`, `<`, `<=`: amounts take the units of Kubernetes (`memory>1Gi`, `cpu<250m`), times take an age
 *   (`age<1h` is younger than an hour, `7d`, `1h30m`) or a date, fractions take a fraction or a share (`ready<100%`).
 * - `column~text` contains the text, whatever the case.
 * - Values with a comma or a bar stand in double quotes.
 *
 * @throws InputError that names `filter` and what is wrong with it
 */
export function parseRowFilter(
  text: string | undefined,
  columns: readonly Column[],
): readonly RowCondition[] {
  if (text === undefined || text.trim() === '') return [];
  const parts = splitOutsideQuotes(text, ',');
  if (parts.length > MAX_CONDITIONS) {
    throw new InputError(`filter: more than ${MAX_CONDITIONS} conditions`);
  }
  return parts.map(part => parseCondition(part, columns));
}
