import { InputError } from '@backstage/errors';
import {
  type Column,
  type LabelSelector,
  matchesLabels,
  parseLabelSelector,
  type Row,
} from '@kubemate/kube-common';
import type { RowQuery } from '../KubeService';
import { decodeRowCursor } from './rowCursor';
import { parseRowFilter, type RowCondition } from './RowFilter';
import { searchWords } from './searchText';
import { parseRowSort, type RowSort, type SortPosition } from './rowSort';

const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 1000;
const MAX_WORDS = 16;

/** What a query asks of single rows, without namespaces and access. */
export interface RowMatcher {
  /** The same text for the same question about the same columns. */
  readonly key: string;
  /** True where the answer changes while rows stay the same. */
  readonly timed: boolean;
  /** What a row's text must contain, in UTF-8. */
  readonly words: readonly Buffer[];
  /** Everything but words; undefined where every row passes. */
  readonly test: ((row: Row, now: number) => boolean) | undefined;
}

/** A query that has been read and checked. */
export interface ParsedRowQuery {
  readonly sort: RowSort;
  readonly matcher: RowMatcher;
  /** Undefined for all. */
  readonly namespaces: readonly string[] | undefined;
  readonly limit: number;
  readonly offset: number;
  readonly after: SortPosition | undefined;
  /** The same text for queries with the same answer to the same viewer. */
  readonly key: string;
}

function parseWords(search: string | undefined): string[] {
  const words = searchWords(search);
  if (words.length > MAX_WORDS) throw new InputError(`search: more than ${MAX_WORDS} words`);
  return words;
}

function parseSelector(text: string | undefined): LabelSelector {
  const parsed = parseLabelSelector(text ?? '');
  if (!parsed.ok) throw new InputError(`labelSelector: ${parsed.message}`);
  return parsed.selector;
}

function testOf(selector: LabelSelector, conditions: readonly RowCondition[]): RowMatcher['test'] {
  if (selector.length + conditions.length === 0) return undefined;
  return (row, now) => {
    for (const condition of conditions) if (!condition.test(row, now)) return false;
    return selector.length === 0 || matchesLabels(selector, row.labels);
  };
}

function parseWindow(query: RowQuery, sort: RowSort) {
  const { limit = DEFAULT_LIMIT, offset = 0, cursor } = query;
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT) {
    throw new InputError(`limit: give a whole number from 1 to ${MAX_LIMIT}`);
  }
  if (!Number.isInteger(offset) || offset < 0) {
    throw new InputError('offset: give a whole number from 0');
  }
  if (cursor !== undefined && query.offset !== undefined) {
    throw new InputError('offset: give either an offset or a cursor');
  }
  return { limit, offset, after: cursor === undefined ? undefined : decodeRowCursor(cursor, sort) };
}

/** @throws InputError that names the parameter at fault */
export function parseRowQuery(query: RowQuery, columns: readonly Column[]): ParsedRowQuery {
  const sort = parseRowSort(query.sort, columns);
  const words = parseWords(query.search);
  const selector = parseSelector(query.labelSelector);
  const conditions = parseRowFilter(query.filter, columns);
  const window = parseWindow(query, sort);
  const namespaces =
    query.namespaces === undefined ? undefined : [...new Set(query.namespaces)].sort();
  const matcherKey = JSON.stringify([words, query.labelSelector ?? '', query.filter ?? '']);
  return {
    ...window,
    sort,
    namespaces,
    matcher: {
      key: matcherKey,
      timed: conditions.some(condition => condition.timed),
      words: words.map(word => Buffer.from(word)),
      test: testOf(selector, conditions),
    },
    key: JSON.stringify([sort.text, matcherKey, namespaces, window]),
  };
}
