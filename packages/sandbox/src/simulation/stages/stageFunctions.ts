import { parseQuantity } from '@kubemate/kube-common';
import type { Functions } from './Expression';
import { isTruthy } from './Template';

interface AnyCondition {
  type?: unknown;
  status?: unknown;
  lastTransitionTime?: unknown;
}

function number(value: unknown): number {
  const result = typeof value === 'number' ? value : parseQuantity(value);
  return result ?? 0;
}

function isCondition(value: unknown): value is AnyCondition {
  return typeof value === 'object' && value !== null && 'type' in value;
}

/** The conditions with one set; its transition time moves only when its status does. */
function setCondition(now: () => string, args: readonly unknown[]): unknown[] {
  const [type, status, reason, message] = args;
  const conditions = args.at(-1);
  const before = Array.isArray(conditions) ? conditions.filter(isCondition) : [];
  const known = before.find(condition => condition.type === type);
  const next = {
    ...known,
    type,
    status,
    reason: reason === '' ? undefined : reason,
    message: message === '' ? undefined : message,
    lastTransitionTime: known?.status === status ? (known?.lastTransitionTime ?? now()) : now(),
  };
  if (known === undefined) return [...before, next];
  return before.map(condition => (condition === known ? next : condition));
}

function replaceAt(index: unknown, item: unknown, list: unknown): unknown {
  return Array.isArray(list) ? list.map((old: unknown, at) => (at === index ? item : old)) : list;
}

/**
 * The functions of the stages' expressions. Besides these, each resource type may bring its own.
 * @param now - RFC 3339
 */
export function stageFunctions(now: (offsetSeconds?: number) => string): Functions {
  return {
    now: (offset = 0) => now(number(offset)),
    default: (fallback, value) =>
      value === undefined || value === null || value === '' ? fallback : value,
    eq: (left, right) => left === right,
    ne: (left, right) => left !== right,
    lt: (left, right) => number(left) < number(right),
    gt: (left, right) => number(left) > number(right),
    and: (...values) => values.every(isTruthy),
    or: (...values) => values.find(isTruthy) ?? values.at(-1),
    not: value => !isTruthy(value),
    add: (...values) => values.reduce<number>((sum, value) => sum + number(value), 0),
    mul: (...values) => values.reduce<number>((product, value) => product * number(value), 1),
    min: (...values) => Math.min(...values.map(number)),
    max: (...values) => Math.max(...values.map(number)),
    pow: (base, exponent) => number(base) ** Math.min(number(exponent), 64),
    round: value => Math.round(number(value)),
    quantity: value => number(value),
    len: value => (Array.isArray(value) || typeof value === 'string' ? value.length : 0),
    join: (separator, list) => (Array.isArray(list) ? list.join(String(separator)) : ''),
    list: (...values) => values,
    replaceAt,
    setCondition: (...args) => setCondition(() => now(), args),
  };
}
