import { parseTime } from './age';
import { compileJsonPath } from './jsonPath';
import type { JsonPath } from './jsonPath';
import type { KubeObject } from './kubeObject';
import type { Cell, Column, ColumnType } from './row';

/** One entry of a CustomResourceDefinition's `additionalPrinterColumns`. */
export interface PrinterColumn {
  readonly name: string;
  /** `string`, `integer`, `number`, `boolean` or `date`. */
  readonly type: string;
  readonly jsonPath: string;
  readonly description?: string;
  readonly format?: string;
  /** 0 is shown by default; anything above stands for wide output. */
  readonly priority?: number;
}

/** One entry of `columnDefinitions` of a server-side Table (`meta.k8s.io/v1`). */
export interface TableColumnDefinition {
  readonly name: string;
  readonly type: string;
  readonly format?: string;
  readonly description?: string;
  readonly priority?: number;
}

// Every row carries these beside its cells, so a column of that id would say it twice or hide it.
const RESERVED = ['name', 'namespace', 'cluster', 'age', 'health', 'labels'];

const TYPES: Readonly<Record<string, ColumnType>> = {
  integer: 'number',
  number: 'number',
  boolean: 'boolean',
  date: 'time',
};

function columnId(name: string, taken: ReadonlySet<string>): string {
  const words = name.split(/[^A-Za-z0-9]+/).filter(word => word !== '');
  const camel = words
    .map((word, at) => {
      // READY and IP are one word in capitals; MinReplicas keeps its inner capital.
      const plain = /^[A-Z0-9]+$/.test(word) ? word.toLowerCase() : word;
      const [first = ''] = plain;
      return (at === 0 ? first.toLowerCase() : first.toUpperCase()) + plain.slice(1);
    })
    .join('');
  const base = camel === '' ? 'column' : camel;
  let id = base;
  for (let copy = 2; taken.has(id); copy += 1) id = `${base}${copy}`;
  return id;
}

function toColumns(
  definitions: readonly TableColumnDefinition[],
  typeOf: (definition: TableColumnDefinition) => ColumnType,
): Column[] {
  const taken = new Set(RESERVED);
  return definitions.map(definition => {
    const id = columnId(definition.name, taken);
    taken.add(id);
    return {
      id,
      title: definition.name,
      type: typeOf(definition),
      priority: (definition.priority ?? 0) > 0 ? 1 : 0,
      description: definition.description,
    };
  });
}

function textCell(value: unknown): Cell {
  if (value === undefined || value === null) return null;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

// A value of another type than the column declares is shown empty, as the API server does.
const READERS: Readonly<Record<ColumnType, (value: unknown) => Cell>> = {
  number: value => (typeof value === 'number' ? value : null),
  boolean: value => (typeof value === 'boolean' ? value : null),
  time: value => (typeof value === 'string' ? (parseTime(value) ?? null) : null),
  text: textCell,
  list: textCell,
  bytes: textCell,
  cores: textCell,
  fraction: textCell,
};

/** Columns and the reader of their cells. */
export interface CellReader<Source> {
  readonly columns: readonly Column[];
  read(source: Source): Readonly<Record<string, Cell>>;
}

function isCreationTime({ jsonPath }: PrinterColumn): boolean {
  return jsonPath.trim() === '.metadata.creationTimestamp';
}

const nowhere: JsonPath = () => [];

/**
 * Turns a CRD's printer columns into table columns. The creation time is left out, because every row has it. A path
 * that cannot be compiled gives an empty column, as the API server's own printing does.
 */
export function printerColumnReader(
  printerColumns: readonly PrinterColumn[],
): CellReader<KubeObject> {
  const used = printerColumns.filter(column => !isCreationTime(column));
  const columns = toColumns(used, ({ type }) => TYPES[type] ?? 'text');
  const readers = columns.map((column, at) => ({
    id: column.id,
    find: compileJsonPath(used[at]?.jsonPath ?? '') ?? nowhere,
    toCell: READERS[column.type],
  }));
  return {
    columns,
    read(object) {
      const cells: Record<string, Cell> = {};
      for (const { id, find, toCell } of readers) cells[id] = toCell(find(object)[0]);
      return cells;
    },
  };
}

/**
 * Turns the columns of a server-side Table into ours, for resource types that have no better source (aggregated APIs).
 * Name and age are left out, because every row has them. `read` takes the `cells` of one Table row.
 */
export function tableColumnReader(
  definitions: readonly TableColumnDefinition[],
): CellReader<readonly unknown[]> {
  const used = definitions
    .map((definition, position) => ({ definition, position }))
    .filter(({ definition }) => definition.format !== 'name' && definition.name !== 'Age');
  // A Table prints a date as an age, `5d`, which is text.
  const typeOf = ({ type }: TableColumnDefinition) =>
    type === 'date' ? 'text' : (TYPES[type] ?? 'text');
  const columns = toColumns(
    used.map(({ definition }) => definition),
    typeOf,
  );
  const readers = columns.map((column, at) => ({
    id: column.id,
    position: used[at]?.position ?? -1,
    toCell: READERS[column.type],
  }));
  return {
    columns,
    read(row) {
      const cells: Record<string, Cell> = {};
      for (const { id, position, toCell } of readers) cells[id] = toCell(row[position]);
      return cells;
    },
  };
}
