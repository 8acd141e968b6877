/**
 * How a cell is read, sorted and drawn.
 * - `text`: a string; `number`: a count; `boolean`
 * - `bytes`: a number of bytes; `cores`: a number of CPU cores (0.25 is 250m)
 * - `time`: epoch milliseconds, drawn as an age; `fraction`: text `ready/wanted`, sorted by the quotient
 * - `list`: text with parts joined by a comma
 */
export type ColumnType =
  'text' | 'number' | 'boolean' | 'bytes' | 'cores' | 'time' | 'fraction' | 'list';

/** One column of a resource type's table. */
export interface Column {
  /** Stable key of the cell: lower camel case, `restarts`, `nodeName`. */
  readonly id: string;
  /** English title; the browser translates the ids it knows. */
  readonly title: string;
  readonly type: ColumnType;
  /** 0 is shown by default, 1 on request (as `kubectl -o wide`), 2 is never drawn: it only feeds filters and totals. */
  readonly priority: 0 | 1 | 2;
  readonly description?: string;
}

/** A cell's value; null where the object has none. */
export type Cell = string | number | boolean | null;

/**
 * How an object is doing.
 * `failed` and `warning` need somebody; `progressing` is on its way; `idle` is off on purpose (scaled to zero, suspended, completed).
 */
export type Health = 'ok' | 'progressing' | 'warning' | 'failed' | 'idle' | 'unknown';

/** An object as a table shows it: what a list, a filter or a total needs, and nothing else. */
export interface Row {
  readonly cluster: string;
  readonly namespace?: string;
  readonly name: string;
  readonly uid: string;
  readonly resourceVersion: string;
  /** Creation time in epoch milliseconds. */
  readonly created: number;
  readonly labels?: Readonly<Record<string, string>>;
  /** The controlling owner. */
  readonly owner?: { readonly kind: string; readonly name: string };
  readonly health: Health;
  /** One word on `health`, as Kubernetes says it: `CrashLoopBackOff`, `Unschedulable`. */
  readonly reason?: string;
  /** By column id. */
  readonly cells: Readonly<Record<string, Cell>>;
}
