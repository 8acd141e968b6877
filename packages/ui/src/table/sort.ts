export interface Sort {
  readonly column: string;
  readonly descending: boolean;
}

/** Reads a sort as the HTTP API writes it: `-age`. */
export function parseSort(sort: string | undefined): Sort | undefined {
  if (sort === undefined || sort === '' || sort === '-') return undefined;
  return sort.startsWith('-')
    ? { column: sort.slice(1), descending: true }
    : { column: sort, descending: false };
}

/** The sort after a click on a column's header: ascending first, then the other way round. */
export function nextSort(current: string | undefined, column: string): string {
  const sort = parseSort(current);
  return sort?.column === column && !sort.descending ? `-${column}` : column;
}
