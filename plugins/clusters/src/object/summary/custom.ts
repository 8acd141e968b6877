import type { Fields } from '../Fields';
import { code, count, text } from './facts';
import type { FactValue, SummarySection } from './Summary';

/** Fields of a specification drawn before the rest would be noise; the YAML has all of them. */
const MOST = 24;
/** How deep into nested objects to look. */
const DEPTH = 3;
const ISO_TIME = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/;

interface Leaf {
  readonly path: string;
  readonly value: FactValue;
}

function leafValue(field: Fields): FactValue | undefined {
  const { raw } = field;
  if (typeof raw === 'boolean') return text(raw ? 'true' : 'false');
  if (typeof raw === 'number') return count(raw);
  if (typeof raw === 'string') {
    if (ISO_TIME.test(raw) && field.time !== undefined) return { as: 'time', at: field.time };
    return raw.length > 120 || raw.includes('\n') ? code(raw.slice(0, 2000)) : text(raw);
  }
  if (field.texts.length > 0 && field.texts.length === field.items.length)
    return { as: 'list', items: field.texts };
  if (field.items.length > 0) return text(`[${field.items.length}]`);
  return undefined;
}

/** The plain values of an object with their paths, outermost first. */
export function leavesOf(
  field: Fields,
  options: { depth?: number; skip?: readonly string[] } = {},
): Leaf[] {
  const { depth = DEPTH, skip = [] } = options;
  const entries = field.entries.filter(([key]) => !skip.includes(key));
  const own = entries.flatMap(([path, child]): Leaf[] => {
    const value = leafValue(child);
    return value === undefined ? [] : [{ path, value }];
  });
  if (depth <= 1) return own;
  const nested = entries.flatMap(([key, child]) =>
    leavesOf(child, { depth: depth - 1 }).map(leaf => ({ ...leaf, path: `${key}.${leaf.path}` })),
  );
  return [...own, ...nested];
}

/** What can be said of any kind: the plain values of its specification and status. Conditions have a table of their own. */
export function summariseCustom(object: Fields): readonly SummarySection[] {
  const section = (title: 'spec' | 'status', leaves: Leaf[]): SummarySection => ({
    type: 'paths',
    title,
    facts: leaves.slice(0, MOST),
    left: Math.max(0, leaves.length - MOST),
  });
  const known = ['apiVersion', 'kind', 'metadata', 'spec', 'status'];
  const other = leavesOf(object, { depth: 2, skip: known });
  return [
    section('spec', [...leavesOf(object.at('spec')), ...other]),
    section('status', leavesOf(object.at('status'), { skip: ['conditions'] })),
  ];
}
